import { inLanguage } from '../../../util/in-language.ts';
import { chineseProblems } from './chinese-problems.ts';
import { englishProblems, type ProblemWords } from './english-problems.ts';

/** The sentences for a language as VS Code names it (`zh-cn`); English where there are none. */
export const problemWords = (language = 'en'): ProblemWords =>
  inLanguage(language, { english: englishProblems, chinese: chineseProblems });
