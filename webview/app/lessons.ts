import type { Lesson } from '../../src/engine/trace/lesson.ts';
import type { FilledLesson, PanelHost, PanelWebview } from '../../src/protocol/panel.ts';
import type { Endpoint } from '../../src/protocol/rpc/endpoint.ts';
import { RpcError } from '../../src/protocol/rpc/error.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import type { Playback } from './playback.ts';
import { samePlace } from './player.ts';
import { layerOf, lessonOf, triedSizes, type Store } from './state.ts';
import { errorText } from './error-text.ts';

/** Where to stand in a lesson that has come; `pass` is the one that was shown before. */
export type Enter = (lesson: Lesson, pass: number) => Playhead;

interface LessonParts {
  readonly host: Endpoint<PanelWebview, PanelHost>;
  readonly player: Playback;
  /** Keeps the state for a reload. */
  readonly save: () => void;
}

/** Asks for the numbers of the layer, or of the example, that is shown. */
export class Lessons {
  readonly #store: Store;
  readonly #parts: LessonParts;
  /** Counts requests: only the answer to the last one is shown. */
  #request = 0;
  /** Where to stand in the lesson that is being computed; null: none is. */
  #entering: Enter | null = null;
  #computed: Promise<unknown> = Promise.resolve();

  constructor(store: Store, parts: LessonParts) {
    this.#store = store;
    this.#parts = parts;
  }

  /** Settles when the last request has been answered. */
  get computed(): Promise<unknown> {
    return this.#computed;
  }

  /** What is on its way is not shown any more. */
  leave(): void {
    this.#request++;
    this.#store.update({ lesson: { kind: 'none' } });
  }

  /** The same layer from other numbers: stays where the picture stands, or was on its way to. */
  runAgain(): void {
    this.run(this.#entering ?? ((lesson) => this.stay(lesson)));
  }

  /** Where the picture stands, in a lesson that takes the place of the one that is shown. */
  stay(lesson: Lesson): Playhead {
    const { state } = this.#store;
    return samePlace(lesson, lessonOf(state), state.playhead);
  }

  run(enter: Enter): void {
    const { content, view, selection, values, options, playhead } = this.#store.state;
    const layer = layerOf(this.#store.state);
    const request = ++this.#request;
    this.#entering = null;
    if (view === 'layer' && !layer?.playable) {
      this.#store.update({ lesson: { kind: 'none' } });
      this.#parts.save();
      return;
    }
    if (view === 'layer' && content?.state !== 'network') return;
    this.#entering = enter;
    this.#store.update({ lesson: { kind: 'loading', previous: lessonOf(this.#store.state) } });
    const { host } = this.#parts;
    const answer =
      view === 'example'
        ? host.call('runExample', { selection, values, options })
        : host.call('runLayer', {
            version: content?.state === 'network' ? content.version : 0,
            sizes: triedSizes(this.#store.state),
            layer: layer?.id ?? '',
            selection,
            values,
            options,
          });
    this.#computed = answer.then(
      (lesson) => request === this.#request && this.#show(lesson, enter, playhead.pass),
      (error: unknown) => request === this.#request && this.#showFailure(error),
    );
  }

  #show(lesson: FilledLesson, enter: Enter, pass: number): void {
    this.#parts.player.rewindClock();
    this.#entering = null;
    const playhead = enter(lesson, Math.min(pass, lesson.passes.length - 1));
    this.#store.update({ lesson: { kind: 'ready', lesson }, playhead });
    this.#parts.save();
  }

  #showFailure(error: unknown): void {
    const code = error instanceof RpcError ? error.code : 'failed';
    // A newer request or newer content is on its way.
    if (code === 'superseded' || code === 'cancelled' || code === 'outdated') return;
    this.#entering = null;
    this.#store.update({ lesson: { kind: 'failed', message: errorText(error) } });
  }
}
