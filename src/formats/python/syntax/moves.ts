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
  /** It is what an edit has left of a function's body, and not all of a statement. */
  readonly isRest?: boolean;
}

/** Where what stood in earlier versions of a text stands in the latest one. */
export class Moves {
  /** Statements that are as they were, and with them the rest of bodies that are not. */
  readonly #statements = new Map<Version, readonly Moved[]>();
  readonly #kept = new Map<Version, readonly Moved[]>();

  /** `kept`: what this version has of the one before, in order. What that one has of earlier ones is known to it. */
  follow(before: Version, kept: readonly Moved[]): void {
    const whole = kept.filter(({ isRest }) => isRest !== true);
    follow(this.#statements, before, before.moves.#statements, withoutGaps(whole));
    follow(this.#kept, before, before.moves.#kept, withoutGaps(kept));
  }

  /** A stretch of an earlier version stands here again. */
  restore(version: Version, stretch: Moved): void {
    for (const all of [this.#statements, this.#kept])
      all.set(version, [...(all.get(version) ?? []), stretch]);
  }

  /** Null where it is no longer there. */
  span<S extends Span>(version: Version, span: S): S | null {
    return version.moves === this ? span : moved(this.#kept.get(version), span);
  }

  /** The same, null also where its statement is no longer what it was. */
  ofStatement<S extends Span>(version: Version, span: S): S | null {
    return version.moves === this ? span : moved(this.#statements.get(version), span);
  }
}

function follow(
  all: Map<Version, readonly Moved[]>,
  before: Version,
  known: ReadonlyMap<Version, readonly Moved[]>,
  kept: readonly Moved[],
): void {
  for (const [version, earlier] of known) {
    const still = earlier.flatMap((each) => throughBoth(each, kept));
    if (still.length > 0) all.set(version, still);
  }
  all.set(before, kept);
}

function moved<S extends Span>(stretches: readonly Moved[] | undefined, span: S): S | null {
  if (span.file !== undefined) return span;
  const { start, end } = span;
  const kept = stretches?.find((each) => each.start <= start && end <= each.end);
  if (!kept) return null;
  return kept.delta === 0 ? span : { ...span, start: start + kept.delta, end: end + kept.delta };
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
