import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { TextEdit } from '../../util/span.ts';
import type { LayerReport, ModelReport } from '../report.ts';
import { fixCandidates } from './fix-candidates.ts';
import type { Finding } from './finding.ts';
import { compactShapeText, counted } from './number-text.ts';
import type { Fix, Problem, Severity } from './problem.ts';

/** What an analysis of the changed text gives: the models, and the problems of the text itself. */
export interface Reanalysis {
  readonly models: readonly ModelReport[];
  readonly problems: readonly Problem[];
}

export type Reanalyze = (edits: readonly TextEdit[]) => Reanalysis;

const mostFixes = 6;
/** Below it, a candidate changes one number of the layer itself by little. */
const modestCost = 2;

/**
 * Changes that solve a problem of one model, each checked by analysing the changed text: the problem is gone and the
 * layer got nothing as bad instead. The title names the layer's output and whether the rest of the model still fits.
 * Those with which it does come first, then the nearest; the first of them is preferred.
 */
export function fixesOf(
  problem: Problem,
  model: number,
  before: Reanalysis,
  reanalyze: Reanalyze,
): readonly Fix[] {
  const report = before.models[model];
  const { finding, node } = problem;
  if (!report || !finding || node === undefined) return [];
  const seen = new Set<string>();
  const checked = fixCandidates(finding, node, report).flatMap((candidate) => {
    const key = JSON.stringify(candidate.edits);
    if (seen.has(key)) return [];
    seen.add(key);
    const outcome = check(problem, finding, node, model, before, reanalyze(candidate.edits));
    return outcome === null ? [] : [{ candidate, ...outcome }];
  });
  checked.sort((a, b) => a.newProblems - b.newProblems || a.candidate.cost - b.candidate.cost);
  return checked.slice(0, mostFixes).map(({ candidate, output, axes, newProblems }, place) => {
    const rest = newProblems === 0 ? 'the rest fits' : counted(newProblems, 'new problem');
    const title = `${candidate.title}: output ${output}; ${rest}`;
    // What is only information should not have a whole model resized by a key press.
    const modest = rank(problem.severity) >= rank('warning') || candidate.cost < modestCost;
    return { title, edits: candidate.edits, preferred: place === 0 && newProblems === 0 && modest, axes };
  });
}

interface Outcome {
  readonly output: string;
  readonly axes: readonly AxisGeometry[];
  /** Problems elsewhere that were not there before. */
  readonly newProblems: number;
}

function check(
  problem: Problem,
  finding: Finding,
  node: number,
  model: number,
  before: Reanalysis,
  after: Reanalysis,
): Outcome | null {
  const report = after.models[model];
  const old = before.models[model];
  const id = old?.layers[node]?.id;
  const place = report?.layers.findIndex((layer) => layer.id === id) ?? -1;
  const layer = report?.layers[place];
  if (!report || !old || !layer || textBroke(before, after)) return null;
  const known = new Set(old.problems.map((other) => keyOf(other, old)));
  const here = report.problems.filter((other) => other.node === place);
  const remains = here.some((other) => other.finding && samePlace(other.finding, finding));
  if (
    remains ||
    here.some((other) => isNew(other, report, known) && rank(other.severity) >= rank(problem.severity))
  ) {
    return null;
  }
  // A misfit of no weight elsewhere does not count against a fix for an error; one as heavy as the problem does.
  const least = Math.min(rank(problem.severity), rank('warning'));
  const newProblems = report.problems.filter(
    (other) => other.node !== place && rank(other.severity) >= least && isNew(other, report, known),
  );
  const newInText = countFrom(after.problems, least) - countFrom(before.problems, least);
  return {
    output: outputText(layer),
    axes: layer.axes.flatMap(({ geometry }) => geometry ?? []),
    newProblems: newProblems.length + Math.max(0, newInText),
  };
}

const order: readonly Severity[] = ['hint', 'information', 'warning', 'error'];

function rank(severity: Severity): number {
  return order.indexOf(severity);
}

/** The edit must not be one that the format cannot read. */
function textBroke(before: Reanalysis, after: Reanalysis): boolean {
  return countFrom(after.problems, rank('error')) > countFrom(before.problems, rank('error'));
}

/** How many problems weigh at least that much. */
function countFrom(problems: readonly Problem[], least: number): number {
  return problems.filter(({ severity }) => rank(severity) >= least).length;
}

function isNew(problem: Problem, report: ModelReport, known: ReadonlySet<string>): boolean {
  return !known.has(keyOf(problem, report));
}

function keyOf({ code, node, finding }: Problem, { layers }: ModelReport): string {
  return `${code} ${layers[node ?? -1]?.id ?? ''} ${finding?.axes.join() ?? ''}`;
}

function samePlace(a: Finding, b: Finding): boolean {
  if (a.code !== b.code || a.field !== b.field) return false;
  return a.axes.length === 0 || b.axes.length === 0 || a.axes.some((axis) => b.axes.includes(axis));
}

/** Sizes of the layer's output: one number for a square. */
function outputText({ outputShapes, axes }: LayerReport): string {
  const shape = outputShapes[0] ?? null;
  if (axes.length === 0 || shape === null) return compactShapeText(shape);
  const sizes = shape.slice(-axes.length);
  return new Set(sizes).size === 1 ? compactShapeText(sizes.slice(0, 1)) : compactShapeText([null, ...sizes]);
}
