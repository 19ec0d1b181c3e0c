/**
 * `compute`, that works out an answer anew only where what it depends on has changed: for what every frame of an animation
 * asks again. The last answer of each `key` is kept, and goes with it. Lists and records are compared part by part.
 */
export function rememberLast<Key extends object, Others extends readonly unknown[], Result>(
  compute: (key: Key, ...others: Others) => Result,
): (key: Key, ...others: Others) => Result {
  const answers = new WeakMap<Key, { readonly others: Others; readonly result: Result }>();
  return (key, ...others) => {
    const last = answers.get(key);
    if (last && others.every((other, place) => hasSameParts(other, last.others[place]))) return last.result;
    const result = compute(key, ...others);
    answers.set(key, { others, result });
    return result;
  };
}

function hasSameParts(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b)) return false;
  const parts = Object.keys(a);
  return (
    parts.length === Object.keys(b).length &&
    parts.every((part) => Object.hasOwn(b, part) && Object.is(a[part], b[part]))
  );
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
