/** A text that a JSON parser can take, with all offsets kept. */
export interface PreparedJson {
  readonly text: string;
  /** Where nesting passed the limit and the text was cut; null where it did not. */
  readonly tooDeepAt: number | null;
}

const token = /"(?:[^"\\\r\n]|\\.)*"?|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|[[\]{}]|-?\bInfinity\b|\bNaN\b/g;

/**
 * Cuts the text where it is nested more than `maximumDepth` levels deep, since the parser calls itself for each
 * level, and writes the numbers that Python's json module adds to JSON (NaN, Infinity) as JSON numbers of the
 * same length. NaN becomes 0: no size is right that was NaN.
 */
export function prepareJson(text: string, maximumDepth: number): PreparedJson {
  const parts: string[] = [];
  let copied = 0;
  let depth = 0;
  for (const { 0: match, index } of text.matchAll(token)) {
    if (match === '[' || match === '{') {
      depth++;
      if (depth > maximumDepth) {
        return { text: parts.join('') + text.slice(copied, index), tooDeepAt: index };
      }
    } else if (match === ']' || match === '}') {
      depth = Math.max(0, depth - 1);
    } else if (match === 'NaN' || match.endsWith('Infinity')) {
      const number = match === 'NaN' ? '0.0' : match.replace('Infinity', '1e999999');
      parts.push(text.slice(copied, index), number);
      copied = index + match.length;
    }
  }
  return { text: parts.join('') + text.slice(copied), tooDeepAt: null };
}
