import type { AxisGeometry } from '../../engine/geometry/axis.ts';
import type { Span, TextEdit } from '../../util/span.ts';
import type { LayerReport, ModelReport } from '../report.ts';
import { fieldEdits } from './field-edit.ts';
import { titleOf, type FixCandidate } from './fix-candidate.ts';
import { fixCandidates } from './fix-candidates.ts';
import type { Finding } from './finding.ts';
import { compactShapeText } from './number-text.ts';
import type { Fix, Problem, Severity } from './problem.ts';
import { englishProblems, type ProblemWords } from './words/english-problems.ts';

/** What an analysis of the changed text gives: the models, and the problems of the text itself. */
export interface Reanalysis {
  readonly models: readonly ModelReport[];
  readonly problems: readonly Problem[];
}

/** Null where there is no time left. */
export type Reanalyze = (edits: readonly TextEdit[]) => Reanalysis | null;

const mostFixes = 6;
/** Below it, a candidate changes one number of the layer itself by little. */
const modestCost = 2;

/**
 * Changes that solve a problem of one model, each checked by analysing the changed text: the problem is gone and the
 * layer got nothing as bad instead. The title names the layer's output and whether the rest of the model still fits.
 * Those with which it does come first, then those that solve more errors, then those that leave no problem, then the
 * nearest; the first of them is preferred.
 * `rewrites` are the format's own candidates. Where none leaves the rest as it is, the numbers of the layers behind are
 * changed with it.
 */
export function fixesOf(
  problem: Problem,
  model: number,
  before: Reanalysis,
  reanalyze: Reanalyze,
  rewrites: readonly FixCandidate[] = [],
  words: ProblemWords = englishProblems,
): readonly Fix[] {
  const report = before.models[model];
  const { finding, node } = problem;
  if (!report || !finding || node === undefined) return [];
  const seen = new Set<string>();
  const checkedOf = (candidates: readonly FixCandidate[]): Checked[] =>
    candidates.flatMap((candidate) => {
      const key = JSON.stringify(candidate.edits);
      if (seen.has(key)) return [];
      seen.add(key);
      const after = reanalyze(candidate.edits);
      const outcome = after && check(problem, finding, node, model, before, after);
      return outcome === null ? [] : [{ candidate, ...outcome }];
    });
  const alone = checkedOf([...rewrites, ...fixCandidates(finding, node, report)]);
  const fits = alone.some(({ newProblems }) => newProblems.length === 0);
  const checked = fits
    ? alone
    : [...alone, ...checkedOf(alone.flatMap((each) => withLayersBehind(each, report)))];
  checked.sort(
    (a, b) =>
      a.newProblems.length - b.newProblems.length ||
      a.errorsLeft - b.errorsLeft ||
      Number(a.left > 0) - Number(b.left > 0) ||
      a.candidate.cost - b.candidate.cost,
  );
  return checked.slice(0, mostFixes).map(({ candidate, output, axes, newProblems, left }, place) => {
    const title = words.fix.outcome(titleOf(candidate, words), output, newProblems.length, left);
    // What is only information should not have a whole model resized by a key press.
    const modest = rank(problem.severity) >= rank('warning') || candidate.cost < modestCost;
    const preferred = place === 0 && newProblems.length === 0 && modest;
    return { title, edits: candidate.edits, preferred, axes };
  });
}

interface Outcome {
  readonly output: string;
  readonly axes: readonly AxisGeometry[];
  /** Problems elsewhere that were not there before, and the layers that have them. */
  readonly newProblems: readonly NewProblem[];
  /** How many problems as heavy were there before and still are. */
  readonly left: number;
  /** How many of the model's errors are left: one cause may have several. */
  readonly errorsLeft: number;
}

interface NewProblem {
  /** Null where it is the text's. */
  readonly layer: string | null;
  readonly finding: Finding | null;
}

interface Checked extends Outcome {
  readonly candidate: FixCandidate;
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
  const named = report?.layers.findIndex((layer) => layer.id === id) ?? -1;
  // A call of another function has another name, in the same place.
  const place = named < 0 && report?.layers.length === old?.layers.length ? node : named;
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
  const heavy = report.problems.filter(({ severity }) => rank(severity) >= least);
  const isNewThere = (other: Problem): boolean => other.node !== place && isNew(other, report, known);
  const newProblems = heavy
    .filter(isNewThere)
    .map((other) => ({ layer: report.layers[other.node ?? -1]?.id ?? null, finding: other.finding ?? null }));
  const inText = countFrom(after.problems, least);
  const newInText = Math.max(0, inText - countFrom(before.problems, least));
  return {
    output: outputText(layer),
    axes: layer.axes.flatMap(({ geometry }) => geometry ?? []),
    newProblems: [...newProblems, ...Array<NewProblem>(newInText).fill({ layer: null, finding: null })],
    left: heavy.length - newProblems.length + inText - newInText,
    errorsLeft: countFrom(report.problems, rank('error')),
  };
}

/** The change, with the numbers that layers behind it must have then, where it is only these that do not fit. */
function withLayersBehind({ candidate, newProblems }: Checked, { layers }: ModelReport): FixCandidate[] {
  const edits = [...candidate.edits];
  const behind: { readonly layer: string; readonly value: number }[] = [];
  for (const { layer: id, finding } of newProblems) {
    const layer = layers.find((each) => each.id === id);
    if (!layer || !finding) return [];
    switch (finding.code) {
      case 'channel-mismatch':
      case 'features-mismatch':
      case 'normalization-mismatch': {
        const more = fieldEdits(layer.source, finding.field, [finding.actual], finding.axes);
        if (!more || more.some((edit) => edits.some((other) => overlap(edit.span, other.span)))) return [];
        edits.push(...more);
        behind.push({ layer: layer.id, value: finding.actual });
        break;
      }
      default:
        return [];
    }
  }
  return [{ title: candidate.title, behind, edits, cost: candidate.cost + newProblems.length }];
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
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
  return `${code} ${layers[node ?? -1]?.id ?? ''} ${finding?.field ?? ''} ${finding?.axes.join() ?? ''}`;
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
