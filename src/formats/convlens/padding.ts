import type { PaddingSides, Value } from '../../model/graph/operation.ts';
import { describeTree, keyText, type MappingTree, type SequenceTree, type Tree } from '../tree/tree.ts';
import type { ProblemList } from '../problem-list.ts';
import { wholeNumber } from './values.ts';

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
  const hint = axes === 2 && written === 4 ? ' For the four sides write [[top, bottom], [left, right]].' : '';
  const message = `\`${name}\` has ${written} values, but the layer has ${axes} spatial ${axes === 1 ? 'axis' : 'axes'}.${hint}`;
  problems.report('invalid-value', tree, message);
  return unknownSides(axes);
}

function sidesOfAxis(tree: Tree, name: string, problems: ProblemList): PaddingSides {
  if (tree.kind !== 'sequence') return bothSides(wholeNumber(tree, name, 0, problems));
  const [before, after, ...more] = tree.items.map((item) => wholeNumber(item, name, 0, problems));
  if (before !== undefined && after !== undefined && more.length === 0) return { before, after };
  const message = `The sides of one axis are two numbers, [before, after], not ${tree.items.length}.`;
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
      const message = `\`${name}\` has no side \`${side}\` here; it has ${known.join(', ')}.`;
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
export function describePadding(tree: Tree, words: boolean): string {
  const alternatives = words
    ? 'a number, a list, sides by name, `same` or `valid`'
    : 'a number, a list or sides by name';
  return `must be ${alternatives}, not ${describeTree(tree)}`;
}
