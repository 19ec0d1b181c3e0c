import { gradeOfReport, type SizeGrade } from '../model/clean-sizes/size-grade.ts';
import { shapesAt, sizedInputsOf, type SizedInputs } from '../model/clean-sizes/sized-inputs.ts';
import {
  axisGroups,
  surveyOf,
  surveySizes,
  type SizeRange,
  type SizeSurvey,
} from '../model/clean-sizes/survey.ts';
import type { ModelReport } from '../model/report.ts';
import { analyze, type Analysis } from './analyze.ts';
import type { Format, FormatContext, InputChoice, SourceDocument } from './format.ts';

/** A document with what is needed to analyse it again. */
export interface SurveyedDocument {
  readonly document: SourceDocument;
  readonly analysis: Analysis;
  readonly formats: readonly Format[];
  readonly context: FormatContext;
  /** The language of its messages; English unless told. */
  readonly language?: string | undefined;
}

/** Sizes that are tried unless told: enough for four periods of the strides in use. */
const usualRange: SizeRange = { from: 1, to: 1024 };

/** So many sizes on either side of the present one, where each costs an analysis of the whole document. */
const nearby = 32;

/**
 * Which input sizes suit model number `model` of a document. Where the layers are the same for every size, all sizes
 * are graded at once; where they follow from the sizes (Python, ONNX), the document is analysed anew for each, and
 * only sizes near the present one are tried unless told.
 */
export function surveyDocument(
  surveyed: SurveyedDocument,
  model: number,
  range: Partial<SizeRange> = {},
): readonly SizeSurvey[] {
  const steps = surveySteps(surveyed, model, range);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same with a step for each analysis of the document: a hundred of them take seconds, and others wait meanwhile. */
export function* surveySteps(
  surveyed: SurveyedDocument,
  model: number,
  range: Partial<SizeRange> = {},
): Generator<void, readonly SizeSurvey[]> {
  const { analysis, formats } = surveyed;
  const report = analysis.models[model];
  const format = formats.find(({ id }) => id === analysis.format);
  if (!report || !format) return [];
  if (!format.followsInputSize) {
    const to = range.to ?? Math.max(usualRange.to, range.from ?? 0);
    return surveySizes(report, { from: range.from ?? Math.min(usualRange.from, to), to });
  }
  const inputs = sizedInputsOf(report);
  if (inputs === null) return [];
  const surveys: SizeSurvey[] = [];
  for (const axes of axisGroups(inputs)) {
    const present = inputs.sizes[axes[0] ?? 0] ?? 224;
    const from = range.from ?? Math.max(1, Math.min(present, range.to ?? present) - nearby);
    const tried = { from, to: range.to ?? Math.max(from, present) + nearby };
    const grades: SizeGrade[] = [];
    for (let size = from; size <= tried.to; size++) {
      grades.push(gradeAt(surveyed, format, model, inputs, axes, size));
      yield;
    }
    surveys.push(surveyOf(inputs, axes, tried, grades));
  }
  return surveys;
}

function gradeAt(
  surveyed: SurveyedDocument,
  format: Format,
  model: number,
  inputs: SizedInputs,
  axes: readonly number[],
  size: number,
): SizeGrade {
  const report = reanalyzed(surveyed, format, model, shapesAt(inputs, axes, size));
  return report ? gradeOfReport(report, { axes, spatialRank: inputs.sizes.length }) : 'refused';
}

/** One size along some of the spatial axes. */
export interface SizeAlong {
  readonly axes: readonly number[];
  readonly size: number;
}

/** Model number `model` of a document as it is with other input sizes; null where it has no input with spatial axes. */
export function reportAt(
  surveyed: SurveyedDocument,
  model: number,
  sizes: readonly SizeAlong[],
): ModelReport | null {
  const { analysis, formats } = surveyed;
  const report = analysis.models[model];
  const format = formats.find(({ id }) => id === analysis.format);
  const inputs = report && sizedInputsOf(report);
  if (!format || !inputs) return null;
  const resized = sizes.reduce<SizedInputs>(
    (all, { axes, size }) => ({ ...all, shapes: shapesAt(all, axes, size) }),
    inputs,
  );
  return reanalyzed(surveyed, format, model, resized.shapes);
}

function reanalyzed(
  { document, analysis, context, language }: SurveyedDocument,
  format: Format,
  model: number,
  shapes: SizedInputs['shapes'],
): ModelReport | null {
  const names = new Map(analysis.models[model]?.inputs.map(({ node, name }) => [node, name]));
  const choices = [...shapes].map(([node, dims]): InputChoice => ({
    dims,
    name: names.get(node) ?? '',
    origin: 'argument',
  }));
  const resized = { ...context, inputs: [...choices, ...context.inputs] };
  return (
    analyze(document, [format], resized, language === undefined ? {} : { language }).models[model] ?? null
  );
}
