import type { Dim, Layout, Shape } from '../model/graph/shape.ts';
import type { InputOrigin } from '../model/graph/operation.ts';
import type { InputChoice } from './format.ts';

/** The shape that an input gets, and where it came from if not from the file. */
export interface ChosenInput {
  readonly shape: Shape;
  readonly origin: InputOrigin | null;
  readonly choice: InputChoice | null;
}

/** What is asked for here and now, then what a comment in the file asks for. */
const strongest: readonly (readonly InputOrigin[])[] = [['argument', 'memory'], ['comment']];

/**
 * An input's shape after the user's choices, which give all of its sizes, or those without the batch, or only the spatial
 * ones (sizes of a channels-last input may be given channels first all the same); of any other length they replace the shape. A choice by name wins over those without,
 * which are for the inputs in their order. What is asked for and comments win over what the file says; settings, which
 * are for many files, only fill what this one leaves open.
 *
 * @param name or several: what an input is called in the file, and what it is shown as
 * @param isStated false where the shape is not the file's, but the format's usual one
 */
export function chosenInput(
  shape: Shape,
  choices: readonly InputChoice[],
  name: string | readonly string[] = [],
  index = 0,
  layout: Layout = 'channels-first',
  isStated = true,
): ChosenInput {
  const names = typeof name === 'string' ? [name] : name;
  for (const origins of strongest) {
    const choice = choiceFor(choices, origins, names, index);
    if (choice) return { shape: sized(choice, shape, layout), origin: choice.origin, choice };
  }
  const set = choiceFor(choices, ['setting'], names, index);
  if (!set || (isStated && isComplete(shape))) return { shape, origin: null, choice: null };
  const dims = sized(set, shape, layout);
  return { shape: isStated ? filled(shape, dims) : dims, origin: 'setting', choice: set };
}

/** The sizes of a choice, in the input's own order. */
function sized({ dims }: InputChoice, shape: Shape, layout: Layout): Shape {
  return completed(layout === 'channels-first' ? dims : stored(dims, shape), shape);
}

/** Sizes of a channels-last input, in its own order: those given without channels, or with them in front. */
function stored(dims: readonly Dim[], shape: Shape): readonly Dim[] {
  const channels = shape?.at(-1) ?? null;
  if (shape === null || shape.length < 3 || channels === null) return dims;
  if (dims.length === shape.length - 2) return [...dims, channels];
  const place = dims.length - (shape.length - 1);
  if (place < 0 || place > 1 || dims[place] !== channels || dims.at(-1) === channels) return dims;
  return [...dims.slice(0, place), ...dims.slice(place + 1), channels];
}

function choiceFor(
  choices: readonly InputChoice[],
  origins: readonly InputOrigin[],
  names: readonly string[],
  index: number,
): InputChoice | undefined {
  const ofOrigin = choices.filter(({ origin }) => origins.includes(origin));
  return (
    ofOrigin.find((candidate) => candidate.name !== undefined && names.includes(candidate.name)) ??
    ofOrigin.filter((candidate) => candidate.name === undefined)[index]
  );
}

/** The batch may be open: it decides no other size. */
const isComplete = (shape: Shape): boolean =>
  shape !== null && shape.length > 0 && shape.slice(1).every((dim) => typeof dim === 'number');

function filled(shape: Shape, dims: Shape): Shape {
  if (shape === null || dims?.length !== shape.length) return dims;
  return shape.map((dim, place) => (typeof dim === 'number' ? dim : (dims[place] ?? dim)));
}

function completed(dims: readonly Dim[], shape: Shape): Shape {
  if (shape === null || dims.length === shape.length) return dims;
  const isTail = dims.length === shape.length - 1 || (shape.length > 2 && dims.length === shape.length - 2);
  return isTail && dims.length > 0 ? [...shape.slice(0, shape.length - dims.length), ...dims] : dims;
}
