import type { SizeSet } from '../../model/clean-sizes/size-set.ts';
import type { SizeSurvey } from '../../model/clean-sizes/survey.ts';
import { axisNames } from '../../model/problems/axis-text.ts';
import type { AnalyzedFile } from '../source.ts';

/** `convlens sizes --format json`: the contract that media/sizes.schema.json describes. */
interface SizesJson {
  readonly schemaVersion: 1;
  readonly file: string;
  readonly format: string | null;
  readonly models: readonly { readonly name: string; readonly surveys: readonly SurveyJson[] }[];
}

interface SurveyJson {
  readonly axes: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly present: number | null;
  readonly fits: SizeSet;
  readonly keeps: SizeSet;
  readonly runs: SizeSet;
}

export function sizesJson(
  { analysis, path }: AnalyzedFile,
  surveys: readonly (readonly SizeSurvey[])[],
): SizesJson {
  return {
    schemaVersion: 1,
    file: path,
    format: analysis.format,
    models: analysis.models.map(({ name }, model) => ({
      name,
      surveys: (surveys[model] ?? []).map(surveyJson),
    })),
  };
}

function surveyJson({ axes, spatialRank, from, to, present, fits, keeps, runs }: SizeSurvey): SurveyJson {
  const names = axes.map((axis) => axisNames([axis], spatialRank));
  return { axes: names, from, to, present, fits, keeps, runs };
}
