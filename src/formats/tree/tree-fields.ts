import type { FieldValue, LayerFields } from '../../model/rules/layer-rule.ts';
import { keyText, type Entry, type Tree } from './tree.ts';

/** Fields of a layer that ConvLens does not know, for a rule of the user's; those of a mapping inside have a dot. */
export function treeFields(entries: readonly Entry[], prefix = ''): LayerFields {
  return Object.fromEntries(
    entries.flatMap((entry): readonly (readonly [string, FieldValue])[] => {
      const name = prefix + keyText(entry);
      const { value } = entry;
      return value.kind === 'mapping'
        ? Object.entries(treeFields(value.entries, `${name}.`))
        : [[name, fieldValue(value)]];
    }),
  );
}

function fieldValue(tree: Tree): FieldValue {
  switch (tree.kind) {
    case 'scalar':
      return tree.value;
    case 'sequence':
      return tree.items.map(fieldValue);
    case 'mapping':
    case 'broken':
      return null;
  }
}
