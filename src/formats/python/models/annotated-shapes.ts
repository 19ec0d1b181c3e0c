import type { Dim } from '../../../model/graph/shape.ts';
import type { Comment } from '../../comments/directive.ts';
import type { FunctionDefinition, Parameter } from '../syntax/ast.ts';

/** Names that stand for a batch. */
const batch = /^(n|b|bs|bsz|batch|batch_?size|nb|bn)$/i;
const sizes = /[([]\s*((?:[A-Za-z_]\w*|\d+|-1|\?)(?:\s*[,x×]\s*(?:[A-Za-z_]\w*|\d+|-1|\?))+)\s*,?\s*[)\]]/;

/**
 * The shape that an annotation or a comment gives a parameter of `forward`: `Float[Tensor, "b 3 32 32"]`,
 * `Annotated[Tensor, (1, 3, 32, 32)]`, `# x: [B, 3, 32, 32]` between the parameters and the first statement. Names
 * other than a batch's are unknown sizes. Null where neither says a size.
 */
export function writtenShape(
  text: string,
  forward: FunctionDefinition,
  parameter: Parameter,
  comments: readonly Comment[],
  isOnly: boolean,
): readonly Dim[] | null {
  const { annotation } = parameter;
  const annotated = annotation && fromAnnotation(text.slice(annotation.start, annotation.end));
  if (annotated) return annotated;
  const bodyStart = forward.body()[0]?.start ?? forward.end;
  for (const comment of comments) {
    if (comment.start < forward.start || comment.start > bodyStart) continue;
    const after = comment.text.startsWith(parameter.name) ? comment.text.slice(parameter.name.length) : '';
    const named = /^(\.shape)?\s*(:|=|is\b|\s(?=[([]))\s*/.exec(after);
    const sameLine =
      comment.start > parameter.start && !text.slice(parameter.end, comment.start).includes('\n');
    if (!named && !isOnly && !sameLine) continue;
    const rest = named ? after.slice(named[0].length) : comment.text;
    if (!named && !/^[([]|shape/i.test(rest)) continue;
    const found = fromList(rest);
    if (found) return found;
  }
  return null;
}

function fromAnnotation(text: string): readonly Dim[] | null {
  const quoted = /^[\w.]+\[\s*[\w.]+\s*,\s*["']([^"']*)["']\s*\]/.exec(text)?.[1];
  if (quoted !== undefined) {
    const words = quoted.trim().split(/[\s,]+/);
    return words.some((word) => /^[*.]/.test(word))
      ? null
      : useful(words.map((word) => word.replace(/^.*=/, '')));
  }
  if (!/\bAnnotated\b/.test(text)) return null;
  const metadata = text.slice(text.indexOf(',') + 1);
  // `Annotated[Tensor, "b", 3, 32, 32]` has its sizes side by side.
  return fromList(metadata) ?? fromList(`[${metadata.replace(/["']/g, '')}`);
}

function fromList(text: string): readonly Dim[] | null {
  const list = sizes.exec(text)?.[1];
  return list === undefined ? null : useful(list.split(/\s*[,x×]\s*/));
}

/** Null where no size but the batch is known. */
function useful(words: readonly string[]): readonly Dim[] | null {
  const dims = words.map((word, place): Dim => {
    if (/^\d+$/.test(word)) return Number(word);
    return place === 0 && (batch.test(word) || word === '-1') ? 1 : null;
  });
  return dims.length > 1 && dims.slice(1).some((dim) => dim !== null) ? dims : null;
}
