import { keyText, type Entry, type MappingTree, type Tree } from '../tree/tree.ts';

/**
 * The entries of a mapping with the values of its merge keys (`<<: *defaults`) added where the mapping does not
 * have them itself. Not in YAML 1.2, but in YAML 1.1 (yaml.org/type/merge) and in every reader in use.
 */
export function mergedEntries(entries: readonly Entry[]): readonly Entry[] {
  if (!entries.some(isMerge)) return entries;
  const own = entries.filter((entry) => !isMerge(entry));
  const known = new Set(own.map(keyText));
  const merged = [...own];
  for (const { value } of entries.filter(isMerge)) {
    for (const entry of mappingsIn(value).flatMap((mapping) => mapping.entries)) {
      const key = keyText(entry);
      if (known.has(key)) continue;
      known.add(key);
      merged.push(entry);
    }
  }
  return merged;
}

function isMerge({ key, value }: Entry): boolean {
  return key.plain && key.value === '<<' && mappingsIn(value).length > 0;
}

function mappingsIn(value: Tree): readonly MappingTree[] {
  const candidates = value.kind === 'sequence' ? value.items : [value];
  return candidates.filter((candidate) => candidate.kind === 'mapping');
}
