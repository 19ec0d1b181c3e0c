import type { Span } from '../util/span.ts';
import type { Text } from './text/text.ts';

/** An explanation that is of one model alone. */
export type ModelExplanation = Omit<Explanation, 'graph'>;

/** Why a size of a layer is not known: which construct of the text, and where. */
export interface Explanation {
  /** Places in `graphs` and in that graph's nodes. */
  readonly graph: number;
  readonly node: number;
  readonly reason: Text;
  readonly span: Span | null;
  /** The construct's text and its line, counted from 1. */
  readonly construct?: string;
  readonly line?: number;
}

/** A model that the text defines and that was not followed, at the name that defines it. */
export interface LeftOut {
  readonly name: string;
  readonly span: Span;
  /** Counted from 1. */
  readonly line: number;
  readonly reason: Text;
}
