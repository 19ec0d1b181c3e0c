import type { GroupMark, Mark, Scene } from '../draw-list.ts';

/** Names a number with the patch that it stands on. */
export const patchedNumber = 'number';

/** The texts of a plane's cells in C order, read back from the picture; empty where a cell shows none. */
export function cellTexts(scene: Scene, plane: number): string[] {
  const id = `plane-${plane}`;
  const group = scene.marks.find((mark): mark is GroupMark => mark.kind === 'group' && mark.id === id);
  return group ? group.children.flatMap(textOfCell).reduce<string[]>(joined, []) : [];
}

type Part = { readonly starts: true } | { readonly starts: false; readonly text: string };

/** A cell is a box, and its number if that can be read; a pale or moving cell is a group of these. */
function textOfCell(mark: Mark): Part[] {
  if (mark.kind === 'rect') return [{ starts: true }];
  if (mark.kind === 'text') return [{ starts: false, text: mark.text }];
  if (mark.kind !== 'group') return [];
  const parts = mark.children.flatMap(textOfCell);
  return mark.id === patchedNumber ? parts.filter(({ starts }) => !starts) : parts;
}

function joined(texts: string[], part: Part): string[] {
  if (part.starts) texts.push('');
  else if (texts.length > 0) texts[texts.length - 1] = part.text;
  return texts;
}
