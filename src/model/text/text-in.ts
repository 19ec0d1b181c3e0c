import { inLanguage } from '../../util/in-language.ts';
import { chineseSentences } from './chinese-sentences.ts';
import type { Sentence, Translation } from './sentence.ts';
import type { Text } from './text.ts';

/** The sentences for a language as VS Code names it (`zh-cn`); null where they are said in English. */
export const translationFor = (language = 'en'): Translation =>
  inLanguage<Translation>(language, { english: null, chinese: chineseSentences });

/** Whether a library's own sentence is one that is said in every language. */
export const isSentence = (text: string): text is Sentence => Object.hasOwn(chineseSentences, text);

/** Whether two say the same. */
export const sameText = (a: Text, b: Text): boolean =>
  a === b || (typeof a !== 'string' && typeof b !== 'string' && textIn(null, a) === textIn(null, b));

/** A text in words. */
export function textIn(translation: Translation, text: Text): string {
  if (typeof text === 'string') return translation?.[text] ?? text;
  const { sentence, values } = text;
  const worded = translation?.[sentence] ?? sentence;
  return worded.replace(/\{(\d)\}/g, (_, place: string) => {
    const value = values[Number(place)] ?? '';
    return typeof value === 'object' ? textIn(translation, value) : value.toString();
  });
}
