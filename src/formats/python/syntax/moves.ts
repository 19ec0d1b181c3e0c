import type { Span } from '../../../util/span.ts';

/** One version of a file. */
interface Version {
  readonly moves: Moves;
}

/** A stretch of an older text that stands, as it was, `delta` further on in a later one. */
export interface Moved {
  readonly start: number;
  readonly end: number;
  readonly delta: number;
}

/** Where what stood in earlier versions of a text stands in the latest one. */
export class Moves {
  readonly #kept = new Map<Version, readonly Moved[]>();

  /** `kept`: what this version has of the one before, in order. What that one has of earlier ones is known to it. */
  follow(before: Version, kept: readonly Moved[]): void {
    const joined = withoutGaps(kept);
    for (const [version, earlier] of before.moves.#kept) {
      const still = earlier.flatMap((each) => throughBoth(each, joined));
      if (still.length > 0) this.#kept.set(version, still);
    }
    this.#kept.set(before, joined);
  }

  /** A stretch of an earlier version stands here again. */
  restore(version: Version, stretch: Moved): void {
    this.#kept.set(version, [...(this.#kept.get(version) ?? []), stretch]);
  }

  /** Null where it is no longer there. */
  span<S extends Span>(version: Version, span: S): S | null {
    if (version.moves === this || span.file !== undefined) return span;
    const { start, end } = span;
    const kept = this.#kept.get(version)?.find((each) => each.start <= start && end <= each.end);
    if (!kept) return null;
    return kept.delta === 0 ? span : { ...span, start: start + kept.delta, end: end + kept.delta };
  }
}

/** What has moved alike is one stretch, with what stands between. */
function withoutGaps(stretches: readonly Moved[]): readonly Moved[] {
  const joined: Moved[] = [];
  for (const stretch of stretches) {
    const last = joined.at(-1);
    if (last?.delta === stretch.delta) joined[joined.length - 1] = { ...last, end: stretch.end };
    else joined.push(stretch);
  }
  return joined;
}

/** What is left of a stretch that has moved once when it moves once more. */
function throughBoth({ start, end, delta }: Moved, again: readonly Moved[]): readonly Moved[] {
  return again.flatMap((each) => {
    const first = Math.max(start, each.start - delta);
    const last = Math.min(end, each.end - delta);
    return first < last ? [{ start: first, end: last, delta: delta + each.delta }] : [];
  });
}
