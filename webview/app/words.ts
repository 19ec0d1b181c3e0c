import type { Words } from '../../src/scene/words/english.ts';
import { wordsOf } from '../../src/scene/words/words-of.ts';

/** The words of the user's language; VS Code names it on the page. */
export const words: Words = wordsOf(document.documentElement.lang);
