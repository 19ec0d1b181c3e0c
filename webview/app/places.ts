import type { Lesson } from '../../src/engine/trace/lesson.ts';
import type { PanelHost, PanelPlace, PanelWebview } from '../../src/protocol/panel.ts';
import type { PanelState } from '../../src/protocol/panel-state.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { usualOptions } from '../../src/protocol/usual-choices.ts';
import { standing, type Playhead } from '../../src/scene/layer/playhead.ts';
import { sameData } from '../../src/util/same-data.ts';
import { askForFixes } from './ask-for-fixes.ts';
import type { BringBack } from './bring-back.ts';
import type { Lessons } from './lessons.ts';
import type { NetworkGraph } from './network-graph.ts';
import type { Playback } from './playback.ts';
import type { SizeTrial } from './size-trial.ts';
import { clampPlayhead, openingStage, playheadAt } from './player.ts';
import { networkOf, triedSizes, type AppState, type Store } from './state.ts';

interface PlaceParts {
  readonly host: Endpoint<PanelWebview, PanelHost>;
  readonly lessons: Lessons;
  readonly player: Playback;
  readonly network: NetworkGraph;
  readonly sizes: SizeTrial;
  readonly back: BringBack;
  /** Keeps the state for a reload. */
  readonly save: () => void;
}

/** Where the panel is: in the network, in a layer of it, or in the example. */
export class Places {
  readonly #store: Store;
  readonly #parts: PlaceParts;
  /** State of before a reload, until the first content has come. */
  #restored: PanelState | null;
  /** Where to go as soon as there is a network to go to. */
  #destination: PanelPlace | null = null;

  constructor(store: Store, restored: PanelState | null, parts: PlaceParts) {
    this.#store = store;
    this.#restored = restored;
    this.#parts = parts;
  }

  /** What was kept before a reload has not been gone back to yet. */
  get isRestoring(): boolean {
    return this.#restored !== null;
  }

  /** Opens a layer from the picture, and shows its line in the editor. */
  openLayer(id: string): void {
    this.#choose(id);
    this.#parts.host.notify('revealLayer', { layer: id, focus: false });
  }

  openExample(): void {
    this.#restored = this.#destination = null;
    this.#enterExample();
  }

  /** Back to the network, where there is one. */
  showNetwork(): void {
    if (this.#store.state.content?.state === 'example') return;
    this.#parts.lessons.leave();
    // Files that were dropped in are of the layer that is left: they need not be kept any longer.
    const options = { ...this.#store.state.options, given: usualOptions.given };
    this.#store.update({ view: 'network', playing: false, options });
    this.#parts.save();
  }

  /** The cursor in the editor stands on a layer: the panel goes along. */
  follow(layer: string | null): void {
    if (layer === null || layer === this.#store.state.layer) return;
    if (this.#store.state.view === 'layer') this.#choose(layer);
    else this.#store.update({ layer });
    this.#parts.save();
  }

  /** Goes where a link, or a test, leads: to its sizes first, at which its steps are counted. */
  async goTo({ sizes, ...place }: PanelPlace): Promise<void> {
    const isHere = this.#store.state.content?.state === 'network';
    if (!isHere && (place.view === 'layer' || (sizes ?? []).length > 0)) {
      this.#destination = { ...place, ...(sizes && { sizes }) };
      return;
    }
    const isResized = isHere && sizes !== undefined && !sameData(sizes, triedSizes(this.#store.state));
    if (isResized) await this.#parts.sizes.show(sizes);
    this.#enter(place, isResized);
  }

  #enter(place: PanelPlace, isResized: boolean): void {
    const { layer, view } = this.#store.state;
    if (place.view === 'network') {
      if (place.form) this.#store.update({ shownAs: place.form });
      this.showNetwork();
      return;
    }
    const enter = (lesson: Lesson) => playheadAt(lesson, place);
    const chosen = place.layer ?? layer;
    const same = view === place.view && (place.view === 'example' || chosen === layer);
    if (same && !isResized && !place.selection && this.#hasChoices(place)) {
      const { lesson } = this.#store.state;
      if (lesson.kind === 'ready' || lesson.kind === 'loading')
        this.#store.update({ field: place.field ?? null });
      if (lesson.kind === 'ready') {
        this.#parts.player.moveTo(enter(lesson.lesson));
        return;
      }
      if (lesson.kind === 'loading') {
        this.#parts.lessons.run(enter);
        return;
      }
    }
    const { values } = this.#store.state;
    const fresh = this.#fresh();
    this.#store.update({
      view: place.view,
      layer: chosen,
      playing: false,
      ...fresh,
      selection: place.selection ?? {},
      field: place.field ?? null,
      values: place.values ?? values,
      options: { ...fresh.options, ...place.options },
    });
    this.#askForFixes();
    this.#parts.lessons.run(enter);
  }

  /** Whether the lesson that is shown has what the place says of it. */
  #hasChoices({ values, options }: PanelPlace): boolean {
    const shown = this.#store.state;
    const { given, ...told } = shown.options;
    const isTold = !options || (given.length === 0 && sameData(options, told));
    return isTold && (!values || sameData(values, shown.values));
  }

  /** Other content has come: stays where the panel is, as far as that is still there. */
  contentShown(): void {
    const { content, view } = this.#store.state;
    if (content?.state === 'example') {
      if (view !== 'example') this.#enterExample();
    } else if (content?.state === 'network') {
      this.#stayIn(content.selected);
      this.#parts.save();
    }
  }

  #stayIn(selected: string | null): void {
    const restored = this.#restored;
    const destination = this.#destination;
    this.#restored = this.#destination = null;
    const { layer, view } = this.#store.state;
    if (destination) void this.goTo(destination);
    else if (restored) void this.#restore(restored);
    else if (view === 'network') this.#store.update({ layer: selected ?? layer });
    else if (view === 'layer') {
      if (this.#isThere(layer)) this.runAgain();
      else this.showNetwork();
    }
  }

  /** The layer that is shown has other sizes or values by now: stays where the picture stands. */
  runAgain(): void {
    if (this.#store.state.view !== 'layer') return;
    this.#store.update({ fixes: new Map() });
    this.#parts.lessons.runAgain();
    this.#askForFixes();
  }

  async #restore(restored: PanelState): Promise<void> {
    const { pinned, layer, unfolded, shownAs, order, field, selection, values, speed, checks } = restored;
    const { pass, stage, step, tried, runChoices } = restored;
    const { given } = this.#store.state.options;
    const view = restored.view === 'layer' && !this.#isThere(layer) ? 'network' : restored.view;
    const kept = {
      pinned,
      layer,
      unfolded,
      shownAs,
      order,
      field,
      selection,
      values,
      speed,
      checks,
      runChoices,
    };
    this.#store.update({ ...kept, view, options: { ...restored.options, given } });
    this.#parts.network.refresh();
    if (view !== 'network') this.#store.update({ lesson: { kind: 'loading', previous: null } });
    // The layer's numbers are those at the sizes that were tried.
    await this.#parts.sizes.show(tried);
    this.#parts.back.network(restored);
    if (view !== 'network') await this.#parts.back.files(restored);
    const now = this.#store.state;
    // Meanwhile one may have gone elsewhere.
    if (now.view !== view || now.layer !== layer) return;
    const back = (lesson: Lesson): Playhead => clampPlayhead(lesson, standing(pass, stage, step));
    if (view !== 'network') this.#parts.lessons.run(back);
    this.#askForFixes();
  }

  #isThere(layer: string | null): boolean {
    return networkOf(this.#store.state)?.layers.some(({ id }) => id === layer) ?? false;
  }

  #enterExample(): void {
    const kept = this.#restored;
    this.#restored = null;
    if (kept?.view === 'example') {
      void this.#restore(kept);
      return;
    }
    this.#store.update({ view: 'example', selection: {}, playing: false, fixes: new Map() });
    this.#parts.lessons.run(openingStage);
  }

  #choose(id: string): void {
    const { layer, view } = this.#store.state;
    if (layer === id && view === 'layer') return;
    this.#store.update({ layer: id, view: 'layer', playing: false, ...this.#fresh() });
    this.#askForFixes();
    this.#parts.lessons.run(openingStage);
  }

  /** What belongs to one layer alone. */
  #fresh(): Pick<
    AppState,
    'selection' | 'fixes' | 'fixRefused' | 'options' | 'editing' | 'field' | 'checked' | 'notice'
  > {
    const { given, edits } = usualOptions;
    const options = { ...this.#store.state.options, given, edits };
    const none = { editing: null, field: null, checked: null, notice: null };
    return { selection: {}, fixes: new Map(), fixRefused: false, options, ...none };
  }

  #askForFixes(): void {
    askForFixes(this.#parts.host, this.#store);
  }
}
