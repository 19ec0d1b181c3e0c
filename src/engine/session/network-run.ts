import type { MemoryEstimate } from '../network/memory.ts';
import type { InputFill, WeightFill } from '../network/initializers.ts';
import type { TensorStatistics } from '../network/statistics.ts';
import type { Tensor } from '../tensor.ts';
import type { SkippedLayer } from './compiled-network.ts';
import type { RunNote } from './run-note.ts';

/** What to run a network with. */
export interface NetworkChoices {
  /** Exact: float64 in the definition's order. Fast: float32. */
  readonly arithmetic: 'exact' | 'fast';
  /** What fills weights that the file does not hold. */
  readonly weights: WeightFill;
  readonly input: InputChoice;
  readonly seed: number;
  readonly loss: LossChoice;
}

export type InputChoice =
  /** What the file writes down, where it does; else this filling. */
  | { readonly kind: 'filling'; readonly filling: InputFill }
  /** Values for the first input, or the one of that name: of its shape, or that of one sample. */
  | { readonly kind: 'values'; readonly tensor: Tensor; readonly name?: string }
  /** A picture, brought to the size of the first input. */
  | { readonly kind: 'picture'; readonly picture: Picture };

/** Rows of pixels from the top, four bytes each: red, green, blue, opacity. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8ClampedArray;
}

/** What the gradients are of; taken of every output of the network, and summed up. */
export type LossChoice =
  /** Forward only. */
  | { readonly kind: 'none' }
  | { readonly kind: 'sum' }
  /** One class for all samples and places. */
  | { readonly kind: 'cross-entropy'; readonly target: number }
  /** One value of the output, by its place along each dimension. */
  | { readonly kind: 'cell'; readonly place: readonly number[] };

/** A network after its run: what a gradient-flow chart and a layer's view show. */
export interface NetworkRun {
  readonly choices: Omit<NetworkChoices, 'input'>;
  readonly loss: number | null;
  readonly inputs: readonly InputRun[];
  /** The layers that ran, in order. */
  readonly layers: readonly LayerRun[];
  readonly skipped: readonly SkippedLayer[];
  readonly notes: readonly RunNote[];
  readonly memory: MemoryEstimate;
  /** The tensors of the layer that was asked for, where it ran. */
  readonly tensors: LayerTensorsOfRun | null;
}

export interface InputRun {
  readonly name: string;
  readonly shape: readonly number[];
  readonly origin: 'file' | 'seeded' | 'given';
  readonly value: TensorStatistics;
  readonly gradient: TensorStatistics | null;
}

export interface LayerRun {
  readonly id: string;
  readonly type: string;
  /** Its place among all layers of the model. */
  readonly place: number;
  readonly shape: readonly number[];
  readonly value: TensorStatistics;
  /** By the layer's output; null forward only, and where the loss does not depend on it. */
  readonly gradient: TensorStatistics | null;
  readonly parameters: readonly ParameterRun[];
}

export interface ParameterRun {
  readonly name: string;
  readonly shape: readonly number[];
  readonly origin: 'file' | 'seeded';
  readonly value: TensorStatistics;
  readonly gradient: TensorStatistics | null;
}

/** A layer within its network: real activations and gradients. */
export interface LayerTensorsOfRun {
  readonly layer: string;
  readonly inputs: readonly Tensor[];
  readonly parameters: Readonly<Record<string, Tensor>>;
  readonly output: Tensor;
  readonly gradient: Tensor | null;
  readonly parameterGradients: Readonly<Record<string, Tensor>>;
}
