import type { Dim, Shape } from '../../../model/graph/shape.ts';
import { knownNumbers } from '../constant.ts';
import type { OperatorCall, OperatorResult, OperatorRule } from '../operator.ts';

/** Operators sized by several inputs at once (onnx/onnx: onnx/defs/object_detection/defs.cc, onnx/defs/nn/defs.cc, onnx/defs/math/defs.cc). */
export const regionOperators: Readonly<Record<string, OperatorRule>> = {
  RoiAlign: (call) =>
    sized(call, [0, 1], [regions(call, call.int('output_height', 1), call.int('output_width', 1))]),
  MaxRoiPool: (call) => {
    const [height = null, width = null] = call.attribute('pooled_shape')?.ints ?? [];
    return sized(call, [0, 1], [regions(call, height, width)]);
  },
  GridSample: (call) => sized(call, [0, 1], [gridSample(call.shapes[0] ?? null, call.shapes[1] ?? null)]),
  MaxUnpool: (call) => sized(call, [0, 1], [maxUnpool(call)]),
  TopK: (call) => sized(call, [0], [topK(call), topK(call)]),
  Einsum: (call) =>
    sized(
      call,
      call.shapes.map((_, input) => input),
      [einsum(call.attribute('equation')?.text ?? '', call.shapes)],
      null,
    ),
};

function sized(
  { node }: OperatorCall,
  tensors: readonly number[],
  shapes: readonly Shape[],
  macs: number | null = 0,
): OperatorResult {
  const outputs = shapes.slice(0, Math.max(1, node.outputs.length));
  return { operation: { kind: 'declared', outputs, params: 0, macs }, tensors };
}

/** One output for each region: [regions, C, height, width]. */
function regions({ shapes: [input, rois] }: OperatorCall, height: Dim, width: Dim): Shape {
  return [rois?.[0] ?? null, input?.[1] ?? null, height, width];
}

/** [N, C, in…] at the places of [N, out…, rank]. */
function gridSample(input: Shape, grid: Shape): Shape {
  if (input === null || grid === null) return null;
  return [input[0] ?? null, input[1] ?? null, ...grid.slice(1, -1)];
}

/** (W − 1)·S + F − padding, or `output_shape`. */
function maxUnpool(call: OperatorCall): Shape {
  if (call.has(2)) return knownNumbers(call.constants[2]) ?? null;
  const [input] = call.shapes;
  const kernel = call.attribute('kernel_shape')?.ints ?? [];
  const strides = call.attribute('strides')?.ints ?? kernel.map(() => 1);
  const pads = call.attribute('pads')?.ints ?? [];
  if (!input) return null;
  const sizes = kernel.map((size, axis): Dim => {
    const from = input[axis + 2];
    const padding = (pads[axis] ?? 0) + (pads[axis + kernel.length] ?? 0);
    return typeof from === 'number' ? (from - 1) * (strides[axis] ?? 1) + size - padding : null;
  });
  return [...input.slice(0, 2), ...sizes];
}

/** The `k` largest along one axis: values and indices. */
function topK(call: OperatorCall): Shape {
  const [input = null] = call.shapes;
  const k = call.attribute('k')?.int ?? knownNumbers(call.constants[1])?.[0] ?? null;
  const axis = call.int('axis', -1);
  return input?.map((dim, place) => (place === axis || place === axis + input.length ? k : dim)) ?? null;
}

/**
 * Each letter's size; what is not written behind `->` is every letter that occurs once, in order. An ellipsis stands for the
 * dimensions that no letter names; they are known where only one input has any.
 */
function einsum(equation: string, shapes: readonly Shape[]): Shape {
  const [left = '', right] = equation.replace(/\s/g, '').split('->');
  const written = left.split(',');
  const elided = written.map((term, input) => {
    const rank = shapes[input]?.length;
    return !term.includes('...') ? 0 : rank === undefined ? NaN : rank - (term.length - 3);
  });
  const most = Math.max(...elided);
  if (!(most >= 0) || elided.filter((count) => count > 0).length > 1) return null;
  // Digits name them, which are no letters of an equation; aligned at the right.
  const ellipsis = (count: number): string => '0123456789'.slice(most - count, most);
  const terms = written.map((term, input) => Array.from(term.replace('...', ellipsis(elided[input] ?? 0))));
  const sizes = new Map<string, Dim>();
  for (const [input, term] of terms.entries()) {
    for (const [place, letter] of term.entries()) {
      sizes.set(letter, sizes.get(letter) ?? shapes[input]?.[place] ?? null);
    }
  }
  const letters = terms.flat();
  const once = [...new Set(letters)].filter(
    (letter) => letters.indexOf(letter) === letters.lastIndexOf(letter),
  );
  const output = right === undefined ? once.sort() : Array.from(right.replace('...', ellipsis(most)));
  return output.map((letter) => sizes.get(letter) ?? null);
}
