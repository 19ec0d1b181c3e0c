import type { Span } from '../../util/span.ts';

/** A value as written: a number, a word, or a string with its escapes read. */
export interface ProtoScalar {
  readonly kind: 'scalar';
  readonly value: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export interface ProtoMessage {
  readonly kind: 'message';
  readonly fields: readonly ProtoField[];
  /** From its opening to its closing brace, or to the end of the text where that is missing. */
  readonly span: Span;
}

/** One `name: value` or `name { … }`; a list `name: [1, 2]` is as many fields. */
export interface ProtoField {
  readonly name: string;
  readonly nameSpan: Span;
  readonly span: Span;
  readonly value: ProtoScalar | ProtoMessage;
}
