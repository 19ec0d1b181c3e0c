import { inLanguage } from '../../util/in-language.ts';
import { layersChinese } from './layers-chinese.ts';
import { layersEnglish, type LayerWords } from './layers-english.ts';

/** What is said of layers, in a language as VS Code names it (`zh-cn`); English where there are no words of its own. */
export const layerWordsOf = (language = 'en'): LayerWords =>
  inLanguage(language, { english: layersEnglish, chinese: layersChinese });
