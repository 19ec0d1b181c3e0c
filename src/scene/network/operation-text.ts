/** What a layer is, in a few words, none of them said twice: `Conv2d 3×3, padding 1`, `concat`, `MaxPool2d 3`. */
export const operationText = (type: string, summary: string): string =>
  [type, withoutWordsOf(type.toLowerCase(), summary)].filter(Boolean).join(' ');

/** The summary without the words at its beginning that the type says: `max 3` of `max_pool` is `3`. */
function withoutWordsOf(type: string, summary: string): string {
  const [first = '', ...rest] = summary.split(' ');
  const word = first.replace(/,$/, '').toLowerCase();
  const isSaid = summary.toLowerCase() === type || (word.length > 2 && isWordOf(type, word));
  if (!isSaid) return summary;
  return summary.toLowerCase() === type ? '' : withoutWordsOf(type, rest.join(' '));
}

const isWordOf = (type: string, word: string): boolean =>
  type.includes(word) || (word === 'average' && type.includes('avg'));
