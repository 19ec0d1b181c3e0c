import type { Sentence } from './sentence.ts';

/**
 * What a user is told, before it is worded in a language: an English sentence of which there is one in every language
 * (`chinese-sentences.ts`; one that is missing is a type error), and the values that stand in its places `{0}`, `{1}`, …
 */
export type Text = Sentence | Filled;

/** A sentence with its values. Names and numbers are said as they are. */
export interface Filled {
  readonly sentence: Sentence;
  readonly values: readonly TextValue[];
}

export type TextValue = string | number | Filled;

/** As many values as the sentence has places. */
type ValuesOf<S extends string> = S extends `${string}{5}${string}`
  ? readonly [TextValue, TextValue, TextValue, TextValue, TextValue, TextValue]
  : S extends `${string}{4}${string}`
    ? readonly [TextValue, TextValue, TextValue, TextValue, TextValue]
    : S extends `${string}{3}${string}`
      ? readonly [TextValue, TextValue, TextValue, TextValue]
      : S extends `${string}{2}${string}`
        ? readonly [TextValue, TextValue, TextValue]
        : S extends `${string}{1}${string}`
          ? readonly [TextValue, TextValue]
          : S extends `${string}{0}${string}`
            ? readonly [TextValue]
            : readonly [];

/** A sentence with the values for its places. */
export const said = <S extends Sentence>(sentence: S, ...values: ValuesOf<S>): Filled => ({
  sentence,
  values,
});

/** A text that can stand among the values of another one. */
export const filled = (text: Text): Filled =>
  typeof text === 'string' ? { sentence: text, values: [] } : text;

/** What comes from somewhere else and is shown as it is: a message of Python's, a word of the file. */
export const asWritten = (text: string): Filled => said('{0}', text);
