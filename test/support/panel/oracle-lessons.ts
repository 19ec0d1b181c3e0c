import { layerLesson, type LayerSpec } from '../../../src/engine/trace/layer-lesson.ts';
import type { Lesson, Selection } from '../../../src/engine/trace/lesson.ts';
import { plainOptions, type LessonOptions } from '../../../src/engine/trace/options.ts';
import { geometryOf, inputShapeOf, transposedGeometryOf, type ConvolutionCase } from '../conv-oracle.ts';
import { formulaTensor } from '../oracle.ts';

export const isTransposed = ({ op }: ConvolutionCase): boolean => op.includes('transpose');

/** A stride above 1 whose last window leaves something over: t > 0 along an axis. */
export const hasTail = (item: ConvolutionCase): boolean =>
  geometryOf(item).axes.some(({ stride, tail }) => stride > 1 && tail > 0);

export function specOf(item: ConvolutionCase): LayerSpec {
  const shared = { input: inputShapeOf(item), outChannels: item.Cout, groups: item.groups, bias: item.bias };
  return isTransposed(item)
    ? { ...shared, kind: 'transposed-convolution', axes: transposedGeometryOf(item).axes }
    : { ...shared, kind: 'convolution', axes: geometryOf(item).axes };
}

/** The lesson of an oracle case with the oracle's own numbers. */
export function lessonOf(
  item: ConvolutionCase,
  selection: Selection,
  options: LessonOptions = plainOptions,
): Lesson {
  return layerLesson(
    specOf(item),
    {
      x: formulaTensor(inputShapeOf(item), item.salts.x),
      w: formulaTensor(item.wshape, item.salts.w),
      b: item.bias ? formulaTensor([item.Cout], item.salts.b) : null,
      dz: formulaTensor(item.outshape, item.salts.dz),
    },
    selection,
    options,
  );
}
