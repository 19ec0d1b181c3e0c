import { PyDict, PySet, PyTuple, type Key, type PyClass, type Value } from './values.ts';

/** What a value is filed under; undefined where it is unhashable or unknown. */
export function keyOf(value: Value): Key | undefined {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  switch (value.kind) {
    case 'float':
      return value.value;
    case 'tuple':
      return keyOfTuple(value);
    case 'unknown':
    case 'list':
    case 'dict':
    case 'set':
    case 'symbol':
      return undefined;
    case 'instance':
      return value.base === undefined ? value : keyOf(value.base);
    default:
      return value;
  }
}

/** A tuple that holds more, with the tuples inside of it, is not filed: tuples of tuples may hold any number. */
const mostItems = 1000;

function keyOfTuple(tuple: PyTuple): Key | undefined {
  let left = mostItems;
  let objects = 0;
  const keysOf = ({ items }: PyTuple): readonly unknown[] | undefined => {
    left -= 1 + items.length;
    if (left < 0) return undefined;
    const keys: unknown[] = [];
    for (const item of items) {
      const key = item instanceof PyTuple ? keysOf(item) : keyOf(item);
      if (key === undefined) return undefined;
      if (typeof key === 'object' && key !== null && !(item instanceof PyTuple)) objects++;
      keys.push(key);
    }
    return keys;
  };
  const keys = keysOf(tuple);
  if (!keys) return undefined;
  // Objects inside a tuple are told apart by identity, which text cannot express: such tuples equal only themselves.
  return objects > 0 ? tuple : `\u0000${JSON.stringify(keys)}`;
}

/** Files a value in place of one with an equal key; false where the key cannot be filed. */
export function putItem(dict: PyDict, key: Value, value: Value): boolean {
  const filed = keyOf(key);
  if (filed === undefined) return false;
  dict.entries.set(filed, { key: dict.entries.get(filed)?.key ?? key, value });
  return true;
}

export function getItem(dict: PyDict, key: Value): Value | undefined {
  const filed = keyOf(key);
  return filed === undefined ? undefined : dict.entries.get(filed)?.value;
}

export function addItem(set: PySet, item: Value): boolean {
  const filed = keyOf(item);
  if (filed === undefined) return false;
  if (!set.entries.has(filed)) set.entries.set(filed, { key: item, value: item });
  return true;
}

/** Pairs whose keys cannot be filed are left out. */
export function dictOf(pairs: Iterable<readonly [Value, Value]>, type: PyClass | null = null): PyDict {
  const dict = new PyDict(type);
  for (const [key, value] of pairs) putItem(dict, key, value);
  return dict;
}

export function setOf(items: Iterable<Value>): PySet {
  const set = new PySet();
  for (const item of items) addItem(set, item);
  return set;
}
