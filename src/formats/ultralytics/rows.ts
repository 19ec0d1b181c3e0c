import { describeTree, keyText, valueOf, type MappingTree, type Tree } from '../tree/tree.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { plainArgument, isList, type Argument } from './values.ts';

/** A row of backbone or head as it is written: [from, repeats, module, arguments]. */
export interface Row {
  readonly place: Place;
  readonly from: Argument;
  readonly repeats: Argument;
  readonly module: { readonly name: string; readonly place: Place };
  readonly args: { readonly items: readonly Tree[]; readonly place: Place };
}

/** The rows of backbone and head, one list to the framework; null stands for a row that cannot be read. */
export function readRows(root: MappingTree, problems: ProblemList): readonly (Row | null)[] {
  return ['backbone', 'head'].flatMap((key) => {
    const list = valueOf(root, key);
    if (list === undefined) {
      const message = `\`${key}\` is missing: a list of [from, repeats, module, arguments].`;
      problems.report('missing-field', root.entries[0]?.key ?? root, message);
      return [];
    }
    if (list.kind === 'sequence') return list.items.map((item) => readRow(item, problems));
    if (list.kind !== 'broken') {
      const place = root.entries.findLast((entry) => keyText(entry) === key)?.key ?? list;
      const message = `\`${key}\` must be a list of [from, repeats, module, arguments], not ${describeTree(list)}.`;
      problems.report('invalid-value', list.end > list.start ? list : place, message);
    }
    return [];
  });
}

function readRow(tree: Tree, problems: ProblemList): Row | null {
  if (tree.kind === 'broken') return null;
  const [from, repeats, module, args] = tree.kind === 'sequence' ? tree.items : [];
  if (tree.kind !== 'sequence' || !from || !repeats || !module || !args || tree.items.length !== 4) {
    const found = tree.kind === 'sequence' ? `${tree.items.length} values` : describeTree(tree);
    const message = `A row is [from, repeats, module, arguments], four values; this is ${found}.`;
    problems.report('invalid-value', tree, message);
    return null;
  }
  const name = module.kind === 'scalar' && typeof module.value === 'string' ? module.value : null;
  const expected = (what: string, value: Tree): null => {
    if (value.kind !== 'broken') {
      problems.report('invalid-value', value, `${what}, not ${describeTree(value)}.`);
    }
    return null;
  };
  if (name === null) return expected('The third value of a row is the name of a module', module);
  if (args.kind !== 'sequence') return expected('The fourth value of a row is a list of arguments', args);
  if (!isFrom(plainArgument(from))) {
    return expected(
      'The first value of a row is the number of an earlier row, or a list of such numbers',
      from,
    );
  }
  if (!isWhole(plainArgument(repeats))) {
    return expected('The second value of a row is how often it is repeated', repeats);
  }
  return {
    place: tree,
    from: plainArgument(from),
    repeats: plainArgument(repeats),
    module: { name, place: module },
    args: { items: args.items, place: args },
  };
}

function isWhole({ value }: Argument): boolean {
  return Number.isInteger(value);
}

function isFrom(argument: Argument): boolean {
  const { value } = argument;
  return isList(value) ? value.every(isWhole) : isWhole(argument);
}
