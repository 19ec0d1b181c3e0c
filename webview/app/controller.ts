import { isSamePointed, type Pointed } from '../../src/scene/layer/pointed-marks.ts';
import { changedNetwork } from '../../src/protocol/network-change.ts';
import { isPanelState } from '../../src/protocol/panel-guards.ts';
import type {
  PanelContent,
  PanelDescription,
  PanelHost,
  PanelWebview,
  ShownChange,
} from '../../src/protocol/panel.ts';
import type { PanelState } from '../../src/protocol/panel-state.ts';
import { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import type { Schedule } from '../../src/protocol/rpc/port.ts';
import { sameData } from '../../src/util/same-data.ts';
import type { Disposable } from '../../src/util/disposable.ts';
import { BringBack } from './bring-back.ts';
import { Cells } from './cells.ts';
import { describePanel } from './describe-panel.ts';
import { exportFile, type ExportKind } from './export-file.ts';
import { HeldByHost } from './held-by-host.ts';
import { keptState } from './kept-state.ts';
import { LessonChoices } from './lesson-choices.ts';
import { Lessons } from './lessons.ts';
import { NetworkGraph } from './network-graph.ts';
import { NetworkRunner } from './network-runner.ts';
import { panelPlace } from './panel-place.ts';
import { Places } from './places.ts';
import { Playback } from './playback.ts';
import { SizeTrial } from './size-trial.ts';
import type { Store } from './state.ts';
import { hostPort, type VsCodeApi } from './vscode-api.ts';

const schedule: Schedule = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds);
  return { dispose: () => clearTimeout(timer) };
};

/** Milliseconds until the place of a picture that is moved is kept. */
const saveDelay = 200;

/** A name that no other panel has. */
const newName = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** Joins the parts that change the panel's state, and answers the host. */
export class Controller {
  readonly #api: VsCodeApi;
  readonly #store: Store;
  readonly #host: Endpoint<PanelWebview, PanelHost>;
  readonly #lessons: Lessons;
  /** Stops the file that is being made. */
  #export = new AbortController();
  /** What was kept last. */
  #kept: PanelState | null;
  /** The panel's own name. */
  readonly #panel: string;
  #saving: Disposable = { dispose: () => undefined };
  readonly player: Playback;
  readonly network: NetworkGraph;
  readonly sizes: SizeTrial;
  readonly runner: NetworkRunner;
  readonly choices: LessonChoices;
  readonly cells: Cells;
  readonly places: Places;

  constructor(api: VsCodeApi, store: Store) {
    this.#api = api;
    this.#store = store;
    const host = new Endpoint<PanelWebview, PanelHost>(hostPort(api), {
      schedule,
      handlers: {
        showContent: (content) => this.#showContent(content),
        changeNetwork: (change) => this.#changeNetwork(change),
        giveBack: (held) => heldByHost.takeBack(held),
        selectLayer: ({ layer }) => this.places.follow(layer),
        showPinned: ({ pinned }) => this.#showPinned(pinned),
        goTo: (place) => this.places.goTo(place),
        showProgress: (runProgress) => this.#store.update({ runProgress }),
        describe: () => this.#describe(),
      },
    });
    this.#host = host;
    const kept = api.getState();
    const restored = isPanelState(kept) ? kept : null;
    this.#kept = restored;
    this.#panel = restored?.panel ?? newName();
    const heldByHost: HeldByHost = new HeldByHost(store, host, this.#panel);
    const save = () => this.#save();
    const player = new Playback(store, save);
    this.player = player;
    const network = new NetworkGraph(
      store,
      {
        arrange: (sources) => host.call('layoutNetwork', { sources }),
        reveal: (layer) => host.notify('revealLayer', { layer, focus: false }),
        save,
        saveSoon: () => this.#saveSoon(),
      },
      restored,
    );
    this.network = network;
    this.sizes = new SizeTrial(store, {
      pause: (milliseconds) => new Promise((resolve) => void schedule(milliseconds, resolve)),
      survey: (version) => host.call('surveySizes', { version }),
      networkAt: (version, sizes) => host.call('networkAt', { version, sizes }),
      changed: () => {
        network.refresh();
        save();
      },
      ended: () => {
        network.refresh();
        this.places.runAgain();
        save();
      },
    });
    this.runner = new NetworkRunner(store, {
      run: (request) => host.call('runNetwork', request),
      cancel: () => host.notify('cancelRun', {}),
      save,
    });
    const lessons = new Lessons(store, { host, player, save });
    this.#lessons = lessons;
    this.choices = new LessonChoices(store, lessons);
    this.cells = new Cells(store, { host, save });
    const back = new BringBack(store, { host, network, runner: this.runner });
    const { sizes } = this;
    this.places = new Places(store, restored, { host, lessons, player, network, sizes, back, save });
    host.notify('ready', {});
  }

  chooseInput(): void {
    this.#host.notify('chooseInput', {});
  }

  /** Pins the panel to what it shows, or lets it follow the cursor again. */
  pin(pinned: boolean): void {
    this.#host.notify('pin', { pinned });
  }

  /** Puts the keyboard on the layer's line in the editor. */
  revealInEditor(): void {
    const { layer } = this.#store.state;
    if (layer !== null) this.#host.notify('revealLayer', { layer, focus: true });
  }

  applyFix(problem: number, fix: number): void {
    const { content } = this.#store.state;
    if (content?.state !== 'network') return;
    this.#store.update({ fixRefused: false });
    void this.#host
      .call('applyFix', { version: content.version, problem, fix })
      .catch(() => false)
      .then((applied) => this.#store.update({ fixRefused: !applied }));
  }

  /** Compares the network with another one, which the host asks for. */
  async compare(): Promise<void> {
    const { content } = this.#store.state;
    if (content?.state !== 'network') return;
    const { version } = content;
    const comparison = await this.#host.call('chooseComparison', { version }).catch(() => null);
    if (comparison) this.network.compareWith(comparison);
  }

  async exportAs(kind: ExportKind): Promise<void> {
    const { signal } = (this.#export = new AbortController());
    this.#store.update({ exporting: 0 });
    // That it is being made is seen first.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    // In whole hundredths: each change is drawn.
    const progress = (share: number) => {
      const exporting = Math.floor(100 * share) / 100;
      if (exporting !== this.#store.state.exporting) this.#store.update({ exporting });
    };
    try {
      const file = await exportFile(this.#store.state, kind, { progress, signal });
      if (file) await this.#host.call('saveFile', file).catch(() => false);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.#store.update({ exporting: null });
    }
  }

  stopExport(): void {
    this.#export.abort();
  }

  /** Copies a link that leads back to what is shown. */
  copyLink(): void {
    void this.#host.call('copyLink', panelPlace(this.#store.state)).catch(() => false);
  }

  /** Lights a tensor, or what letters stand for, in the picture and in the equations. */
  point(pointed: Pointed): void {
    if (!isSamePointed(pointed, this.#store.state.pointed)) this.#store.update({ pointed });
  }

  toggleHelp(help = !this.#store.state.help): void {
    this.#store.update({ help });
  }

  resized(width: number, height: number): void {
    const { pictureSize } = this.#store.state;
    if (width !== pictureSize.width || height !== pictureSize.height)
      this.#store.update({ pictureSize: { width, height } });
  }

  #showPinned(pinned: boolean): void {
    this.#store.update({ pinned });
    this.#save();
  }

  async #describe(): Promise<PanelDescription> {
    await this.#lessons.computed;
    return describePanel(this.#store.state);
  }

  #showContent(content: PanelContent): void {
    this.#store.update({ content });
    this.network.refresh();
    void this.sizes.refresh();
    this.places.contentShown();
    if (content.state === 'network') this.#tellDrawn(content.version);
  }

  /** After the frame that draws it; a hidden page has none, and the host does not wait for long. */
  #tellDrawn(version: number): void {
    requestAnimationFrame(() => void schedule(0, () => this.#host.notify('drawn', { version })));
  }

  #changeNetwork({ since, version, change }: ShownChange): void {
    const { content } = this.#store.state;
    if (content?.state === 'network' && content.version === since)
      this.#showContent({ ...content, version, network: changedNetwork(content.network, change) });
    else this.#host.notify('ready', {});
  }

  #saveSoon(): void {
    this.#saving.dispose();
    this.#saving = schedule(saveDelay, () => this.#save());
  }

  /** Kept for a reload; what was restored stays until there is content to hold it against. */
  #save(): void {
    const kept = this.places.isRestoring
      ? null
      : keptState(this.#store.state, {
          panel: this.#panel,
          seen: this.network.seen,
          scrolled: this.network.scrolled,
        });
    // VS Code writes what it is given into its storage: not with every keystroke.
    if (!kept || sameData(kept, this.#kept)) return;
    this.#kept = kept;
    this.#api.setState(kept);
  }
}
