import { closestWord } from '../../../util/closest.ts';
import type { Place } from './atoms.ts';
import { wordPlaces } from '../syntax/word-places.ts';
import type { Evaluator, Machine } from './machine.ts';
import { PyNamespace, PyTensor, type PyInstance } from './values.ts';
import { said, type Filled } from '../../../model/text/text.ts';

/**
 * An attribute that an object of the user's own class does not have, where it has one that is nearly called so: Python
 * raises, and what was meant can be said. What a `try` around it expects is none.
 */
export function reportMistyped(vm: Evaluator, object: PyInstance, name: string): void {
  const { place, isSure } = vm;
  if (!place || !isSure || !object.type.definition || name.startsWith('_')) return;
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

/** Modules whose classes and functions are all declared here. */
const complete: ReadonlySet<string> = new Set(['torch.nn', 'torch.nn.functional']);

/**
 * Reports a class or function that a library's module does not have, or a method that a tensor does not have, where it has
 * one that is nearly called so: what was meant, or null.
 */
export function mistypedMember(vm: Evaluator, object: PyNamespace | PyTensor, name: string): string | null {
  const { place, isSure } = vm;
  if (!place || !isSure || name.startsWith('_')) return null;
  const meant = object instanceof PyTensor ? methodMeant(vm, object, name) : memberMeant(object, name);
  const { file, end } = place;
  const start = end - name.length;
  if (meant === null || file.text.slice(start, end) !== name) return null;
  const subject = object instanceof PyTensor ? vm.typeOf(object).name : object.name;
  reportMeant(vm, said('{0} has no attribute {1}', subject, name), meant, { file, start, end }, true);
  return meant;
}

function memberMeant({ name: module, scope, file }: PyNamespace, name: string): string | null {
  if (file || !complete.has(module)) return null;
  const names = [...scope.names].flatMap(([each, value]) => (value instanceof PyNamespace ? [] : [each]));
  const alike = names.find((each) => bare(each) === bare(name));
  const meant = alike ?? closestWord(name, names);
  return meant !== null && (alike !== undefined || frame(meant) === frame(name)) ? meant : null;
}

/** The objects that others pass for tensors have attributes of their own: only what operations give is surely one. */
function methodMeant(vm: Evaluator, tensor: PyTensor, name: string): string | null {
  if (!vm.hooks.isComputed(tensor) || name.length < 4 || name.startsWith('is_')) return null;
  return closestWord(name, vm.typeOf(tensor).names.keys(), 1);
}

/** `Conv_2D` is `Conv2d`. */
const bare = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** What is left of a name that is mistyped: how it begins and ends, and its numbers. */
const frame = (name: string): string =>
  `${name.charAt(0).toLowerCase()}${name.slice(-1).toLowerCase()}${name.replace(/\D/g, '')}`;

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
