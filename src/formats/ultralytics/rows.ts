import type { TextProblem } from '../../model/problems/problem.ts';
import { placedItems } from '../tree/placed-items.ts';
import { describeTree, keyText, valueOf, type MappingTree, type Tree } from '../tree/tree.ts';
import { ProblemList, type Place } from '../problem-list.ts';
import { plainArgument, isList, type Argument } from './values.ts';
import type { Sentence } from '../../model/text/sentence.ts';
import { said } from '../../model/text/text.ts';

/** A row of backbone or head as it is written: [from, repeats, module, arguments]. */
export interface Row {
  readonly place: Place;
  readonly from: Argument;
  readonly repeats: Argument;
  readonly module: { readonly name: string; readonly place: Place };
  readonly args: { readonly items: readonly Tree[]; readonly place: Place };
}

/** A row at its place in the text; null where it cannot be read. */
export interface PlacedRow {
  readonly row: Row | null;
  /** Of one text the same one, wherever it stands. */
  readonly tree: Tree;
  /** Where the part of the text begins from which the row's offsets count. */
  readonly at: number;
}

interface ReadRow {
  readonly row: Row | null;
  readonly problems: readonly TextProblem[];
}

/** The rows of the files that were read lately. A tree that was kept from an earlier reading has its row. */
export type RowMemory = WeakMap<Tree, ReadRow>;

/** The rows of backbone and head, one list to the framework. */
export function readRows(
  root: MappingTree,
  text: string,
  memory: RowMemory,
  problems: ProblemList,
): readonly PlacedRow[] {
  return ['backbone', 'head'].flatMap((key) => {
    const list = valueOf(root, key);
    if (list === undefined) {
      const message = said('`{0}` is missing: a list of [from, repeats, module, arguments].', key);
      problems.report('missing-field', root.entries[0]?.key ?? root, message);
      return [];
    }
    if (list.kind === 'sequence') {
      return placedItems(list, text).map(({ tree, at }): PlacedRow => {
        let read = memory.get(tree);
        if (!read) memory.set(tree, (read = recordedRow(tree)));
        if (read.problems.length > 0) problems.from(at).addAll(read.problems);
        return { row: read.row, tree, at };
      });
    }
    if (list.kind !== 'broken') {
      const place = root.entries.findLast((entry) => keyText(entry) === key)?.key ?? list;
      const message = said(
        '`{0}` must be a list of [from, repeats, module, arguments], not {1}.',
        key,
        describeTree(list),
      );
      problems.report('invalid-value', list.end > list.start ? list : place, message);
    }
    return [];
  });
}

function recordedRow(tree: Tree): ReadRow {
  const problems = new ProblemList();
  const row = readRow(tree, problems);
  return { row, problems: problems.all };
}

function readRow(tree: Tree, problems: ProblemList): Row | null {
  if (tree.kind === 'broken') return null;
  const [from, repeats, module, args] = tree.kind === 'sequence' ? tree.items : [];
  if (tree.kind !== 'sequence' || !from || !repeats || !module || !args || tree.items.length !== 4) {
    const found = tree.kind === 'sequence' ? said('{0} values', tree.items.length) : describeTree(tree);
    const message = said('A row is [from, repeats, module, arguments], four values; this is {0}.', found);
    problems.report('invalid-value', tree, message);
    return null;
  }
  const name = module.kind === 'scalar' && typeof module.value === 'string' ? module.value : null;
  const expected = (what: Sentence, value: Tree): null => {
    if (value.kind !== 'broken') {
      problems.report('invalid-value', value, said('{0}, not {1}.', said(what), describeTree(value)));
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
