import type { Analysis } from '../../src/formats/analyze.ts';
import { mutateBytes } from './byte-mutations.ts';
import type { Change, FuzzedFormat, Source } from './fuzzed-format.ts';
import { minimize } from './minimize.ts';
import { Random } from './random.ts';
import { mutateText } from './text-mutations.ts';
import { changeBetween, failureOf, type Failure } from './try-change.ts';

export interface Found extends Failure {
  readonly format: string;
  readonly seed: number;
  readonly path: string;
  /** The smallest text that still fails; null for binary formats. */
  readonly text: string | null;
  /** Only after the documents before it, which the format remembers. */
  readonly needsHistory: boolean;
}

const minimizing = 15_000;

/** Runs of one format, each wholly determined by its seed. */
export class Campaign {
  readonly #format: FuzzedFormat;
  readonly #sources: readonly Source[];
  readonly #formats;
  readonly #known = new WeakMap<Source, Analysis>();

  constructor(format: FuzzedFormat) {
    this.#format = format;
    this.#sources = format.sources();
    this.#formats = format.create();
  }

  run(seed: number): Found | null {
    const random = new Random(seed);
    const change = this.#change(random);
    const fix = random.chance(0.05) ? random.below(1000) : null;
    const failure = failureOf(this.#format, change, this.#formats, fix, this.#known);
    if (failure === null) return null;
    const fresh = (tried: Change) => failureOf(this.#format, tried, this.#format.create(), fix);
    const needsHistory = fresh(change)?.kind !== failure.kind;
    const { after } = needsHistory
      ? change
      : minimize(change, (tried) => fresh(tried)?.kind === failure.kind, minimizing);
    return {
      ...failure,
      format: this.#format.name,
      seed,
      path: change.before.path,
      text: after.kind === 'text' ? after.text : null,
      needsHistory,
    };
  }

  #change(random: Random): Change {
    const source = this.#sourceOf(random);
    if (source.kind === 'bytes') {
      return changeBetween(source, { ...source, bytes: mutateBytes(source.bytes, random) });
    }
    const other = this.#sourceOf(random);
    const text = mutateText(source.text, {
      random,
      words: this.#format.words,
      other: other.kind === 'text' ? other.text : '',
    });
    return changeBetween(source, { ...source, text });
  }

  #sourceOf(random: Random): Source {
    const source = this.#sources[random.below(this.#sources.length)];
    if (source === undefined) throw new Error(`There are no files of ${this.#format.name}.`);
    return source;
  }
}
