import { magnitudeScale } from '../../../src/scene/network/flow-magnitudes.ts';
import type { AppState } from '../../app/state.ts';
import { words } from '../../app/words.ts';

/** After a run: what the strength of the backward lane's colour means. */
export function MagnitudeLegend({ run }: Pick<AppState, 'run'>) {
  const scale = run.kind === 'ready' ? magnitudeScale(run.run) : null;
  if (!scale) return null;
  return (
    <p class="note magnitude">
      {words.flow.magnitude}
      <span class="magnitude-scale">
        <span class="count">≤ {scale.from}</span>
        <span class="magnitude-ramp" aria-hidden="true" />
        <span class="count">{scale.to}</span>
      </span>
    </p>
  );
}
