import { convolutionGeometry } from '../geometry/convolution.ts';
import { transposedConvolutionGeometry } from '../geometry/transposed-convolution.ts';
import { symmetricPadding } from '../geometry/window.ts';
import { biasGradient } from '../kernels/bias.ts';
import { permute } from '../kernels/permute.ts';
import { applyOperation } from '../network/apply.ts';
import type { ProductOperation } from '../network/operation.ts';
import type { ProductKernels } from '../network/product-kernels.ts';
import { zeros, type Tensor } from '../tensor.ts';
import { readNpy } from './npy-reader.ts';
import { writeNpy } from './npy-writer.ts';

/** One convolution over NumPy files, as `convlens conv` asks for it. */
export interface ConvolutionFilesRequest {
  readonly x: Uint8Array;
  readonly w: Uint8Array;
  readonly b: Uint8Array | null;
  /** The gradient by the output; without it that of the output's sum, 1 everywhere. */
  readonly dz: Uint8Array | null;
  /** One number for all spatial axes, or one per axis; empty: 1, 0, 1 and 0. */
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly outputPadding: readonly number[];
  readonly groups: number;
  readonly transposed: boolean;
  /** `nhwc`: x, z [N, spatial…, C] and kernels [spatial…, C_in/groups, C_out], transposed [spatial…, C_out/groups, C_in]. */
  readonly layout: 'nchw' | 'nhwc';
  /** `exact`: float64 in the definition's order of operations. `fast`: float32. */
  readonly mode: 'exact' | 'fast';
  readonly kernels: ProductKernels;
}

export interface NamedFile {
  readonly name: 'z.npy' | 'dx.npy' | 'dw.npy' | 'db.npy';
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export type ConvolutionFilesResult =
  | { readonly ok: true; readonly files: readonly NamedFile[] }
  | { readonly ok: false; readonly reason: string };

/** Reads the arrays, runs the layer forward and backward, and gives the files to write, or says what does not fit. */
export function convolutionFiles(request: ConvolutionFilesRequest): ConvolutionFilesResult {
  const operands = readOperands(request);
  if (typeof operands === 'string') return { ok: false, reason: operands };
  const { x, w, b, dz } = operands;
  const operation = operationOf(request, x, w, b);
  if (typeof operation === 'string') return { ok: false, reason: operation };

  const parameters = b ? { weight: w, bias: b } : { weight: w };
  const { output: z, backward } = applyOperation(operation, [x], parameters, request.kernels);
  const gradient = dz ?? ones(z);
  if (gradient.shape.join() !== z.shape.join()) {
    return {
      ok: false,
      reason: `dz has shape [${gradient.shape.join(', ')}], the output [${z.shape.join(', ')}] (in the order N, C, spatial).`,
    };
  }
  const { inputs, parameters: gradients } = backward(gradient);
  const toLayout = (tensor: Tensor): Tensor => (request.layout === 'nhwc' ? channelsToEnd(tensor) : tensor);
  const kernelToLayout = (tensor: Tensor): Tensor =>
    request.layout === 'nhwc' ? kernelToEnd(tensor) : tensor;
  const [dx = x] = inputs;
  return {
    ok: true,
    files: [
      file('z.npy', toLayout(z)),
      file('dx.npy', toLayout(dx)),
      file('dw.npy', kernelToLayout(gradients['weight'] ?? w)),
      file('db.npy', biasGradient(gradient)),
    ],
  };
}

interface Operands {
  readonly x: Tensor;
  readonly w: Tensor;
  readonly b: Tensor | null;
  readonly dz: Tensor | null;
}

/** The arrays as [N, C, spatial…] and [out, in, spatial…] tensors of the mode's format, or what is wrong with them. */
function readOperands(request: ConvolutionFilesRequest): Operands | string {
  const tensors: Partial<Record<'x' | 'w' | 'b' | 'dz', Tensor>> = {};
  for (const name of ['x', 'w', 'b', 'dz'] as const) {
    const bytes = request[name];
    if (!bytes) continue;
    const result = readNpy(bytes);
    if (!result.ok) return `${name}: ${result.reason}`;
    const { shape, data } = result.array;
    const tensor: Tensor = { shape, data: request.mode === 'fast' ? Float32Array.from(data) : data };
    const spatial = name !== 'b';
    if (spatial && (shape.length < 3 || shape.length > 5)) {
      return `${name} has rank ${shape.length}. A convolution over one to three dimensions takes rank 3 to 5.`;
    }
    tensors[name] = spatial && request.layout === 'nhwc' ? fromChannelsLast(name, tensor) : tensor;
  }
  const { x, w, b = null, dz = null } = tensors;
  return x && w ? { x, w, b, dz } : 'Both x and w are needed.';
}

function operationOf(
  request: ConvolutionFilesRequest,
  x: Tensor,
  w: Tensor,
  b: Tensor | null,
): ProductOperation | string {
  const rank = w.shape.length - 2;
  const given = [request.stride, request.padding, request.dilation, request.outputPadding];
  if (given.some(({ length }) => length > 1 && length !== rank)) {
    return `Give one number for all axes, or ${rank} numbers: the kernel has ${rank} spatial axes.`;
  }
  const perAxis = (values: readonly number[], otherwise: number): readonly number[] =>
    Array.from({ length: rank }, (_, axis) => values[axis] ?? values[0] ?? otherwise);
  const shapes = { x: x.shape, w: w.shape, b: b?.shape ?? null };
  const settings = {
    stride: perAxis(request.stride, 1),
    padding: symmetricPadding(perAxis(request.padding, 0)),
    dilation: perAxis(request.dilation, 1),
    groups: request.groups,
  };
  if (request.transposed) {
    const outputPadding = perAxis(request.outputPadding, 0);
    const checked = transposedConvolutionGeometry(shapes, { ...settings, outputPadding });
    return checked.ok ? { kind: 'transposed-convolution', geometry: checked.value } : checked.refusal.message;
  }
  const checked = convolutionGeometry(shapes, { ...settings, rounding: 'floor' });
  return checked.ok ? { kind: 'convolution', geometry: checked.value } : checked.refusal.message;
}

/** [N, spatial…, C] → [N, C, spatial…], or for a kernel [spatial…, in, out] → [out, in, spatial…]. */
function fromChannelsLast(name: 'x' | 'w' | 'dz', tensor: Tensor): Tensor {
  const last = tensor.shape.length - 1;
  const axes = tensor.shape.map((_, axis) => axis);
  const order = name === 'w' ? [last, last - 1, ...axes.slice(0, -2)] : [0, last, ...axes.slice(1, -1)];
  return permute(tensor, order);
}

function channelsToEnd(tensor: Tensor): Tensor {
  const axes = tensor.shape.map((_, axis) => axis);
  return permute(tensor, [0, ...axes.slice(2), 1]);
}

function kernelToEnd(tensor: Tensor): Tensor {
  const axes = tensor.shape.map((_, axis) => axis);
  return permute(tensor, [...axes.slice(2), 1, 0]);
}

function ones(like: Tensor): Tensor {
  const tensor = zeros(like.shape, like);
  tensor.data.fill(1);
  return tensor;
}

function file(name: NamedFile['name'], tensor: Tensor): NamedFile {
  return { name, shape: tensor.shape, bytes: writeNpy(tensor) };
}
