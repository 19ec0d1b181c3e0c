import type { PaddingSides, Value } from '../../model/graph/operation.ts';
import { keyText, type MappingTree, type SequenceTree, type Tree } from '../tree/tree.ts';
import type { ProblemList } from '../problem-list.ts';
import { wholeNumber } from './values.ts';
import { said, type Filled } from '../../model/text/text.ts';

/** Names of the sides before and after, per axis from the last one: width, height, depth. */
const sideNames = [
  ['left', 'right'],
  ['top', 'bottom'],
  ['front', 'back'],
] as const;

/**
 * Padding of `axes` axes: one number, one number or [before, after] pair for each axis, or a mapping of sides
 * (`top`, `bottom`, `left`, `right`, `front`, `back`, or `before` and `after` for all axes).
 */
export function paddingSides(
  tree: Tree,
  name: string,
  axes: number,
  problems: ProblemList,
): readonly PaddingSides[] {
  if (tree.kind === 'mapping') return namedSides(tree, name, axes, problems);
  if (tree.kind === 'sequence') return listedSides(tree, name, axes, problems);
  return repeated(bothSides(wholeNumber(tree, name, 0, problems)), axes);
}

function listedSides(
  tree: SequenceTree,
  name: string,
  axes: number,
  problems: ProblemList,
): readonly PaddingSides[] {
  if (tree.items.length === axes) return tree.items.map((item) => sidesOfAxis(item, name, problems));
  const written = tree.items.length;
  const counts = said('`{0}` has {1} values, but the layer has {2}.', name, written, spatialAxes(axes));
  const message =
    axes === 2 && written === 4
      ? said('{0} For the four sides write [[top, bottom], [left, right]].', counts)
      : counts;
  problems.report('invalid-value', tree, message);
  return unknownSides(axes);
}

function sidesOfAxis(tree: Tree, name: string, problems: ProblemList): PaddingSides {
  if (tree.kind !== 'sequence') return bothSides(wholeNumber(tree, name, 0, problems));
  const [before, after, ...more] = tree.items.map((item) => wholeNumber(item, name, 0, problems));
  if (before !== undefined && after !== undefined && more.length === 0) return { before, after };
  const message = said('The sides of one axis are two numbers, [before, after], not {0}.', tree.items.length);
  problems.report('invalid-value', tree, message);
  return bothSides(null);
}

function namedSides(
  tree: MappingTree,
  name: string,
  axes: number,
  problems: ProblemList,
): readonly PaddingSides[] {
  const values = new Map<string, Value>();
  const known = ['before', 'after', ...sideNames.slice(0, axes).flat()];
  for (const entry of tree.entries) {
    const side = keyText(entry);
    if (known.includes(side)) {
      values.set(side, wholeNumber(entry.value, `${name}.${side}`, 0, problems));
    } else {
      const message = said('`{0}` has no side `{1}` here; it has {2}.', name, side, known.join(', '));
      problems.report('unknown-field', entry.key, message);
    }
  }
  const side = (own: string, common: string): Value => {
    const value = values.has(own) ? values.get(own) : values.get(common);
    return value === undefined ? 0 : value;
  };
  return sideNames
    .slice(0, axes)
    .map(([before, after]) => ({ before: side(before, 'before'), after: side(after, 'after') }))
    .reverse();
}

function bothSides(value: Value): PaddingSides {
  return { before: value, after: value };
}

function repeated(sides: PaddingSides, axes: number): readonly PaddingSides[] {
  return Array.from({ length: axes }, () => sides);
}

export function unknownSides(axes: number): readonly PaddingSides[] {
  return repeated(bothSides(null), axes);
}

/** What may be written for padding, for a message about something else. */
export const describePadding = (words: boolean): Filled =>
  said(words ? 'a number, a list, sides by name, `same` or `valid`' : 'a number, a list or sides by name');

/** `2 spatial axes` */
export const spatialAxes = (axes: number): Filled =>
  said(axes === 1 ? '{0} spatial axis' : '{0} spatial axes', axes);
