import { shapeText } from '../../src/scene/network/shape-text.ts';
import type { Controller } from '../app/controller.ts';
import type { AppState } from '../app/state.ts';
import { words } from '../app/words.ts';

interface TriedProps {
  readonly state: AppState;
  readonly controller: Controller;
}

/** Says that a layer is shown at an input size that is tried, and leads back to the file's. */
export function TriedSize({ state: { view, trial }, controller }: TriedProps) {
  if (view !== 'layer' || !trial) return null;
  return (
    <div class="tried" role="status">
      <span>{words.sizes.tried(shapeText(trial.network.input?.shape ?? undefined))}</span>
      <button type="button" class="button" onClick={() => controller.sizes.end()}>
        {words.sizes.reset}
      </button>
    </div>
  );
}
