import type { FieldInsertion } from '../../model/graph/graph.ts';
import type { MappingTree, ScalarTree } from '../tree/tree.ts';

/** Writes the insertion of a field that a layer leaves out. */
export type Inserter = (field: string) => FieldInsertion;

/**
 * How fields are added to a layer, in the style in which its fields are written; null where there is no simple
 * place for them.
 */
export function inserterFor(text: string, container: MappingTree | ScalarTree | null): Inserter | null {
  if (container === null) return null;
  if (container.kind === 'scalar') {
    const opening = container.start === container.end ? ' {' : ': {';
    return (field) => ({ offset: container.end, template: `${opening}${field}: {}}` });
  }
  const last = container.entries.at(-1);
  const quote = container.syntax === 'json' ? '"' : '';
  if (container.syntax === 'block') {
    if (last === undefined) return null;
    const offset = endOfLine(text, last.value.end);
    const indentation = ' '.repeat(container.start - startOfLine(text, container.start));
    return (field) => ({ offset, template: `\n${indentation}${field}: {}` });
  }
  const offset = last === undefined ? container.start + 1 : last.value.end;
  const separator = last === undefined ? '' : ', ';
  return (field) => ({ offset, template: `${separator}${quote}${field}${quote}: {}` });
}

function endOfLine(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineBreak(text[end])) end++;
  return end;
}

function startOfLine(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineBreak(text[start - 1])) start--;
  return start;
}

function isLineBreak(character: string | undefined): boolean {
  return character === '\n' || character === '\r';
}
