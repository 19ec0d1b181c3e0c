import type { Dim, Shape } from '../../../../model/graph/shape.ts';
import { productOf } from '../../../../model/shapes/dims.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { PyClass, Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { dimension, placeOf, refuse, takesDimensions, takesRank } from '../refusals.ts';
import { takesPerAxis } from '../whole-count.ts';
import { allKnown, perAxis, sizes, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** Window positions along each axis, by the formula of a convolution (aten/src/ATen/native/Im2Col.cpp). */
function positions(
  input: readonly (number | null)[],
  settings: {
    readonly kernel: Value;
    readonly dilation: Value;
    readonly padding: Value;
    readonly stride: Value;
  },
): (number | null)[] {
  const rank = input.length;
  const [kernel, dilation, padding, stride] = [
    settings.kernel,
    settings.dilation,
    settings.padding,
    settings.stride,
  ].map((value) => perAxis(value, rank));
  return input.map((size, axis) => {
    const all = allKnown([size, kernel?.[axis], dilation?.[axis], padding?.[axis], stride?.[axis]]);
    if (!all) return null;
    const [w = 0, k = 1, d = 1, p = 0, s = 1] = all;
    if (s < 1) return null;
    return Math.floor((w + 2 * p - d * (k - 1) - 1) / s) + 1;
  });
}

function numbers(dims: readonly Dim[]): (number | null)[] {
  return dims.map((dim) => (typeof dim === 'number' ? dim : null));
}

type Get = (name: string) => Value;

function settings(get: Get): Parameters<typeof positions>[1] {
  return {
    kernel: get('kernel_size'),
    dilation: get('dilation'),
    padding: get('padding'),
    stride: get('stride'),
  };
}

function unfolded(args: Bound, get: Get): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const kernel = productOf(perAxis(get('kernel_size'), 2));
  if (!shape) return emitShape(args, 'unfold', null, [input]);
  const channels = shape.at(-3);
  const places = positions(numbers(shape.slice(-2)), settings(get));
  const windows = places.some((count) => count !== null && count < 1) ? 0 : wholeProduct(places);
  for (const name of ['kernel_size', 'dilation', 'padding', 'stride'])
    takesPerAxis(args, name, get(name), 2, 'for one');
  takesRank(args, 'unfold', shape, [3, 4]);
  if (shape.slice(-3).includes(0))
    refuse(args, 'impossible', said('unfold needs cells: {0} has none.', shapeText(shape)));
  else if (windows !== null && windows < 1)
    refuse(
      args,
      'impossible',
      said('No window fits into {0}: the kernel is larger than the padded input.', shapeText(shape)),
    );
  const merged = typeof channels === 'number' && typeof kernel === 'number' ? channels * kernel : null;
  return emitShape(args, 'unfold', [...shape.slice(0, -3), merged, windows], [input]);
}

function folded(args: Bound, get: Get): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const kernel = productOf(perAxis(get('kernel_size'), 2));
  const output = perAxis(get('output_size'), 2);
  if (!shape) return emitShape(args, 'fold', null, [input]);
  for (const name of ['output_size', 'kernel_size', 'dilation', 'padding', 'stride'])
    takesPerAxis(args, name, get(name), 2, 'for one');
  takesRank(args, 'fold', shape, [2, 3]);
  checkFold(args, shape, output, kernel, get);
  const channels = shape.at(-2);
  const kept =
    typeof channels === 'number' && typeof kernel === 'number' && channels % kernel === 0
      ? channels / kernel
      : null;
  return emitShape(args, 'fold', [...shape.slice(0, -2), kept, ...output], [input]);
}

function wholeProduct(sizes: readonly (number | null)[]): number | null {
  const product = productOf(sizes);
  return typeof product === 'number' ? product : null;
}

/** aten/src/ATen/native/Col2Im.cpp: a row for each cell of the kernel, and a column for each window. */
function checkFold(
  args: Bound,
  shape: readonly Dim[],
  output: readonly (number | null)[],
  kernel: Dim,
  get: Get,
): void {
  const [rows, columns] = [shape.at(-2), shape.at(-1)];
  if (typeof rows === 'number' && typeof kernel === 'number' && rows % kernel !== 0)
    refuse(
      args,
      'groups-mismatch',
      said(
        'fold takes {0} rows for each channel, one for each cell of the kernel: {1} has {2}.',
        kernel,
        shapeText(shape),
        rows,
      ),
    );
  const along = positions(output, settings(get));
  const none = along.some((count) => count !== null && count < 1);
  const windows = none ? 0 : wholeProduct(along);
  if (windows === 0)
    refuse(
      args,
      'impossible',
      said('No window fits into {0}: the kernel is larger than the padded input.', output.join('×')),
    );
  else if (windows !== null && typeof columns === 'number' && windows !== columns)
    refuse(
      args,
      'reshape-mismatch',
      said(
        'An output of {0} has {1} windows: {2} holds {3}.',
        output.join('×'),
        windows,
        shapeText(shape),
        columns,
      ),
    );
}

function flattened(args: Bound, start: Value, end: Value): Value {
  const [first, last] = [toNumber(start), toNumber(end)];
  const input = tensorOf(args, 'input');
  if (first === null || last === null) return emitShape(args, 'flatten', null, [input]);
  // A scalar is flattened to one cell.
  if (input.shape?.length === 0) {
    for (const place of [start, end]) dimension(args, place, input.shape);
    return emitShape(args, 'flatten', [1], [input]);
  }
  const rank = input.shape?.length ?? 0;
  const [from, to] = [placeOf(first, rank), placeOf(last, rank)];
  if (from !== null && to !== null && from > to) {
    refuse(
      args,
      'reshape-mismatch',
      said('Dimension {0} comes after {1}: what is flattened ends before it begins.', from, to),
    );
    return emitShape(args, 'flatten', null, [input]);
  }
  return emit(args, 'flatten', { kind: 'flatten', start: first, end: last }, [input]);
}

/** One dimension into several. */
function unflattened(args: Bound, dim: Value, target: Value): Value {
  const input = tensorOf(args, 'input');
  const wanted = sizes([target]);
  const place = toNumber(dim);
  if (!input.shape || !wanted || place === null) return emitShape(args, 'unflatten', null, [input]);
  takesDimensions(args, 'unflatten', input.shape);
  const at = dimension(args, place, input.shape);
  if (at === null) return emitShape(args, 'unflatten', null, [input]);
  const size = input.shape[at];
  const parts = productOf(wanted.filter((each) => each !== -1));
  const whole = wanted.includes(-1);
  if (
    typeof size === 'number' &&
    typeof parts === 'number' &&
    (whole ? size % parts !== 0 : size !== parts)
  ) {
    refuse(
      args,
      'reshape-mismatch',
      said('Dimension {0} has the size {1}, which is not {2}.', at, size, shapeText(wanted)),
    );
    const unknown = wanted.map((each) => (each === -1 ? null : each));
    return emitShape(args, 'unflatten', input.shape.toSpliced(at, 1, ...unknown), [input]);
  }
  // The part that is not given is worked out of this dimension alone: others may be empty.
  const rest = typeof size === 'number' && typeof parts === 'number' && parts > 0 ? size / parts : -1;
  const given = wanted.map((each) => (each === -1 && Number.isInteger(rest) ? rest : each));
  const dims = [...input.shape.slice(0, at), ...given, ...input.shape.slice(at + 1)];
  return emit(
    args,
    'unflatten',
    { kind: 'reshape', dims: dims.map(copyUnknown(input.shape)), keepsBatch: false },
    [input],
  );
}

function copyUnknown(shape: Shape): (dim: Dim, place: number) => Dim | 'copy' {
  return (dim, place) => (dim === null && shape?.[place] === null ? 'copy' : dim);
}

const windowSignature = 'kernel_size, dilation=1, padding=0, stride=1';

export const reshapingLayers: Readonly<Record<string, PyClass>> = {
  Flatten: layerClass('Flatten', {
    signature: 'start_dim=1, end_dim=-1',
    forward: (layer) => flattened(layer.args, layer.get('start_dim'), layer.get('end_dim')),
  }),
  Unflatten: layerClass('Unflatten', {
    signature: 'dim, unflattened_size',
    forward: (layer) => unflattened(layer.args, layer.get('dim'), layer.get('unflattened_size')),
  }),
  Unfold: layerClass('Unfold', {
    signature: windowSignature,
    forward: (layer) => unfolded(layer.args, (name) => layer.get(name)),
  }),
  Fold: layerClass('Fold', {
    signature: `output_size, ${windowSignature}`,
    forward: (layer) => folded(layer.args, (name) => layer.get(name)),
  }),
};

export const reshapingFunctions: FunctionTable = {
  unfold: [`input, ${windowSignature}`, (args) => unfolded(args, (name) => args.value(name))],
  fold: [`input, output_size, ${windowSignature}`, (args) => folded(args, (name) => args.value(name))],
};

/** Also methods of a tensor and functions of torch. */
export const flattenFunctions: FunctionTable = {
  flatten: [
    'input, start_dim=0, end_dim=-1',
    (args) => flattened(args, args.value('start_dim'), args.value('end_dim')),
  ],
  unflatten: ['input, dim, sizes', (args) => unflattened(args, args.value('dim'), args.value('sizes'))],
};
