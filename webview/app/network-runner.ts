import { errorText } from './error-text.ts';
import type { SizeAlong } from '../../src/protocol/analysis.ts';
import type { WordedRun } from '../../src/protocol/worded-run.ts';
import type { RunNetwork, RunChoices } from '../../src/protocol/panel.ts';
import { RpcError } from '../../src/protocol/rpc/error.ts';
import { triedSizes, type Store } from './state.ts';

interface RunnerParts {
  readonly run: (request: RunNetwork) => Promise<WordedRun>;
  readonly cancel: () => void;
  /** Keeps the state for a reload. */
  readonly save: () => void;
}

/** Runs the whole network forward and backward, and keeps what came of it. */
export class NetworkRunner {
  readonly #store: Store;
  readonly #parts: RunnerParts;
  /** Counts runs: only what became of the last one is shown. */
  #request = 0;

  constructor(store: Store, parts: RunnerParts) {
    this.#store = store;
    this.#parts = parts;
  }

  choose(choices: Partial<RunChoices>): void {
    this.#store.update({ runChoices: { ...this.#store.state.runChoices, ...choices } });
    this.#parts.save();
    if (this.#store.state.run.kind !== 'none') void this.start();
  }

  async start(): Promise<void> {
    const { content, runChoices } = this.#store.state;
    if (content?.state !== 'network') return;
    const { version } = content;
    const sizes = triedSizes(this.#store.state);
    const request = ++this.#request;
    this.#store.update({ run: { kind: 'running' }, runProgress: null });
    this.#parts.save();
    try {
      const run = await this.#parts.run(runRequest(version, sizes, runChoices));
      if (request === this.#request) this.#store.update({ run: { kind: 'ready', run, version, sizes } });
    } catch (error) {
      if (request !== this.#request) return;
      const given = error instanceof RpcError && (error.code === 'superseded' || error.code === 'cancelled');
      const message = errorText(error);
      this.#store.update({ run: given ? { kind: 'none' } : { kind: 'failed', message } });
      this.#parts.save();
    }
  }

  cancel(): void {
    this.#request++;
    this.#parts.cancel();
    this.#store.update({ run: { kind: 'none' }, runProgress: null });
    this.#parts.save();
  }
}

function runRequest(version: number, sizes: readonly SizeAlong[], choices: RunChoices): RunNetwork {
  const { arithmetic, weights, seed, input, loss, mode } = choices;
  return {
    version,
    sizes,
    mode,
    layer: null,
    choices: {
      arithmetic,
      weights,
      seed,
      input: { kind: 'filling', filling: input },
      loss: loss === 'sum' ? { kind: 'sum' } : { kind: 'cross-entropy', target: 0 },
    },
  };
}
