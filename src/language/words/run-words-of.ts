import { inLanguage } from '../../util/in-language.ts';
import { runChinese } from './run-chinese.ts';
import { runEnglish } from './run-english.ts';
import type { RunWords } from './run-words.ts';

/** The words of runs for a language as VS Code names it (`zh-cn`); English where there are none. */
export const runWordsOf = (language = 'en'): RunWords =>
  inLanguage(language, { english: runEnglish, chinese: runChinese });
