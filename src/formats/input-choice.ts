import type { Dim, Layout, Shape } from '../model/graph/shape.ts';
import type { InputOrigin } from '../model/graph/operation.ts';
import type { InputChoice } from './format.ts';

/** The shape that an input gets, and where it came from if not from the file. */
export interface ChosenInput {
  readonly shape: Shape;
  readonly origin: InputOrigin | null;
}

/**
 * An input's shape after the user's choices: all of its sizes, or without the batch, or only the spatial ones (of a
 * channels-first input; sizes of a channels-last one may be given channels first all the same). A choice by name wins over those without, which are for the inputs in their order; a choice
 * of any other length replaces the shape.
 */
export function chosenInput(
  shape: Shape,
  choices: readonly InputChoice[],
  name?: string,
  index = 0,
  layout: Layout = 'channels-first',
): ChosenInput {
  const choice =
    choices.find((candidate) => candidate.name !== undefined && candidate.name === name) ??
    choices.filter((candidate) => candidate.name === undefined)[index];
  if (!choice) return { shape, origin: null };
  const dims = layout === 'channels-first' ? choice.dims : stored(choice.dims, shape);
  return { shape: completed(dims, shape), origin: choice.origin };
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

function completed(dims: readonly Dim[], shape: Shape): Shape {
  if (shape === null || dims.length === shape.length) return dims;
  const isTail = dims.length === shape.length - 1 || (shape.length > 2 && dims.length === shape.length - 2);
  return isTail && dims.length > 0 ? [...shape.slice(0, shape.length - dims.length), ...dims] : dims;
}
