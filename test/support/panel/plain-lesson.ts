import type { AxisGeometry } from '../../../src/engine/geometry/axis.ts';
import { transposedAxisGeometry } from '../../../src/engine/geometry/transposed-axis.ts';
import { symmetricPadding, windowAxes } from '../../../src/engine/geometry/window.ts';
import { chainLesson, chainTensors } from '../../../src/engine/trace/chain-lesson.ts';
import { filledTensors, layerLesson, type LayerSpec } from '../../../src/engine/trace/layer-lesson.ts';
import type { Lesson, Selection } from '../../../src/engine/trace/lesson.ts';
import type { LessonOptions } from '../../../src/engine/trace/options.ts';
import { accepted } from '../conv-oracle.ts';

/** The first of everything that can be chosen. */
export const first: Selection = { batch: 0, inChannel: 0, outChannel: 0, outSlice: 0, kernelSlice: 0 };

/** Numbers that are made up, and always the same. */
export const fillings = { input: 'picture', kernel: 'noise', gradient: 'noise', seed: 1 } as const;

interface WindowChoice {
  readonly kernel: number;
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding?: number;
}

/** Windows that are alike along every axis, rounded down. */
export const evenAxes = (
  sizes: readonly number[],
  { kernel, stride = 1, dilation = 1, padding = 0 }: WindowChoice,
): readonly AxisGeometry[] => {
  const along = (value: number) => sizes.map(() => value);
  return accepted(
    windowAxes(sizes, along(kernel), {
      stride: along(stride),
      dilation: along(dilation),
      padding: symmetricPadding(along(padding)),
      rounding: 'floor',
    }),
  );
};

export const filledLesson = (
  spec: LayerSpec,
  options?: LessonOptions,
  selection: Selection = first,
): Lesson => layerLesson(spec, filledTensors(spec, fillings), selection, options);

/** A transposed convolution of 3×3 with kernel 3, stride 2, and padding. */
export const transposedLayer: LayerSpec = {
  kind: 'transposed-convolution',
  input: [1, 2, 3, 3],
  outChannels: 2,
  groups: 1,
  bias: true,
  axes: [3, 3].flatMap(
    (inputSize) =>
      transposedAxisGeometry({
        inputSize,
        kernelSize: 3,
        stride: 2,
        dilation: 1,
        padding: { before: 1, after: 1 },
        outputPadding: 1,
      }) ?? [],
  ),
};

/** The built-in Conv → ReLU → Pool. */
export const exampleLesson = (options?: LessonOptions): Lesson =>
  chainLesson(chainTensors(fillings), first, options);
