import { closestWord } from '../../../util/closest.ts';
import type { Place } from './atoms.ts';
import { wordPlaces } from '../syntax/word-places.ts';
import type { Evaluator, Machine } from './machine.ts';
import type { PyInstance } from './values.ts';
import { said, type Filled } from '../../../model/text/text.ts';

/**
 * An attribute that an object of the user's own class does not have, where it has one that is nearly called so: Python
 * raises, and what was meant can be said. What a `try` around it expects is none.
 */
export function reportMistyped(vm: Evaluator, object: PyInstance, name: string): void {
  const { place, handlers, forks } = vm;
  if (!place || handlers > 0 || forks > 0 || !object.type.definition || name.startsWith('_')) return;
  // A name that is no word came from `getattr`, and is not written as an attribute.
  if (/[^\p{L}\p{N}_]/u.test(name)) return;
  const own = object.type.mro
    .filter(({ definition }) => definition)
    .flatMap(({ names }) => [...names.keys()]);
  const meant = closestWord(name, [...object.attributes.keys(), ...own]);
  const { file, start, end } = place;
  const written = file.text.slice(start, end);
  const [at] = [...wordPlaces(written, name)].filter((place) => written.charAt(place - 1) === '.');
  if (meant === null || at === undefined) return;
  const word = { start: start + at, end: start + at + name.length };
  reportMeant(vm, said('{0} has no attribute {1}', object.type.name, name), meant, { file, ...word }, true);
}

/** Says what there is not, and what was meant; with the fix where it is known where the word stands. */
export function reportMeant(
  vm: Machine,
  lack: Filled,
  meant: string,
  word: Place | null,
  isOfText = false,
): void {
  const edits = word ? [{ span: { start: word.start, end: word.end }, newText: meant }] : [];
  vm.hooks.report({
    code: 'invalid-value',
    message: said('{0}. Did you mean {1}?', lack, meant),
    place: word ?? vm.place,
    isOfText,
    repairs: word ? [{ title: said('Write {0}', meant), edits }] : [],
  });
}
