import type { Comment } from './directive.ts';

/** What begins a comment in a format. */
export type CommentSign = '#' | ';' | '//';

/**
 * The comments of a config that are for ConvLens: at the beginning of a line, or behind what has no quotation marks, so
 * that none is found inside of a string. They are looked for without the format's own parser, in which most comments
 * leave no trace.
 */
export function convlensComments(text: string, signs: readonly CommentSign[]): readonly Comment[] {
  if (signs.length === 0 || !/convlens\s*:/i.test(text)) return [];
  const comment = new RegExp(
    `^(?:[^"'\\n]*[ \\t])??(${signs.join('|')})[ \\t]*(convlens[ \\t]*:[^\\n]*)`,
    'gimd',
  );
  return [...text.matchAll(comment)].map(({ 2: said = '', indices, index }) => {
    const start = indices?.[1]?.[0] ?? index;
    const from = indices?.[2]?.[0] ?? start;
    return { start, end: from + said.trimEnd().length, text: said.trim() };
  });
}
