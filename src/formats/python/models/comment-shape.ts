/** A shape that a comment consists of. */
export interface CommentShape {
  readonly words: readonly string[];
  /** What stands between the words: one fewer. */
  readonly separators: readonly string[];
  /** Where the words stand in the comment's text. */
  readonly start: number;
  readonly end: number;
  /** Whose shape it is, where the comment says so: `x: [B, 64]`. */
  readonly of: string | null;
  /** `[64, 56, 56]`, `B x 64 x 56 x 56`, `64x56x56`: the last may be something else, such as a kernel's size. */
  readonly form: 'bracketed' | 'batch-first' | 'numbers';
  /** A name or an arrow says that it is what comes out. */
  readonly isSaid: boolean;
}

/** Longer ones are sentences. */
const longest = 120;

const label =
  /^(?:(?:the\s+)?((?:out(?:put)?\s+)?[A-Za-z_][\w.]*?)(?:\.shape|\.size\(\)|\s+shape|\s+size)?\s*[:=](?![=>])|(?:out(?:put)?\s+)?shape(?=\s))\s*/i;
const names = /^[([]\s*[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)+\s*[)\]]\s*[:=]\s*(?=[([])/;
const arrow = /\s*(?:->|=>|→)\s*/g;
const brackets = /^(?:torch\.Size\()?[([]\s*([^()[\]]+?)\s*,?\s*[)\]]\)?$/;
const batch = '(?:N|B|BS|bsz|batch|batch_?size)';
const separator = new RegExp(`\\s*[,×]\\s*|\\s+x\\s+|(?<=\\d|^${batch})x(?=\\d)`, 'gi');
const word = /^(?:[A-Za-z_]\w*|\d+|-1|\?|\*)$/;
const batchName = new RegExp(`^${batch}$`, 'i');

/**
 * The shape that a comment is, and nothing else: `[B, 64, 56, 56]`, `-> (N, 64, 56, 56)`, `x: [B, 64]`,
 * `B x 64 x 7 x 7`, `64x56x56`, `shape: (8, 64)`, `(B, C, H, W) = (8, 64, 7, 7)`, `3x32x32 -> 64x32x32`. Null where it is
 * something else, or has no number that could be compared.
 */
export function commentShape(comment: string): CommentShape | null {
  if (comment.length > longest || !/\d/.test(comment)) return null;
  const text = comment.replace(/\s*\.$/, '');
  const labelled = label.exec(text);
  let start = labelled?.[0].length ?? 0;
  const arrows = [...text.slice(start).matchAll(arrow)];
  const last = arrows.at(-1);
  if (last) {
    const before = text.slice(start, start + last.index).split(arrow);
    if (!before.every((each, place) => (place === 0 && each === '') || listOf(each) !== null)) return null;
    start += last.index + last[0].length;
  }
  start += names.exec(text.slice(start))?.[0].length ?? 0;
  const list = listOf(text.slice(start));
  if (!list) return null;
  const { inner, offset, ...found } = list;
  const begin = start + offset;
  const isSaid = labelled !== null || last !== undefined;
  const of = labelled?.[1]?.replace(/\s+/g, ' ') ?? null;
  return { ...found, start: begin, end: begin + inner.length, of, isSaid };
}

interface List extends Pick<CommentShape, 'words' | 'separators' | 'form'> {
  readonly inner: string;
  readonly offset: number;
}

function listOf(text: string): List | null {
  const inside = brackets.exec(text)?.[1];
  const inner = inside ?? text;
  const words = inner.split(separator);
  const separators = inner.match(separator) ?? [];
  if (words.length < 2 || !words.every((each) => word.test(each))) return null;
  const found = { inner, offset: text.indexOf(inner), words, separators };
  if (inside !== undefined) return { ...found, form: 'bracketed' };
  // Without brackets only what nobody writes for something else.
  if (words.length < 3) return null;
  const [first = '', ...rest] = words;
  if (batchName.test(first) && rest.every((each) => /^(?:\d+|\?|[A-Z]\w*)$/.test(each)))
    return { ...found, form: 'batch-first' };
  const isList = words.every((each) => /^\d+$/.test(each)) && !separators.some((each) => each.includes(','));
  return isList ? { ...found, form: 'numbers' } : null;
}
