import { magnitudeScale } from '../../../src/scene/network/flow-magnitudes.ts';
import { isRunStale, type AppState } from '../../app/state.ts';
import { words } from '../../app/words.ts';

/** After a run: what the strength of the backward lane's colour means, and whether it is of what is shown. */
export function MagnitudeLegend({ state }: { readonly state: AppState }) {
  const { run } = state;
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
      {isRunStale(state) && words.flow.stale}
    </p>
  );
}
