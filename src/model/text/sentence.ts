import type { chineseSentences } from './chinese-sentences.ts';

/** A sentence as it is said in English. */
export type Sentence = keyof typeof chineseSentences;

/** The sentences of another language; null: English. */
export type Translation = Readonly<Record<Sentence, string>> | null;
