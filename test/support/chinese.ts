/** Western punctuation that touches a Chinese word: sentences in Chinese have their own. What is code is not theirs. */
const western =
  /\p{Script=Han}[”》）]?[,;:!?](?![\w/])|\p{Script=Han}[”》）]?\.(?= |$)|[,;:!?.] \p{Script=Han}/gu;

/** Where a Chinese text has punctuation of another language, with what stands around it. */
export function westernPunctuation(text: string): readonly string[] {
  const sentences = text.replace(/`[^`]*`/g, '`…`');
  return [...sentences.matchAll(western)].map(({ index }) =>
    sentences.slice(Math.max(0, index - 10), index + 10),
  );
}
