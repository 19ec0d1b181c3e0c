import { severityOfFinding } from '../problems/severities.ts';
import type { ModelReport } from '../report.ts';
import type { OperationInference } from '../shapes/inference.ts';

/**
 * How an input size suits a layer or a model, from worst to best: the framework refuses it; it runs, but input cells
 * are never read that a divisible size would have read (`pixels-lost`); it runs and keeps them all, with some size
 * rounded; every layer fits exactly. Each grade includes those before it.
 */
export const sizeGrades = ['refused', 'runs', 'keeps', 'fits'] as const;

export type SizeGrade = (typeof sizeGrades)[number];

/** A grade as its place in `sizeGrades`. */
export const refused = 0;
export const runs = 1;
export const keeps = 2;
export const fits = 3;

/** The grade of a model by its report; its severities are the usual ones. */
export function gradeOfReport({ problems, layers }: ModelReport, tried: TriedAxes): SizeGrade {
  if (problems.some(({ severity }) => severity === 'error')) return 'refused';
  const grades = layers.map(({ axes }) => gradeOf({ findings: [], axes }, tried));
  return sizeGrades[Math.min(fits, ...grades)] ?? 'refused';
}

/** Which of how many spatial axes are being tried: only these count where they are rounded; any may be refused. */
export interface TriedAxes {
  readonly axes: readonly number[];
  readonly spatialRank: number;
}

export function isTried({ axes, spatialRank }: TriedAxes, axis: number, rank: number): boolean {
  return rank !== spatialRank || axes.includes(axis);
}

/** What counts is what the framework does, whatever severities a user has chosen. */
export function gradeOf(
  { findings, axes }: Pick<OperationInference, 'findings' | 'axes'>,
  tried: TriedAxes,
): number {
  if (findings.some((finding) => severityOfFinding(finding) === 'error')) return refused;
  const counted = axes.filter((_, axis) => isTried(tried, axis, axes.length));
  if (counted.some(({ verdict }) => verdict === 'pixels-lost')) return runs;
  return counted.every(({ exact }) => exact) ? fits : keeps;
}
