import type { Lesson, Selection, TensorName } from '../../src/engine/trace/lesson.ts';
import type { Fault } from '../../src/engine/trace/options.ts';
import type { EditableTensor, GivenFile, LayerOptions, ValueChoice } from '../../src/protocol/panel.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import { droppedFile } from './dropped-file.ts';
import type { Lessons } from './lessons.ts';
import { prefersReducedMotion } from '../theme/reduced-motion.ts';
import { mistakeIn, samePlace, turningKernel } from './player.ts';
import { lessonOf, type Store } from './state.ts';
import { words } from './words.ts';

/** What a lesson is computed from, and how it is told: every choice computes it anew. */
export class LessonChoices {
  readonly #store: Store;
  readonly #lessons: Lessons;
  /** What was shown when the kernel was turned. */
  #before: { readonly lesson: Lesson; readonly playhead: Playhead } | null = null;

  constructor(store: Store, lessons: Lessons) {
    this.#store = store;
    this.#lessons = lessons;
  }

  /** Shows other channels, another sample or slice. */
  select(selection: Partial<Selection>): void {
    this.#store.update({ selection: { ...this.#store.state.selection, ...selection } });
    this.#lessons.runAgain();
  }

  /** Fills a tensor with another preset, also where a file was taken before. */
  fill(tensor: EditableTensor, preset: Partial<ValueChoice>): void {
    const { values, options } = this.#store.state;
    this.#store.update({ values: { ...values, ...preset } });
    this.tell({ given: without(tensor, options.given) });
  }

  /** Computes with a file's values instead of what a tensor is filled with; a picture is always of the input. */
  async takeFile(file: File, tensor: TensorName | null = this.#store.state.pointed.tensor): Promise<void> {
    const { options } = this.#store.state;
    // A picture that is broken, or none after all, is not taken either.
    const given = await droppedFile(file, tensor, lessonOf(this.#store.state)).catch(() => null);
    if (given) this.tell({ given: [...without(given.tensor, options.given), given] });
    else this.#store.update({ notice: words.lesson.notTaken(file.name) });
  }

  /** Tells the lesson in another manner: more samples, a true convolution. */
  tell(options: Partial<LayerOptions>): void {
    this.#store.update({ options: { ...this.#store.state.options, ...options }, notice: null });
    this.#lessons.runAgain();
  }

  /** Turns the kernel before one's eyes; turned back, the window stands where it stood before. */
  turnKernel(trueConvolution: boolean): void {
    const { state } = this.#store;
    const shown = lessonOf(state);
    const before = this.#before;
    this.#before = trueConvolution && shown ? { lesson: shown, playhead: state.playhead } : null;
    const stage = shown?.passes[state.playhead.pass]?.stages[state.playhead.stage]?.id;
    const wasTurning = stage === 'kernel' || stage === 'flip';
    this.#store.update({ options: { ...state.options, trueConvolution }, notice: null });
    this.#lessons.run((lesson, pass) => {
      const turning = trueConvolution ? turningKernel(lesson, pass, prefersReducedMotion()) : null;
      if (turning) return turning;
      return wasTurning && before
        ? samePlace(lesson, before.lesson, before.playhead)
        : this.#lessons.stay(lesson);
    });
  }

  /** Makes a classic mistake, or stops making it, and shows the line where it is made. */
  mistake(fault: Fault, made: boolean): void {
    const { options, playhead } = this.#store.state;
    const others = options.faults.filter((other) => other !== fault);
    // A mean over one sample is the sum.
    const samples = fault === 'mean' && made ? Math.max(2, options.samples) : options.samples;
    this.#store.update({ options: { ...options, samples, faults: made ? [...others, fault] : others } });
    this.#lessons.run((lesson) => (made ? mistakeIn(lesson, fault, playhead) : this.#lessons.stay(lesson)));
  }
}

const without = (tensor: EditableTensor, files: readonly GivenFile[]): readonly GivenFile[] =>
  files.filter((file) => file.tensor !== tensor);
