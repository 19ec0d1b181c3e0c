import { describeTree, type Tree } from '../tree/tree.ts';
import type { Value } from '../../model/graph/operation.ts';
import type { ProblemList } from '../problem-list.ts';
import { said } from '../../model/text/text.ts';

/** The largest number that frameworks store a size in. */
export const maximumSize = 2 ** 31 - 1;

/** A whole number, of at least `minimum` where there is one; null, with a problem, where the value is something else. */
export function wholeNumber(
  tree: Tree,
  name: string,
  minimum: number | undefined,
  problems: ProblemList,
): Value {
  const value = tree.kind === 'scalar' ? tree.value : undefined;
  if (
    typeof value === 'number' &&
    Number.isInteger(value) &&
    value >= (minimum ?? -maximumSize) &&
    value <= maximumSize
  ) {
    return value;
  }
  if (tree.kind === 'broken') return null;
  const isTooLarge = typeof value === 'number' && value > maximumSize;
  const wanted =
    minimum === undefined ? said('a whole number') : said('a whole number of at least {0}', minimum);
  const message = isTooLarge
    ? said('`{0}` is larger than any framework takes ({1}).', name, maximumSize.toLocaleString('en'))
    : said('`{0}` must be {1}, not {2}.', name, wanted, describeTree(tree));
  problems.report('invalid-value', tree, message);
  return null;
}

/** Any finite number; null, with a problem, where the value is something else. */
export function anyNumber(tree: Tree, name: string, problems: ProblemList): Value {
  if (tree.kind === 'scalar' && typeof tree.value === 'number' && Number.isFinite(tree.value))
    return tree.value;
  if (tree.kind !== 'broken') {
    problems.report(
      'invalid-value',
      tree,
      said('`{0}` must be a number, not {1}.', name, describeTree(tree)),
    );
  }
  return null;
}

/** A number above 0, such as a scale. */
export function positiveNumber(tree: Tree, name: string, problems: ProblemList): Value {
  const value = anyNumber(tree, name, problems);
  if (value === null || (value > 0 && value <= maximumSize)) return value;
  problems.report(
    'invalid-value',
    tree,
    said('`{0}` must be larger than 0, not {1}.', name, describeTree(tree)),
  );
  return null;
}

/** Whether a field is absent in effect: not written, or written without a value. */
export function isAbsent(tree: Tree | undefined): tree is undefined {
  return tree === undefined || (tree.kind === 'scalar' && tree.value === null);
}

/** Numbers in lists in lists: their sizes from the outside in, and the numbers one after the other. */
export interface NestedNumbers {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** Nested lists of numbers in which all lists of a level are equally long; null, with a problem, otherwise. */
export function nestedNumbers(tree: Tree, name: string, problems: ProblemList): NestedNumbers | null {
  if (tree.kind === 'broken') return null;
  if (tree.kind !== 'sequence') {
    const value = anyNumber(tree, name, problems);
    return value === null ? null : { shape: [], values: [value] };
  }
  const parts: NestedNumbers[] = [];
  for (const item of tree.items) {
    const part = nestedNumbers(item, name, problems);
    if (part === null) return null;
    const first = parts[0] ?? part;
    if (part.shape.join() !== first.shape.join()) {
      const message = said(
        'All lists of one level of `{0}` must be equally long: this one differs from the first.',
        name,
      );
      problems.report('invalid-value', item, message);
      return null;
    }
    parts.push(part);
  }
  return { shape: [parts.length, ...(parts[0]?.shape ?? [])], values: parts.flatMap(({ values }) => values) };
}
