import type { RunChoices } from '../../../src/protocol/panel.ts';
import type { Controller } from '../../app/controller.ts';
import type { AppState } from '../../app/state.ts';
import { words } from '../../app/words.ts';

interface ControlsProps {
  readonly state: AppState;
  readonly controller: Controller;
}

const options = {
  weights: ['kaiming', 'xavier', 'ones', 'ramp'],
  input: ['noise', 'ramp', 'checkerboard'],
  loss: ['sum', 'cross-entropy'],
  mode: ['training', 'inference'],
  arithmetic: ['fast', 'exact'],
} as const satisfies { readonly [Key in keyof RunChoices]?: readonly RunChoices[Key][] };

type Chosen = keyof typeof options;

/** What the network is run with, how far it is, and how to stop it. */
export function RunControls({ state, controller }: ControlsProps) {
  const { run, runChoices, runProgress } = state;
  const running = run.kind === 'running';
  return (
    <div class="run-controls" role="group" aria-label={words.flow.title}>
      {(Object.keys(options) as Chosen[]).map((name) => (
        <label key={name}>
          {words.flow.choices[name]}{' '}
          <select
            value={runChoices[name]}
            onChange={(event) => controller.runner.choose({ [name]: event.currentTarget.value })}
          >
            {options[name].map((option) => (
              <option key={option} value={option}>
                {words.flow.options[option]}
              </option>
            ))}
          </select>
        </label>
      ))}
      {running ? (
        <>
          <progress
            value={runProgress?.done ?? 0}
            max={runProgress?.total ?? 1}
            aria-label={words.panel.computing}
          />
          <span class="facts">{runProgress?.layer ?? ''}</span>
          <button type="button" class="button" onClick={() => controller.runner.cancel()}>
            {words.flow.stop}
          </button>
        </>
      ) : (
        <button type="button" class="button" onClick={() => void controller.runner.start()}>
          {words.flow.run}
        </button>
      )}
    </div>
  );
}
