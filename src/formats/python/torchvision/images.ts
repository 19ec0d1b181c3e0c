import type { Dim } from '../../../model/graph/shape.ts';
import { numberText, shapeText } from '../../../model/problems/number-text.ts';
import { said } from '../../../model/text/text.ts';
import type { Bound } from '../interpreter/native.ts';
import { PyTensor, PyTuple, type Value } from '../interpreter/values.ts';
import { emitShape, tensorOf } from '../torch/emit.ts';
import { refuse, takesRank } from '../torch/refusals.ts';
import { allKnown, listed, perAxis, toNumber } from '../torch/tensors.ts';

/** Reads a setting from a layer's attributes or a function's arguments. */
export type Get = (name: string) => Value;

/** What becomes of an image's sizes, all dimensions included; null where that is not known. */
export type Sizes = (args: Bound, image: readonly Dim[], get: Get) => readonly Dim[] | null;

/** An image as a tensor: height and width come last. One of another kind is not followed. */
export function transformed(args: Bound, name: string, sizes: Sizes, get: Get): Value {
  const image = args.value('img');
  if (!(image instanceof PyTensor)) return args.vm.unknown('the shape of a tensor that is not known');
  const { shape } = image;
  if (shape && shape.length < 2)
    refuse(args, 'rank-mismatch', said('{0} needs at least {1} dimensions: {2}.', name, 2, shapeText(shape)));
  const output = shape && shape.length >= 2 ? sizes(args, shape, get) : null;
  return emitShape(args, name, output, [tensorOf(args, 'img')]);
}

export const same: Sizes = (_, image) => image;

const withSizes = (image: readonly Dim[], sizes: readonly Dim[]): readonly Dim[] => [
  ...image.slice(0, -2),
  ...sizes,
];

/** Height and width, as one number for both or as two. */
export const cut: Sizes = (_, image, get) => withSizes(image, perAxis(get('size'), 2));

export const cropped: Sizes = (_, image, get) =>
  withSizes(
    image,
    ['height', 'width'].map((name) => toNumber(get(name))),
  );

/** torchvision/transforms/functional.py, _compute_resized_output_size: one number is the shorter side's. */
export const resized: Sizes = (args, image, get) => {
  const size = get('size');
  const items = listed(size);
  if (items && items.length > 2)
    refuse(args, 'invalid-value', said('Resize takes 1 or 2 sizes, not {0}.', items.length));
  if (items?.length === 2)
    return withSizes(
      image,
      items.map((each) => toNumber(each)),
    );
  const sides = image.slice(-2).map((dim) => (typeof dim === 'number' ? dim : null));
  const known = allKnown([toNumber(items ? items[0] : size), ...sides]);
  const [wanted = 0, height = 0, width = 0] = known ?? [];
  if (!known || height < 1 || width < 1) return withSizes(image, [null, null]);
  const long = Math.max(height, width);
  let [short, longer] = [wanted, Math.trunc((wanted * long) / Math.min(height, width))];
  const most = toNumber(get('max_size'));
  if (most !== null && longer > most) [short, longer] = [Math.trunc((most * short) / longer), most];
  return withSizes(image, width <= height ? [longer, short] : [short, longer]);
};

/** One number for all sides, two for left and right and for top and bottom, or four. */
export const padded: Sizes = (_, image, get) => {
  const given = get('padding');
  const sides = (listed(given) ?? [given]).map((each) => toNumber(each));
  const [left = null, top = left, right = left, bottom = top] = sides;
  const grown = (place: number, before: number | null, after: number | null): Dim => {
    const size = image.at(place);
    return typeof size === 'number' && before !== null && after !== null ? size + before + after : null;
  };
  return withSizes(image, [grown(-2, top, bottom), grown(-1, left, right)]);
};

export const grey: Sizes = (args, image, get) => {
  if (!takesRank(args, 'rgb_to_grayscale', image, [3, 4, 5])) return null;
  const channels = image.at(-3);
  if (typeof channels === 'number' && channels !== 3 && channels !== 1)
    refuse(
      args,
      'channel-mismatch',
      said('A colour image has 3 channels: {0} has {1}.', shapeText(image), channels),
    );
  return [...image.slice(0, -3), toNumber(get('num_output_channels')), ...image.slice(-2)];
};

/** A mean and a deviation for each channel, or one for all (torchvision/transforms/functional_tensor.py, normalize). */
export const normalized: Sizes = (args, image, get) => {
  if (image.length < 3) takesRank(args, 'normalize', image, [3, 4]);
  const channels = image.at(-3);
  const other = ['mean', 'std']
    .map((name) => ({ name, count: listed(get(name))?.length ?? 1 }))
    .find(({ count }) => count !== 1 && typeof channels === 'number' && count !== channels);
  if (other && typeof channels === 'number') {
    const { name, count } = other;
    refuse(
      args,
      'channel-mismatch',
      said(
        'normalize has {0} numbers as its {1} for the {2} channels of {3}.',
        numberText(count),
        name,
        channels,
        shapeText(image),
      ),
    );
  }
  return image;
};

/** Five cuts of one size, or ten. */
export function cuts(args: Bound, name: string, count: number, get: Get): Value {
  return new PyTuple(Array.from({ length: count }, () => transformed(args, name, cut, get)));
}
