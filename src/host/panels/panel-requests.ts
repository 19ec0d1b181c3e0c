import type { FixData } from '../../protocol/analysis.ts';
import type { PanelHost, RunLayer, RunProgress } from '../../protocol/panel.ts';
import type { Handlers } from '../../protocol/rpc/channel.ts';
import type { CancellationToken } from '../../util/cancellation.ts';
import type { WordedRun } from '../../protocol/worded-run.ts';
import { Newest } from '../workers/newest.ts';
import { SharedAnswer } from '../workers/shared-answer.ts';
import type { PanelParts, Subject } from './panel-parts.ts';

/** How long the panel waits for numbers before it says that they did not come. */
export const computeTimeout = 60_000;

type WorkerMethod =
  | 'runLayer'
  | 'checkCell'
  | 'checkExample'
  | 'runNetwork'
  | 'cancelRun'
  | 'runExample'
  | 'layoutNetwork'
  | 'surveySizes'
  | 'networkAt'
  | 'listFixes';

/** What a panel asks of the workers about the model that it shows: of each kind only the newest is worked on. */
export class PanelRequests {
  readonly #parts: Pick<PanelParts, 'analysis' | 'compute' | 'runs' | 'settings'>;
  readonly #opened: () => Promise<Subject>;
  readonly #progress: (progress: RunProgress) => void;
  readonly #newest = new Newest<'layer' | 'example' | 'layout' | 'survey' | 'sizes' | 'run' | 'check'>();

  /** Goes on while the page is away: the one that loads then asks for the same. */
  readonly #lastRun = new SharedAnswer<WordedRun>();

  /** @param opened the model, with its document open */
  constructor(
    parts: Pick<PanelParts, 'analysis' | 'compute' | 'runs' | 'settings'>,
    opened: () => Promise<Subject>,
    progress: (progress: RunProgress) => void,
  ) {
    this.#parts = parts;
    this.#opened = opened;
    this.#progress = progress;
  }

  async fixes(version: number, problem: number): Promise<readonly FixData[]> {
    return this.#parts.analysis.call('modelFixes', { ...(await this.#shown()), version, problem });
  }

  /** The page has the last run's numbers, or what ran is another network by now. */
  forgetRun(): void {
    this.#lastRun.forget();
  }

  get handlers(): Pick<Handlers<PanelHost>, WorkerMethod> {
    const { analysis, compute, runs, settings } = this.#parts;
    return {
      runLayer: ({ version, layer, sizes, ...work }) =>
        this.#newest.run('layer', async (token) =>
          compute.call(
            'runLayer',
            { layer: await this.#runnable({ version, layer, sizes }, token), ...work },
            { token, timeout: computeTimeout },
          ),
        ),
      checkCell: ({ version, layer, sizes, ...work }) =>
        this.#newest.run('check', async (token) =>
          compute.call(
            'checkCell',
            { layer: await this.#runnable({ version, layer, sizes }, token), ...work },
            { token, timeout: computeTimeout },
          ),
        ),
      checkExample: (request) =>
        this.#newest.run('check', (token) =>
          compute.call('checkExample', request, { token, timeout: computeTimeout }),
        ),
      runNetwork: ({ version, sizes, choices, mode, layer }) =>
        this.#lastRun.join(JSON.stringify({ version, sizes, choices, mode, layer }), () =>
          this.#newest.run('run', async (token) => {
            const { file } = await this.#opened();
            const network = await analysis.call(
              'compile',
              { ...(await this.#shown()), version, sizes, mode },
              { token },
            );
            const { maximumMemory: maximumBytes } = settings.of(file.uri);
            return runs.run(compute, { network, choices, layer, maximumBytes }, this.#progress, { token });
          }),
        ),
      cancelRun: () => {
        this.forgetRun();
        this.#newest.cancel('run');
      },
      runExample: (request) =>
        this.#newest.run('example', (token) =>
          compute.call('runExample', request, { token, timeout: computeTimeout }),
        ),
      layoutNetwork: (request) =>
        this.#newest.run('layout', (token) =>
          compute.call('layoutNetwork', request, { token, timeout: computeTimeout }),
        ),
      surveySizes: ({ version }) =>
        this.#newest.run('survey', async (token) =>
          analysis.call('sizes', { ...(await this.#shown()), version }, { token }),
        ),
      networkAt: ({ version, sizes }) =>
        this.#newest.run('sizes', async (token) =>
          analysis.call('networkAt', { ...(await this.#shown()), version, sizes }, { token }),
        ),
      listFixes: async ({ version, problem }) => {
        const fixes = await this.fixes(version, problem);
        return fixes.map(({ title, preferred, axes }) => ({ title, preferred, axes }));
      },
    };
  }

  /** A layer as the engine runs it. */
  async #runnable(of: Pick<RunLayer, 'version' | 'layer' | 'sizes'>, token: CancellationToken) {
    return this.#parts.analysis.call('layer', { ...(await this.#shown()), ...of }, { token });
  }

  /** The model that is shown, as the analysis worker knows it. */
  async #shown() {
    const { file, model } = await this.#opened();
    return { uri: file.uri.toString(), model };
  }
}
