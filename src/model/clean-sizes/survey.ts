import type { Framework } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { Column } from './column.ts';
import { Curves } from './curve.ts';
import { framed } from './framed.ts';
import { sizeGrades, type SizeGrade } from './size-grade.ts';
import { sizeSet, type SizeSet } from './size-set.ts';
import { SizeGrader } from './size-grader.ts';
import { shapesAt, sizedInputsOf, type SizedInputs, type SizedModel } from './sized-inputs.ts';

/** How the sizes of a range suit a model along some axes, the others kept as they are. */
export interface SizeSurvey {
  /** The spatial axes that have these sizes, all of them where the input is as wide as high. */
  readonly axes: readonly number[];
  readonly spatialRank: number;
  readonly from: number;
  readonly to: number;
  /** The present size; null where it is unknown. */
  readonly present: number | null;
  /** The grade of each size from `from` on. */
  readonly grades: readonly SizeGrade[];
  /** Sizes for which every layer fits exactly, for which no pixel is lost, and for which the model runs. */
  readonly fits: SizeSet;
  readonly keeps: SizeSet;
  readonly runs: SizeSet;
}

export interface SizeRange {
  readonly from: number;
  readonly to: number;
}

interface SurveyedModel extends SizedModel {
  readonly framework: Framework;
}

/**
 * Tries every size of the range: along all axes at once where they have one size (or none is known), else along one
 * axis after the other. Empty where the model has no input with spatial axes. Equal to full inference at each size.
 */
export function surveySizes(model: SurveyedModel, range: SizeRange): readonly SizeSurvey[] {
  const { framework, layers } = model;
  const inputs = sizedInputsOf(model);
  if (inputs === null) return [];
  return axisGroups(inputs).map((axes) => {
    const curves = new Curves();
    const present = inputs.sizes[axes[0] ?? 0] ?? null;
    const count = Math.max(0, range.to - range.from + 1);
    const isInRange = present !== null && present >= range.from && present <= range.to;
    const tried = { axes, spatialRank: inputs.sizes.length };
    const place = isInRange ? present - range.from : null;
    const grader = new SizeGrader(framework, tried, count, place, curves);
    const columns = sizedColumns(inputs, axes, range, grader.grades, curves);
    for (const [node, layer] of layers.entries()) grader.add(layer, columns.get(node));
    const grades = Array.from(grader.grades, (grade) => sizeGrades[grade] ?? 'refused');
    return surveyOf(inputs, axes, range, grades);
  });
}

/** The shapes of the inputs at every size of the range, by their nodes. */
function sizedColumns(
  inputs: SizedInputs,
  axes: readonly number[],
  { from }: SizeRange,
  grades: Uint8Array,
  curves: Curves,
): ReadonlyMap<number, Column> {
  const atSizes = Array.from(grades, (_, candidate) => shapesAt(inputs, axes, from + candidate));
  return new Map(
    [...inputs.shapes.keys()].map((node) => {
      const shapes = atSizes.map((sizes): Shape => sizes.get(node) ?? null);
      return [node, framed(shapes, grades, inputs.start, curves)];
    }),
  );
}

/** Axes of one size change together: an image as wide as high is to stay so. */
export function axisGroups({ sizes }: SizedInputs): readonly (readonly number[])[] {
  const axes = [...sizes.keys()];
  return new Set(sizes).size <= 1 ? [axes] : axes.map((axis) => [axis]);
}

/** A survey from the grade of each size. */
export function surveyOf(
  { sizes }: SizedInputs,
  axes: readonly number[],
  { from, to }: SizeRange,
  grades: readonly SizeGrade[],
): SizeSurvey {
  const present = sizes[axes[0] ?? 0] ?? null;
  const atLeast = (least: SizeGrade): SizeSet => {
    const limit = sizeGrades.indexOf(least);
    const taken = grades.flatMap((found, place) =>
      sizeGrades.indexOf(found) >= limit ? [from + place] : [],
    );
    return sizeSet(taken, { from, to }, present);
  };
  return {
    axes,
    spatialRank: sizes.length,
    from,
    to,
    present,
    grades,
    fits: atLeast('fits'),
    keeps: atLeast('keeps'),
    runs: atLeast('runs'),
  };
}
