import { knownFormats } from '../../../src/formats/known-formats.ts';
import { HeldNetworks } from '../../../src/host/documents/held-networks.ts';
import { shownChange } from '../../../src/host/panels/shown-change.ts';
import type { AnalysisWorker } from '../../../src/protocol/analysis.ts';
import type { ComputeWorker } from '../../../src/protocol/compute.ts';
import type { Comparison } from '../../../src/protocol/comparison.ts';
import type {
  PanelContent,
  PanelHost,
  PanelPlace,
  PanelWebview,
  RevealLayer,
  SaveFile,
  HeldForPage,
} from '../../../src/protocol/panel.ts';
import { editableTensors } from '../../../src/protocol/panel.ts';
import { panelAnswerGuards, panelHostGuards } from '../../../src/protocol/panel-guards.ts';
import {
  Transfer,
  type Answer,
  type Argument,
  type Handlers,
  type Method,
} from '../../../src/protocol/rpc/channel.ts';
import { Endpoint } from '../../../src/protocol/rpc/endpoint.ts';
import type { Port, Schedule } from '../../../src/protocol/rpc/port.ts';
import { CancellationSource } from '../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../src/worker/analysis/handlers.ts';
import { computeHandlers } from '../../../src/worker/compute/handlers.ts';
import { fastEngine } from '../../../src/worker/compute/fast-engine.ts';

const uri = 'file:///harness/model';

const schedule: Schedule = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds);
  return { dispose: () => clearTimeout(timer) };
};

/** Calls a worker's handlers in this thread. */
function inThread<Channel>(handlers: Handlers<Channel>) {
  return async <M extends Method<Channel>>(
    method: M,
    argument: Argument<Channel, M>,
  ): Promise<Answer<Channel, M>> => {
    const answer = await handlers[method](argument, { token: new CancellationSource().token });
    return answer instanceof Transfer ? answer.value : answer;
  };
}

/** The panel's host without VS Code: the handlers of both workers, called directly. */
export class HarnessHost {
  /** What the panel asked for that only an editor could do. */
  readonly saved: SaveFile[] = [];
  readonly links: PanelPlace[] = [];
  readonly revealed: RevealLayer[] = [];
  readonly applied: string[] = [];
  /** Fixes are refused, as where the text has changed meanwhile. */
  refusesFixes = false;
  /** What is offered when the panel asks what to compare with. */
  comparison: Comparison | null = null;
  readonly comparedAgain: Comparison['of'][] = [];
  /** A run waits for it. */
  beforeRun: Promise<void> = Promise.resolve();
  /** Files that are kept beyond a restart, by panel and tensor. */
  readonly files = new Map<string, Uint8Array>();
  readonly #endpoint: Endpoint<PanelHost, PanelWebview>;
  readonly #analysis: ReturnType<typeof inThread<AnalysisWorker>>;
  readonly #compute: ReturnType<typeof inThread<ComputeWorker>>;
  readonly #networks = new HeldNetworks();
  #held: HeldForPage | null = null;
  #version = 0;
  #content: PanelContent = { state: 'example' };

  constructor(port: Port, language = 'en') {
    const formats = knownFormats(() => performance.now());
    this.#compute = inThread<ComputeWorker>(
      computeHandlers({
        schedule,
        clock: () => performance.now(),
        fastKernels: fastEngine(WebAssembly, schedule),
        progress: ({ run: _, ...progress }) => this.#endpoint.notify('showProgress', progress),
        language,
      }),
    );
    this.#analysis = inThread<AnalysisWorker>(analysisHandlers(formats, undefined, undefined, language));
    this.#endpoint = new Endpoint<PanelHost, PanelWebview>(port, {
      handlers: this.#handlers(),
      guards: { arguments: panelHostGuards, answers: panelAnswerGuards },
      schedule,
    });
  }

  /** What the page shows once it listens; a page that listens already shows it at once. */
  async show(content: PanelContent | { readonly path: string; readonly text: string }): Promise<void> {
    const told = this.#content;
    this.#content = 'text' in content ? await this.#analyzed(content.path, content.text) : content;
    const change = shownChange(told, this.#content, this.#networks.of(0));
    if (change) this.#endpoint.notify('changeNetwork', change);
    else this.#endpoint.notify('showContent', this.#content);
  }

  /** The network of another text, to compare with. */
  async networkOf(path: string, text: string): Promise<Comparison['network']> {
    const of = { uri: `${uri}-other`, version: 1 };
    const content = { kind: 'text', text } as const;
    await this.#analysis('analyze', { ...of, path, content, choices: { inputs: [] }, severities: {} });
    return this.#analysis('network', { ...of, model: 0 });
  }

  /** As after a restart: what was held for the page is gone. */
  letGo(): void {
    this.#held = null;
  }

  get panel(): Pick<Endpoint<PanelHost, PanelWebview>, 'call' | 'notify'> {
    return this.#endpoint;
  }

  dispose(): void {
    this.#endpoint.dispose();
  }

  async #analyzed(path: string, text: string): Promise<PanelContent> {
    const version = ++this.#version;
    const of = { uri, version };
    const content = { kind: 'text', text } as const;
    const answer = await this.#analysis('analyze', {
      ...of,
      path,
      content,
      choices: { inputs: [] },
      severities: {},
      shown: this.#networks.ask([0]),
    });
    const document = { uri, name: path };
    if (answer.kind !== 'analysis' || answer.models.length === 0)
      return { state: 'empty', document, message: `There is no layer in ${path} yet.` };
    this.#networks.take(answer);
    const held = this.#networks.of(0);
    if (!held) throw new Error(`The network of ${path} was asked for, and did not come.`);
    return {
      state: 'network',
      document,
      hasText: true,
      version,
      models: answer.models.map(({ name }) => name),
      model: 0,
      network: held.network,
      selected: null,
    };
  }

  #handlers(): Handlers<PanelHost> {
    const of = (version: number) => ({ uri, version, model: 0 });
    return {
      ready: () => {
        if (this.#held) this.#endpoint.notify('giveBack', this.#held);
        this.#endpoint.notify('showContent', this.#content);
      },
      hold: (held) => {
        this.#held = held;
      },
      revealLayer: (request) => void this.revealed.push(request),
      chooseInput: () => undefined,
      pin: (request) => this.#endpoint.notify('showPinned', request),
      runLayer: async ({ version, layer, sizes, selection, values, options }) => {
        const runnable = await this.#analysis('layer', { ...of(version), layer, sizes });
        return this.#compute('runLayer', { layer: runnable, selection, values, options });
      },
      checkCell: async ({ version, layer, sizes, ...work }) => {
        const runnable = await this.#analysis('layer', { ...of(version), layer, sizes });
        return this.#compute('checkCell', { layer: runnable, ...work });
      },
      runNetwork: async ({ version, sizes, choices, mode, layer }) => {
        await this.beforeRun;
        const network = await this.#analysis('compile', { ...of(version), sizes, mode });
        return this.#compute('runNetwork', { run: 1, network, choices, layer, maximumBytes: 2 ** 31 });
      },
      cancelRun: () => undefined,
      drawn: () => undefined,
      checkExample: (request) => this.#compute('checkExample', request),
      runExample: (request) => this.#compute('runExample', request),
      layoutNetwork: (request) => this.#compute('layoutNetwork', request),
      surveySizes: ({ version }) => this.#analysis('sizes', of(version)),
      networkAt: ({ version, sizes }) => this.#analysis('networkAt', { ...of(version), sizes }),
      chooseComparison: () => this.comparison,
      compareAgain: ({ of }) => {
        this.comparedAgain.push(of);
        return this.comparison;
      },
      keepFiles: ({ panel, files }) => {
        for (const tensor of editableTensors) this.files.delete(`${panel}-${tensor}`);
        for (const { tensor, bytes } of files) this.files.set(`${panel}-${tensor}`, bytes);
      },
      keptFile: ({ panel, tensor }) => this.files.get(`${panel}-${tensor}`) ?? null,
      copyLink: (place) => this.links.push(place) > 0,
      saveFile: (request) => {
        this.saved.push(request);
        return true;
      },
      listFixes: async ({ version, problem }) => {
        const fixes = await this.#analysis('modelFixes', { ...of(version), problem });
        return fixes.map(({ title, preferred, axes }) => ({ title, preferred, axes }));
      },
      applyFix: async ({ version, problem, fix }) => {
        if (this.refusesFixes) return false;
        const fixes = await this.#analysis('modelFixes', { ...of(version), problem });
        this.applied.push(fixes[fix]?.title ?? '');
        return true;
      },
    };
  }
}
