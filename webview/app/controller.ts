import type { Lesson, Selection, TensorName } from '../../src/engine/trace/lesson.ts';
import type { Fault } from '../../src/engine/trace/options.ts';
import { isPanelState } from '../../src/protocol/panel-guards.ts';
import { changedNetwork } from '../../src/protocol/network-change.ts';
import type {
  LayerOptions,
  PanelContent,
  PanelDescription,
  PanelHost,
  PanelPlace,
  PanelState,
  PanelWebview,
  ShownChange,
  ValueChoice,
} from '../../src/protocol/panel.ts';
import { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { RpcError } from '../../src/protocol/rpc/error.ts';
import type { Schedule } from '../../src/protocol/rpc/port.ts';
import { standing, type Playhead } from '../../src/scene/layer/playhead.ts';
import { NetworkGraph } from './network-graph.ts';
import { askForCheck } from './ask-for-check.ts';
import { askForFixes } from './ask-for-fixes.ts';
import { describePanel } from './describe-panel.ts';
import { droppedFile } from './dropped-file.ts';
import { clampPlayhead, mistakeIn, openingStage, playheadAt } from './player.ts';
import { exportFile, type ExportKind } from './export-file.ts';
import { keptState } from './kept-state.ts';
import { panelPlace } from './panel-place.ts';
import { layerOf, lessonOf, type AppState, type EditedCell, type FieldCell, type Store } from './state.ts';
import { SizeTrial } from './size-trial.ts';
import { NetworkRunner } from './network-runner.ts';
import { Playback } from './playback.ts';
import { hostPort, type VsCodeApi } from './vscode-api.ts';
import { words } from './words.ts';

const schedule: Schedule = (milliseconds, task) => {
  const timer = setTimeout(task, milliseconds);
  return { dispose: () => clearTimeout(timer) };
};

type Enter = (lesson: Lesson, pass: number) => Playhead;

/** What a user can do, and what the host tells: every change of the panel's state is made here. */
export class Controller {
  readonly #api: VsCodeApi;
  readonly #store: Store;
  readonly #host: Endpoint<PanelWebview, PanelHost>;
  /** State of before a reload, until the first content has come. */
  #restored: PanelState | null;
  /** Where to go as soon as there is a network to go to. */
  #destination: PanelPlace | null = null;
  /** Counts requests for lessons: only the answer to the last one is shown. */
  #request = 0;
  /** Where to stand in the lesson that is being computed; null: none is. */
  #entering: Enter | null = null;
  #size = { width: 1000, height: 600 };
  readonly player: Playback;
  readonly network: NetworkGraph;
  readonly sizes: SizeTrial;
  readonly runner: NetworkRunner;
  /** Settles when the last request for a lesson has been answered. */
  #computed: Promise<unknown> = Promise.resolve();

  constructor(api: VsCodeApi, store: Store) {
    this.#api = api;
    this.#store = store;
    const kept = api.getState();
    this.#restored = isPanelState(kept) ? kept : null;
    this.#host = new Endpoint<PanelWebview, PanelHost>(hostPort(api), {
      schedule,
      handlers: {
        showContent: (content) => this.#showContent(content),
        changeNetwork: (change) => this.#changeNetwork(change),
        selectLayer: ({ layer }) => this.#follow(layer),
        showPinned: ({ pinned }) => this.#showPinned(pinned),
        goTo: (place) => this.#goTo(place),
        showProgress: (runProgress) => this.#store.update({ runProgress }),
        describe: () => this.#describe(),
      },
    });
    this.player = new Playback(store, () => this.#save());
    this.network = new NetworkGraph(store, {
      arrange: (sources) => this.#host.call('layoutNetwork', { sources }),
      reveal: (layer) => this.#host.notify('revealLayer', { layer, focus: false }),
      save: () => this.#save(),
    });
    this.sizes = new SizeTrial(store, {
      pause: (milliseconds) => new Promise((resolve) => void schedule(milliseconds, resolve)),
      survey: (version) => this.#host.call('surveySizes', { version }),
      networkAt: (version, sizes) => this.#host.call('networkAt', { version, sizes }),
      changed: () => this.network.refresh(),
    });
    this.runner = new NetworkRunner(store, {
      run: (request) => this.#host.call('runNetwork', request),
      cancel: () => this.#host.notify('cancelRun', {}),
    });
    this.#host.notify('ready', {});
  }

  /** Opens a layer from the picture, and shows its line in the editor. */
  openLayer(id: string): void {
    this.#choose(id);
    this.#host.notify('revealLayer', { layer: id, focus: false });
  }

  chooseInput(): void {
    this.#host.notify('chooseInput', {});
  }

  /** Pins the panel to what it shows, or lets it follow the cursor again. */
  pin(pinned: boolean): void {
    this.#host.notify('pin', { pinned });
  }

  openExample(): void {
    this.#restored = this.#destination = null;
    this.#enterExample();
  }

  /** Back to the network, where there is one. */
  showNetwork(): void {
    if (this.#store.state.content?.state === 'example') return;
    this.#request++;
    this.#store.update({ view: 'network', playing: false, lesson: { kind: 'none' } });
    this.#save();
  }

  revealInEditor(): void {
    const { layer } = this.#store.state;
    if (layer !== null) this.#host.notify('revealLayer', { layer, focus: true });
  }

  applyFix(problem: number, fix: number): void {
    const { content } = this.#store.state;
    if (content?.state !== 'network') return;
    void this.#host.call('applyFix', { version: content.version, problem, fix }).catch(() => false);
  }

  select(selection: Partial<Selection>): void {
    this.#store.update({ selection: { ...this.#store.state.selection, ...selection } });
    this.#runAgain();
  }

  fill(values: Partial<ValueChoice>): void {
    this.#store.update({ values: { ...this.#store.state.values, ...values } });
    this.#runAgain();
  }

  /** Computes with a file's values instead of what a tensor is filled with; a picture is always of the input. */
  async takeFile(file: File): Promise<void> {
    const { lit, options } = this.#store.state;
    const given = await droppedFile(file, lit, lessonOf(this.#store.state));
    if (given) this.tell({ given: [...options.given, given] });
    else this.#store.update({ notice: words.lesson.notTaken(file.name) });
  }

  /** Tells the lesson in another manner: more samples, a true convolution. */
  tell(options: Partial<LayerOptions>): void {
    this.#store.update({ options: { ...this.#store.state.options, ...options }, notice: null });
    this.#runAgain();
  }

  /** Shows what an output cell reads of every tensor before it; null: back to the lesson. */
  showField(field: FieldCell | null): void {
    this.#store.update({ field });
    this.#save();
  }

  /** Begins to write a cell over, or leaves it as it is. */
  edit(editing: EditedCell | null): void {
    this.#store.update({ editing });
  }

  /** The field over a cell has lost the keyboard: unless it has gone on to another cell, it is done. */
  leave(editing: EditedCell): void {
    if (this.#store.state.editing === editing) this.edit(null);
  }

  /** Checks the gradient of a cell of the lesson by a finite difference. */
  check(name: string, tensor: 'X' | 'W', index: number): void {
    askForCheck(this.#host, this.#store, name, { tensor, index });
  }

  toggleChecks(checks = !this.#store.state.checks): void {
    this.#store.update({ checks, checked: null, notice: null });
  }

  /** What belongs to one layer alone. */
  #fresh(): Pick<AppState, 'selection' | 'fixes' | 'options' | 'editing' | 'field' | 'checked' | 'notice'> {
    const options = { ...this.#store.state.options, given: [], edits: [] };
    const none = { editing: null, field: null, checked: null, notice: null };
    return { selection: {}, fixes: new Map(), options, ...none };
  }

  /** Makes a classic mistake, or stops making it, and shows the line where it is made. */
  mistake(fault: Fault, made: boolean): void {
    const { options, playhead } = this.#store.state;
    const others = options.faults.filter((other) => other !== fault);
    // A mean over one sample is the sum.
    const samples = fault === 'mean' && made ? Math.max(2, options.samples) : options.samples;
    this.#store.update({ options: { ...options, samples, faults: made ? [...others, fault] : others } });
    this.#run((lesson) =>
      made ? mistakeIn(lesson, fault, playhead) : clampPlayhead(lesson, this.#store.state.playhead),
    );
  }

  async compare(): Promise<void> {
    const { content } = this.#store.state;
    if (content?.state !== 'network') return;
    const { version } = content;
    const comparison = await this.#host.call('chooseComparison', { version }).catch(() => null);
    if (comparison) this.network.compareWith(comparison);
  }

  async exportAs(kind: ExportKind): Promise<void> {
    const file = await exportFile(this.#store.state, kind, this.#size);
    if (file) await this.#host.call('saveFile', file).catch(() => false);
  }

  copyLink(): void {
    void this.#host.call('copyLink', panelPlace(this.#store.state)).catch(() => false);
  }

  light(lit: TensorName | null): void {
    if (lit !== this.#store.state.lit) this.#store.update({ lit });
  }

  toggleHelp(help = !this.#store.state.help): void {
    this.#store.update({ help });
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#size;
  }

  /** Size of the layer's picture, for what is read back from it. */
  resized(width: number, height: number): void {
    this.#size = { width, height };
  }

  #goTo(place: PanelPlace): void {
    const { content, layer, view } = this.#store.state;
    if (place.view === 'network') {
      this.showNetwork();
      return;
    }
    if (place.view === 'layer' && content?.state !== 'network') {
      this.#destination = place;
      return;
    }
    const enter = (lesson: Lesson) => playheadAt(lesson, place);
    const chosen = place.layer ?? layer;
    const same = view === place.view && (place.view === 'example' || chosen === layer);
    const lesson = same && !place.selection ? lessonOf(this.#store.state) : null;
    if (lesson) {
      this.#store.update({ field: place.field ?? null });
      this.player.moveTo(enter(lesson));
      return;
    }
    const fresh = { ...this.#fresh(), selection: place.selection ?? {}, field: place.field ?? null };
    this.#store.update({ view: place.view, layer: chosen, playing: false, ...fresh });
    askForFixes(this.#host, this.#store);
    this.#run(enter);
  }

  #showPinned(pinned: boolean): void {
    this.#store.update({ pinned });
    this.#save();
  }

  async #describe(): Promise<PanelDescription> {
    await this.#computed;
    return describePanel(this.#store.state, this.#size);
  }

  #showContent(content: PanelContent): void {
    this.#store.update({ content });
    this.network.refresh();
    void this.sizes.refresh();
    switch (content.state) {
      case 'example':
        if (this.#store.state.view !== 'example') this.#enterExample();
        return;
      case 'network':
        this.#showNetworkContent(content.selected);
        return;
      default:
        return;
    }
  }

  #changeNetwork({ since, version, change }: ShownChange): void {
    const { content } = this.#store.state;
    if (content?.state === 'network' && content.version === since)
      this.#showContent({ ...content, version, network: changedNetwork(content.network, change) });
    else this.#host.notify('ready', {});
  }

  #showNetworkContent(selected: string | null): void {
    const restored = this.#restored;
    const destination = this.#destination;
    this.#restored = this.#destination = null;
    const { layer, view } = this.#store.state;
    if (destination) this.#goTo(destination);
    else if (restored) this.#restore(restored);
    else if (view === 'network') this.#store.update({ layer: selected ?? layer });
    else if (view === 'layer') {
      if (layerOf(this.#store.state)) {
        this.#store.update({ fixes: new Map() });
        this.#runAgain();
        askForFixes(this.#host, this.#store);
      } else this.showNetwork();
    }
    this.#save();
  }

  #enterExample(): void {
    const kept = this.#restored;
    this.#restored = null;
    this.#store.update({ view: 'example', selection: {}, playing: false, fixes: new Map() });
    this.#run((lesson, pass) =>
      kept?.view === 'example'
        ? clampPlayhead(lesson, standing(kept.pass, kept.stage, kept.step))
        : openingStage(lesson, pass),
    );
  }

  #restore({ pass, stage, step, document: _, model: __, ...kept }: PanelState): void {
    this.#store.update(kept);
    this.network.refresh();
    const back = (lesson: Lesson): Playhead => clampPlayhead(lesson, standing(pass, stage, step));
    const { view } = kept;
    if (view === 'example' || (view === 'layer' && layerOf(this.#store.state)?.playable)) this.#run(back);
    else this.#store.update({ view: 'network' });
    askForFixes(this.#host, this.#store);
  }

  /** The cursor in the editor stands on a layer: the panel goes along. */
  #follow(layer: string | null): void {
    if (layer === null || layer === this.#store.state.layer) return;
    if (this.#store.state.view === 'layer') this.#choose(layer);
    else this.#store.update({ layer });
    this.#save();
  }

  #choose(id: string): void {
    const { layer, view } = this.#store.state;
    if (layer === id && view === 'layer') return;
    this.#store.update({ layer: id, view: 'layer', playing: false, ...this.#fresh() });
    askForFixes(this.#host, this.#store);
    this.#run(openingStage);
  }

  /** The same layer from other numbers: stays where the picture stands, or was on its way to. */
  #runAgain(): void {
    this.#run(this.#entering ?? ((lesson) => clampPlayhead(lesson, this.#store.state.playhead)));
  }

  #run(enter: Enter): void {
    const { content, view, selection, values, options } = this.#store.state;
    const layer = layerOf(this.#store.state);
    const request = ++this.#request;
    const { pass } = this.#store.state.playhead;
    this.#entering = null;
    if (view === 'layer' && !layer?.playable) {
      this.#store.update({ lesson: { kind: 'none' } });
      this.#save();
      return;
    }
    if (view === 'layer' && content?.state !== 'network') return;
    this.#entering = enter;
    this.#store.update({ lesson: { kind: 'loading', previous: lessonOf(this.#store.state) } });
    const answer =
      view === 'example'
        ? this.#host.call('runExample', { selection, values, options })
        : this.#host.call('runLayer', {
            version: content?.state === 'network' ? content.version : 0,
            layer: layer?.id ?? '',
            selection,
            values,
            options,
          });
    this.#computed = answer.then(
      (lesson) => {
        if (request !== this.#request) return;
        this.player.rewindClock();
        this.#entering = null;
        const playhead = enter(lesson, Math.min(pass, lesson.passes.length - 1));
        this.#store.update({ lesson: { kind: 'ready', lesson }, playhead });
        this.#save();
      },
      (error: unknown) => {
        const code = error instanceof RpcError ? error.code : 'failed';
        // A newer request or newer content is on its way.
        if (request !== this.#request || code === 'superseded' || code === 'cancelled' || code === 'outdated')
          return;
        this.#entering = null;
        this.#store.update({
          lesson: { kind: 'failed', message: error instanceof Error ? error.message : String(error) },
        });
      },
    );
  }

  /** Kept for a reload; what was restored stays until there is content to hold it against. */
  #save(): void {
    const kept = this.#restored ? null : keptState(this.#store.state);
    if (kept) this.#api.setState(kept);
  }
}
