import type { Dim } from '../../../model/graph/shape.ts';
import { numberText, shapeText } from '../../../model/problems/number-text.ts';
import { sameDim } from '../../../model/shapes/dims.ts';
import type { ProblemCode, Repair } from '../../../model/problems/problem.ts';
import type { Place } from '../interpreter/atoms.ts';
import type { Bound } from '../interpreter/native.ts';
import { callPlace, reportMistake } from '../interpreter/mistaken.ts';
import {
  PyClass,
  PyDict,
  PyFunction,
  PyInstance,
  PyList,
  PyMethod,
  PyNative,
  PyTuple,
  type Site,
  type Value,
} from '../interpreter/values.ts';
import type { Argument } from '../syntax/ast.ts';
import { moduleType } from './module.ts';
import { toNumber } from './tensors.ts';
import { said, type Filled, type Text, type TextValue } from '../../../model/text/text.ts';

/** Says that PyTorch refuses a call, where the call stands. */
export function refuse(args: Bound, code: ProblemCode, message: Text): void {
  const { site, vm } = args;
  vm.hooks.report({ code, message, place: callPlace(site) ?? vm.place });
}

/** The place of a dimension, counted from the end where negative; null where it is unknown or outside. */
export function placeOf(value: Value, rank: number): number | null {
  const number = toNumber(value);
  if (number === null) return null;
  const place = number < 0 ? number + rank : number;
  return place >= 0 && place < Math.max(rank, 1) ? place : null;
}

/** The same, where one that does not exist is a problem. A number alone has the dimensions 0 and −1. */
export function dimension(args: Bound, value: Value, shape: readonly Dim[]): number | null {
  return dimensionOf(args, value, shape, shape.length);
}

/** The place of a dimension that is to be added. */
export function newDimension(args: Bound, value: Value, shape: readonly Dim[]): number | null {
  return dimensionOf(args, value, shape, shape.length + 1);
}

function dimensionOf(args: Bound, value: Value, shape: readonly Dim[], rank: number): number | null {
  const place = placeOf(value, rank);
  const number = toNumber(value);
  if (place !== null || number === null || (rank === 0 && number === -1)) return rank === 0 ? null : place;
  refuse(
    args,
    'reshape-mismatch',
    said(
      'Dimension {0} does not exist: {1} takes −{2} to {3}.',
      numberText(number),
      shapeText(shape),
      rank,
      rank - 1,
    ),
  );
  return null;
}

/** Says that the number of dimensions is not one that PyTorch takes; whether it is. */
export function takesRank(
  args: Bound,
  what: string | Filled,
  shape: readonly Dim[] | null,
  ranks: readonly number[],
): boolean {
  if (!shape || ranks.includes(shape.length)) return true;
  refuse(
    args,
    'rank-mismatch',
    said('{0} takes {1} dimensions, {2} has {3}.', what, oneOf(ranks), shapeText(shape), shape.length),
  );
  return false;
}

/** `1`, `1 or 2`, `0, 1 or 2` */
const oneOf = (numbers: readonly number[]): TextValue => {
  const [last] = numbers.slice(-1);
  const before = numbers.slice(0, -1).join(', ');
  return before === '' ? String(last) : said('{0} or {1}', before, String(last));
};

/** Says that PyTorch wants square matrices, or batches of them (LinearAlgebraUtils.h, squareCheckInputs); whether these are. */
export function takesSquare(args: Bound, what: string, shape: readonly Dim[] | null): boolean {
  if (!shape || (shape.length > 1 && sameDim(shape.at(-1) ?? null, shape.at(-2) ?? null) !== 'no'))
    return true;
  refuse(args, 'rank-mismatch', said('{0} takes square matrices, not {1}.', what, shapeText(shape)));
  return false;
}

/**
 * Says that a layer or function is given something else than a tensor: all that a recurrent layer gives, a layer that was
 * not called, or nothing, which a function gives that returns nothing.
 */
export function takesTensors(args: Bound, what: string, parameter: number): void {
  const value = args.values[parameter];
  if (value === undefined || !args.given(args.parameters[parameter] ?? '')) return;
  const kind = otherKind(args, value);
  if (kind === null) return;
  const message = said('{0} takes a tensor, not what it is given here ({1}).', what, kind);
  reportMistake(args.vm, { message, place: callPlace(args.site) ?? args.vm.place });
}

/** What it is, where it surely is no tensor. */
function otherKind({ vm, site }: Bound, value: Value): string | null {
  // A parameter that is None by default may be given something else.
  if (value === null) return site?.call.args[0]?.value.kind === 'call' ? 'None' : null;
  if (value instanceof PyClass) return value.name;
  const isOther =
    value instanceof PyTuple ||
    value instanceof PyList ||
    value instanceof PyDict ||
    value instanceof PyFunction ||
    value instanceof PyMethod ||
    value instanceof PyNative ||
    (value instanceof PyInstance && value.type.isSubclassOf(moduleType));
  return isOther ? vm.typeOf(value).name : null;
}

/** Says that a number alone has no dimension to work along; whether there is one. */
export function takesDimensions(args: Bound, what: string, shape: readonly Dim[] | null): boolean {
  if (shape?.length !== 0) return true;
  refuse(args, 'rank-mismatch', said('{0} works along a dimension: a single number has none.', what));
  return false;
}

/** Says that a dimension is given twice, which PyTorch refuses; `done` is what the function does along it. */
export function refuseTwice(
  args: Bound,
  places: readonly (number | null)[],
  done: 'reduced' | 'flipped' | 'transformed',
): void {
  const twice = places.find((place, at) => place !== null && places.indexOf(place) < at) ?? null;
  if (twice === null) return;
  refuse(
    args,
    'reshape-mismatch',
    said(
      done === 'reduced'
        ? 'Dimension {0} is reduced twice: PyTorch takes each once.'
        : done === 'flipped'
          ? 'Dimension {0} is flipped twice: PyTorch takes each once.'
          : 'Dimension {0} is transformed twice: PyTorch takes each once.',
      twice,
    ),
  );
}

/**
 * Says that an empty tensor, or dimension, has no value to take (ReduceOpsUtils.h, zero_numel_check_dims); `places` are
 * those that the values are taken along.
 */
export function takesValues(
  args: Bound,
  what: string,
  shape: readonly Dim[] | null,
  places: readonly (number | null)[] | 'all',
): void {
  if (
    !shape?.includes(0) ||
    (places !== 'all' && places.every((place) => place === null || shape[place] !== 0))
  )
    return;
  refuse(args, 'impossible', said('{0} takes one of the values: {1} has none.', what, shapeText(shape)));
}

/** An argument of a call by the name of its parameter; null where the call does not write it. */
export function argumentOf(site: Site | null, parameters: readonly string[], name: string): Argument | null {
  const position = parameters.indexOf(name);
  const given = site?.call.args ?? [];
  const found =
    given.find((each) => each.name === name) ?? given.filter((each) => each.name === null)[position];
  return found?.star === '' ? found : null;
}

/** Where an argument stands in the call, or the call itself. */
export function argumentPlace(args: Bound, name: string): Place | null {
  const { site } = args;
  if (!site) return null;
  const argument = argumentOf(site, args.parameters, name);
  return argument ? { file: site.file, ...spanOf(argument) } : callPlace(site);
}

function spanOf({ value: { start, end } }: Argument): { readonly start: number; readonly end: number } {
  return { start, end };
}

/** Says that PyTorch refuses a layer because of a number that it was built with, with the number that it would take. */
export function refuseNumber(
  instance: PyInstance,
  args: Bound,
  name: string,
  code: ProblemCode,
  message: Text,
  right: Dim = null,
): void {
  const { configured } = instance;
  const argument = configured && argumentOf(configured.site, configured.parameters, name);
  if (!argument) {
    refuse(args, code, message);
    return;
  }
  const { file } = configured.site;
  const repairs: readonly Repair<Text>[] =
    typeof right === 'number'
      ? [
          {
            title: said('Set {0} to {1}', name, right),
            edits: [{ span: spanOf(argument), newText: right.toString() }],
          },
        ]
      : [];
  args.vm.hooks.report({ code, message, place: { file, ...spanOf(argument) }, repairs });
}

/** Says that a function takes other words there: those that it knows. */
export function refuseWord(
  args: Bound,
  called: string,
  name: string,
  word: Value,
  known: readonly string[],
): void {
  if (typeof word !== 'string' || known.includes(word)) return;
  refuse(
    args,
    'refused-hyperparameter',
    said("'{0}' is no {1} of {2}, which takes {3}.", word, name, called, known.join(', ')),
  );
}

/** Says that a dimension has no cell of such a number. */
export function refuseIndex(args: Bound, index: Value, size: Dim, place: number): void {
  const number = typeof index === 'number' ? index : null;
  if (number === null || typeof size !== 'number' || (number < size && number >= -size)) return;
  const shown = numberText(number);
  refuse(
    args,
    'invalid-value',
    said('Index {0} is out of range: dimension {1} has the size {2}.', shown, place, size),
  );
}
