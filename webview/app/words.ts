import { english, type Words } from '../../src/scene/words/english.ts';

/** The words of the user's language; VS Code names it on the page. */
export const words: Words = english;
