import type { PyError } from '../interpreter/machine.ts';
import { PyTuple, type PyInstance, type Value } from '../interpreter/values.ts';
import { allModules } from '../torch/module.ts';

/** No size of an image is less. */
const least = 8;
/** Lines of a condition above what it raises. */
const linesBefore = 2;

/**
 * Sizes that a program which refuses its input may mean: numbers in its condition, as they stand or as attributes of its
 * modules (`H == self.img_size[0]`). Before each comes its multiple next to the size that it has refused.
 */
export function sizesTold(
  model: PyInstance,
  { place, isStated }: PyError,
  refused: number,
): readonly number[] {
  if (!place || !isStated) return [];
  const { text } = place.file;
  let start = place.start;
  for (let line = 0; line <= linesBefore && start > 0; line++) start = text.lastIndexOf('\n', start - 1);
  const condition = text.slice(Math.max(0, start), place.end);
  const written = [...condition.matchAll(/(?<![\w.])\d+(?![\w.])/g)].map(([digits]) => Number(digits));
  const names = [...condition.matchAll(/\bself\.([A-Za-z_]\w*)/g)].flatMap(([, name]) => name ?? []);
  const named =
    names.length === 0
      ? []
      : [...allModules(model)].flatMap(({ attributes }) =>
          names.flatMap((name) => numbersIn(attributes.get(name) ?? null)),
        );
  const sizes = [...written, ...named].filter((size) => size >= least && size <= 2048);
  return [...new Set(sizes.flatMap((size) => [Math.round(refused / size) * size, size]))].filter(
    (size) => size > 0,
  );
}

function numbersIn(value: Value): readonly number[] {
  if (typeof value === 'number') return [value];
  return value instanceof PyTuple ? value.items.filter((item) => typeof item === 'number') : [];
}
