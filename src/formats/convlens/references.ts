import { describeTree, type Tree } from '../tree/tree.ts';
import type { Reference, Scope } from './draft.ts';
import type { ProblemList } from '../problem-list.ts';
import { said } from '../../model/text/text.ts';

/** The layers that a `from` names: one name, or a list of names. */
export function readReferences(tree: Tree, scope: Scope, problems: ProblemList): readonly Reference[] {
  const items = tree.kind === 'sequence' ? tree.items : [tree];
  if (items.length === 0) {
    problems.report('invalid-value', tree, '`from` must name at least one layer.');
    return [{ kind: 'unknown' }];
  }
  return items.map((item): Reference => {
    if (item.kind === 'scalar' && typeof item.value === 'string') {
      return { kind: 'named', name: item.value, place: item, scope };
    }
    if (item.kind !== 'broken') {
      const message = said(
        '`from` takes names of layers, not {0}. Give the layer a `name`.',
        describeTree(item),
      );
      problems.report('invalid-value', item, message);
    }
    return { kind: 'unknown' };
  });
}
