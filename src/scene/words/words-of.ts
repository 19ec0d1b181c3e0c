import { inLanguage } from '../../util/in-language.ts';
import { chinese } from './chinese.ts';
import { english, type Words } from './english.ts';

/** The words for a language as VS Code names it (`zh-cn`); English where there are none. */
export const wordsOf = (language: string): Words => inLanguage(language, { english, chinese });
