import { greatestCommonDivisor } from '../../../util/whole-numbers.ts';
import type { TensorRef } from '../../../model/graph/graph.ts';
import { silu } from '../activation.ts';
import type { ArgumentNames, BoundArguments } from '../bound-arguments.ts';
import { scaled } from '../rules.ts';
import type { Scope } from '../scope.ts';
import {
  activated,
  add,
  batchNorm,
  cat,
  conv,
  half,
  transposedConv2d,
  type Act,
  type ConvBlockOptions,
  type Size,
} from './layers.ts';
import { block, type ModuleTable } from './module-spec.ts';
import type { Tensor } from '../flow.ts';

/** Kernel, stride and so on of a `Conv` in a row, with where they stand. */
function convOptions(a: BoundArguments): ConvBlockOptions {
  const d = a.pair('d') ?? 1;
  return {
    k: a.pair('k') ?? NaN,
    s: a.pair('s') ?? NaN,
    p: a.pair('p'),
    g: a.number('g'),
    d,
    act: actOf(a),
    sources: {
      outChannels: 'c2',
      kernel: 'k',
      stride: 's',
      padding: 'p',
      groups: 'g',
      dilation: 'd',
    },
  };
}

/** Python compares with `is True`, and takes a module; a YAML file can give neither but True. */
const actOf = (a: BoundArguments): boolean => a.value('act') === true;

/** ultralytics/nn/modules/conv.py DWConv. */
export function depthwise(
  m: Scope,
  x: Tensor,
  c1: number,
  c2: number,
  options: Omit<ConvBlockOptions, 'g' | 'p'>,
): TensorRef {
  return conv(m, x, c1, c2, { ...options, g: greatestCommonDivisor(c1, c2) });
}

/** Half of the channels by a convolution, half by a cheap 5×5 of those (conv.py GhostConv). */
export function ghostConv(
  m: Scope,
  x: Tensor,
  c1: number,
  c2: number,
  { k = 1, s = 1, g = 1, act = true, sources }: ConvBlockOptions,
): TensorRef {
  const hidden = half(c2);
  const first = conv(m.sub('cv1'), x, c1, hidden, { k, s, g, act, ...(sources && { sources }) });
  return cat(m, [first, conv(m.sub('cv2'), first, hidden, hidden, { k: 5, g: hidden, act })]);
}

/** A 3×3 and a 1×1 convolution side by side, added (conv.py RepConv). */
export function repConv(m: Scope, x: Tensor, c1: number, c2: number, options: RepOptions = {}): TensorRef {
  const { s = 1, g = 1, identity = false, act = { owner: 'RepConv', activation: silu } } = options;
  const normalized = identity && c1 === c2 && s === 1 ? batchNorm(m.sub('bn'), x, c1) : null;
  const wide = conv(m.sub('conv1'), x, c1, c2, { k: 3, s, p: 1, g, act: false });
  const narrow = conv(m.sub('conv2'), x, c1, c2, { k: 1, s, p: 0, g, act: false });
  const sum = add(m, wide, narrow);
  return activated(m.sub('act'), normalized ? add(m, sum, normalized) : sum, act);
}

interface RepOptions {
  readonly s?: number;
  readonly g?: number;
  readonly identity?: boolean;
  readonly act?: Act;
}

/** ultralytics/nn/modules/conv.py; ultralytics/yolov5: models/common.py has the same. */
export const convolutions: ModuleTable = {
  Conv: block(scaled, 'c1, c2, k=1, s=1, p=None, g=1, d=1, act=True', (m, x, a) =>
    conv(m, x, a.number('c1'), a.number('c2'), convOptions(a)),
  ),
  DWConv: block(scaled, 'c1, c2, k=1, s=1, d=1, act=True', (m, x, a) =>
    depthwise(m, x, a.number('c1'), a.number('c2'), {
      k: a.pair('k') ?? NaN,
      s: a.pair('s') ?? NaN,
      d: a.pair('d') ?? NaN,
      act: actOf(a),
      sources: { outChannels: 'c2', kernel: 'k', stride: 's', dilation: 'd' },
    }),
  ),
  GhostConv: block(scaled, 'c1, c2, k=1, s=1, g=1, act=True', (m, x, a) =>
    ghostConv(m, x, a.number('c1'), a.number('c2'), {
      k: a.pair('k') ?? NaN,
      s: a.pair('s') ?? NaN,
      g: a.number('g'),
      act: actOf(a),
      sources: { kernel: 'k', stride: 's', groups: 'g' },
    }),
  ),
  /** Every second row and column: four images of half the size, one behind the other. */
  Focus: block(scaled, 'c1, c2, k=1, s=1, p=None, g=1, act=True', (m, x, a) => {
    const [rows, columns] = [2, 3];
    const from = (row: number, column: number) =>
      m.call(
        'getitem',
        {
          kind: 'slice',
          ranges: [
            { axis: rows, start: row, end: null, step: 2 },
            { axis: columns, start: column, end: null, step: 2 },
          ],
        },
        [x],
      );
    const parts = [from(0, 0), from(1, 0), from(0, 1), from(1, 1)];
    return conv(m.sub('conv'), cat(m, parts), a.number('c1') * 4, a.number('c2'), {
      k: a.pair('k') ?? NaN,
      s: a.pair('s') ?? NaN,
      p: a.pair('p'),
      g: a.number('g'),
      act: actOf(a),
      sources: { outChannels: 'c2', kernel: 'k', stride: 's', padding: 'p', groups: 'g' },
    });
  }),
  ConvTranspose: block(scaled, 'c1, c2, k=2, s=2, p=0, bn=True, act=True', (m, x, a) => {
    const c2 = a.number('c2');
    const bn = a.flag('bn');
    const options = { ...transposedOptions(a), bias: !bn };
    const up = transposedConv2d(m.sub('conv_transpose'), x, a.number('c1'), c2, options);
    const normalized = bn ? batchNorm(m.sub('bn'), up, c2) : activated(m.sub('bn'), up, false);
    return activated(m.sub('act'), normalized, actOf(a) && { owner: 'ConvTranspose', activation: silu });
  }),
  'nn.ConvTranspose2d': block(
    scaled,
    'c1, c2, k, s=1, p=0, output_padding=0, g=1, bias=True, d=1',
    (m, x, a) =>
      transposedConv2d(m, x, a.number('c1'), a.number('c2'), {
        ...transposedOptions(a),
        outputPadding: a.pair('output_padding') ?? NaN,
        g: a.number('g'),
        d: a.pair('d') ?? NaN,
        bias: a.flag('bias'),
      }),
  ),
  DWConvTranspose2d: block(scaled, 'c1, c2, k=1, s=1, p=0, p2=0', (m, x, a) => {
    const [c1, c2] = [a.number('c1'), a.number('c2')];
    const options = {
      ...transposedOptions(a),
      outputPadding: a.pair('p2') ?? NaN,
      g: greatestCommonDivisor(c1, c2),
    };
    return transposedConv2d(m, x, c1, c2, options, 'DWConvTranspose2d');
  }),
};

function transposedOptions(a: BoundArguments): {
  k: Size;
  s: Size;
  p: Size;
  sources: ArgumentNames;
} {
  return {
    k: a.pair('k') ?? NaN,
    s: a.pair('s') ?? NaN,
    p: a.pair('p') ?? NaN,
    sources: { outChannels: 'c2', kernel: 'k', stride: 's', padding: 'p' },
  };
}
