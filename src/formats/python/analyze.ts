import type { Variant } from '../../model/variant.ts';
import type { Explanation, LeftOut, ModelExplanation } from '../../model/explanation.ts';
import { shortened } from '../../util/shortened.ts';
import type { FormatContext, FormatResult, SourceDocument } from '../format.ts';
import type { Graph } from '../../model/graph/graph.ts';
import type { Span } from '../../util/span.ts';
import type { KnownInferences } from '../../model/shapes/inference.ts';
import type { TextProblem } from '../../model/problems/problem.ts';
import { defaultSeverities } from '../../model/problems/severities.ts';
import { buildGraph, explanationOf, explanationsOf } from './graph/build.ts';
import { LineShapes } from './graph/line-shapes.ts';
import type { Recorded } from './graph/recorded.ts';
import { isSameFile, Misplaced, spanIn } from './graph/source.ts';
import { passedByName } from './fixes/passed-by-name.ts';
import type { Place } from './interpreter/atoms.ts';
import { Unknown } from './interpreter/values.ts';
import type { PyError, Report } from './interpreter/machine.ts';
import type { BudgetLimits, BudgetSpent, Part } from './interpreter/budget.ts';
import { handsOn, type Traced } from './models/forward.ts';
import {
  candidatesOf,
  isKnown,
  namedCandidate,
  partsOf,
  type Candidate,
  type Known,
} from './models/candidates.ts';
import { Earlier, together } from './again/earlier.ts';
import type { KeptAnalyses, KeptFile } from './again/kept-files.ts';
import { resumed } from './again/resume.ts';
import type { ModelResult } from './again/kept-model.ts';
import { misnamedMethods } from './models/misnamed-methods.ts';
import { registrationProblems } from './models/registration.ts';
import { hasShapeComments, staleComments } from './models/shape-comments.ts';
import { traceModel } from './models/plan.ts';
import { Session } from './session.ts';
import { parameterTotal } from './torch/module.ts';
import { asWritten, filled, said, type Text } from '../../model/text/text.ts';
import { textIn } from '../../model/text/text-in.ts';

/** Everything that a Python file's models are, for inference to go over. Never throws. */
export function analyzePython(
  document: SourceDocument,
  context: FormatContext,
  kept: KeptAnalyses,
  limits: BudgetLimits,
): FormatResult {
  const goingOn = goneOn(document, context, kept, limits);
  if (goingOn) return goingOn;
  const session = new Session(document, context, kept, limits);
  const result = analyzed(session, kept, kept.files.of(document.path));
  if (result) return result;
  // What models change that others read happens in the order of the file only where all are followed.
  const left = session.budget.left;
  return (
    analyzed(new Session(document, context, kept, { ...limits, milliseconds: left }), kept, null) ?? nothing
  );
}

/** What an edit leaves of an earlier version is gone on with; null where that cannot be done. */
function goneOn(
  document: SourceDocument,
  context: FormatContext,
  kept: KeptAnalyses,
  limits: BudgetLimits,
): FormatResult | null {
  try {
    const found = resumed(document, context, kept, limits);
    if (!found) return null;
    const result = analyzed(found.session, kept, found.before);
    // What the version before has built is no longer as it was.
    if (!result) kept.files.forget(document.path);
    return result;
  } catch (thrown) {
    if (!(thrown instanceof Misplaced)) throw thrown;
    kept.files.forget(document.path);
    return null;
  }
}

/** Building all models leaves some of the budget to follow those that have been built. */
const building: Part = { share: 0.7 };
/** What following one model may take of what is left, where others come after it. */
const following = 0.5;

/** Milliseconds that inference and the editor's answers take for a node, later. */
const perNode = 0.012;

const nothing: FormatResult = { graphs: [], problems: [] };

/** Null where models of the version before were taken over, and should not have been. */
function analyzed(session: Session, { files }: KeptAnalyses, before: KeptFile | null): FormatResult | null {
  const earlier = new Earlier(session, files, before);
  const graphs: Graph[] = [];
  const explanations: Explanation[] = [];
  const problems: TextProblem[] = [];
  const known: KnownInferences[] = [];
  let candidates: readonly (Candidate | Known)[] = [];
  session.budget.within(() => {
    candidates = chosen(session, problems, earlier);
  }, building);
  const hasComments = hasShapeComments(session.file);
  for (const [place, candidate] of candidates.entries()) {
    const share = Math.max(following, 1 / (candidates.length - place));
    const { result, ended } = isKnown(candidate)
      ? kept(candidate, earlier)
      : followed(session, candidate, { hasComments, share, isOnly: candidates.length === 1 }, earlier);
    // What has layers says itself where it ends.
    if (ended && result.graph.nodes.length === 0) session.leaveOut(candidate.name, candidate, ended);
    session.budget.reserve(perNode * result.graph.nodes.length);
    explanations.push(...result.explanations.map((each) => ({ graph: graphs.length, ...each })));
    graphs.push(result.graph);
    problems.push(...result.problems);
    known.push(result.known);
  }
  if (session.vm.reads.hasChanges && earlier.hasRepeated) return null;
  earlier.finish();
  problems.push(...misnamedMethods(session));
  problems.push(...session.recorder.reports.all.map((report) => problemOfReport(session, report)));
  const shown = session.file.isBroken ? problems.filter(({ code }) => !ofNames.has(code)) : problems;
  return {
    graphs,
    problems: ofThisFile(shown),
    explanations,
    known,
    unfinished: session.budget.outOfTime,
    ...(session.leftOut.length > 0 && { leftOut: session.leftOut.toSorted(byPlace) }),
    variants: modelVariants(candidates, session.context),
  };
}

/** What is wrong with names, calls and what is built for nothing: where the syntax is broken, what they lack is not read. */
const ofNames: ReadonlySet<TextProblem['code']> = new Set([
  'invalid-value',
  'unknown-reference',
  'unused-layer',
  'unregistered-layer',
  'unused-result',
]);

const byPlace = (first: LeftOut, second: LeftOut): number => first.span.start - second.span.start;

function kept({ name, again }: Known, earlier: Earlier): Followed {
  earlier.keep(name, again);
  return { result: again.result, isWhole: true, ended: null };
}

/** Follows a model, and keeps it where nothing ended that early. */
function followed(session: Session, candidate: Candidate, how: Following, earlier: Earlier): Followed {
  const { vm, budget } = session;
  const { spent } = budget;
  const follow = (): Followed => followModel(session, candidate, how);
  if (!earlier.watches) return follow();
  const { value, reads } = vm.reads.part(++vm.journal.clock, () => session.asBefore(follow));
  const { model, steps, name } = candidate;
  if (candidate.reads && !reads.spoiled) earlier.keepBuilt(name, { model, reads: candidate.reads, steps });
  if (value.isWhole && candidate.reads)
    earlier.keep(name, {
      file: session.file,
      result: value.result,
      type: model.type,
      parts: partsOf(model),
      reads: together(candidate.reads, reads),
      steps: steps + budget.spent - spent,
    });
  return value;
}

interface Following {
  readonly hasComments: boolean;
  /** Whether it is the file's only model. */
  readonly isOnly: boolean;
  /** What it may take of what is left of the budget. */
  readonly share: number;
}

interface Followed {
  readonly result: ModelResult;
  readonly isWhole: boolean;
  /** Why it was not followed to its end, where it was not. */
  readonly ended: BudgetSpent | null;
}

function followModel(
  session: Session,
  candidate: Candidate,
  { hasComments, isOnly, share }: Following,
): Followed {
  const { file } = session;
  const shapes = hasComments ? new LineShapes(file) : null;
  session.recorder.lineShapes = shapes;
  let traced: Traced | undefined;
  session.recorder.reports.forgetDoubt();
  session.inPart({ share }, () => {
    traced = traceModel(session, candidate, isOnly);
  });
  const { nodes, error, ended } = traced ?? { nodes: [], error: null, ended: session.ended };
  const problems: TextProblem[] = [];
  const span = { start: candidate.start, end: candidate.end };
  const known = nodes.map((node) => node.known);
  const graph = buildGraph(session.sources, candidate.name, span, nodes, parameterTotal(candidate.model));
  if (error?.certain && !isOfGuess(error, candidate, nodes)) {
    const place = error.place ?? placeOfInput(nodes) ?? { file, ...span };
    const found = problem(session, 'invalid-value', asWritten(error.message), place);
    const repairs = isSameFile(file, place.file) ? passedByName(file, found.span, error.missing) : [];
    problems.push(repairs.length > 0 ? { ...found, repairs } : found);
  }
  const isWhole = !error && !ended;
  if (isWhole) {
    problems.push(...registrationProblems(session, candidate));
    if (shapes) problems.push(...staleComments(session, shapes, isGuessed(nodes)));
  }
  const reasons = explanationsOf(file, nodes);
  const explanations = [...reasons, ...endOf(session, nodes.length, error, ended)];
  const { doubt } = session.recorder.reports;
  // Nothing was left to say it of: the pass goes on without its tensors.
  if (isWhole && doubt && reasons.length === 0 && nodes.length > 0)
    explanations.push(explanationOf(file, nodes.length - 1, followedNoFurther(doubt)));
  return { result: { graph, explanations, problems, known }, isWhole, ended };
}

/** The choice between the file's models, where it has several, or was made. */
function modelVariants(
  candidates: readonly (Candidate | Known)[],
  { model }: FormatContext,
): readonly Variant[] {
  if (candidates.length < 2 && model === undefined) return [];
  const options = [...new Set(candidates.map(({ name }) => name))];
  return [{ kind: 'model', options, chosen: model ?? null, origin: 'default' }];
}

/** Longer names no message shows as a whole. */
const longestName = 100;

/** Each once; what is wrong in another file is shown there, unless it is an error. */
function ofThisFile(problems: readonly TextProblem[]): TextProblem[] {
  const seen = new Set<string>();
  return problems.flatMap((problem) => {
    const { code, message, severity, span } = problem;
    const key = `${code} ${span.file ?? ''} ${span.start} ${textIn(null, message)}`;
    if (seen.has(key) || (span.file !== undefined && severity !== 'error')) return [];
    seen.add(key);
    const short = withShortWords(message);
    if (span.file === undefined) return [short === message ? problem : { ...problem, message: short }];
    const name = span.file.replace(/^.*[/\\]/, '');
    const start = { start: 0, end: 0 };
    return [{ code, severity, message: said('In {0}: {1}', name, filled(short)), span: start, related: [] }];
  });
}

/** The text with its long values cut; the same one where there are none. */
function withShortWords(text: Text): Text {
  if (typeof text === 'string') return text;
  const values = text.values.map((value) => {
    if (typeof value === 'object') return filled(withShortWords(value));
    return typeof value === 'string' ? value.replace(/\S+/g, (word) => shortened(word, longestName)) : value;
  });
  return values.every((value, place) => value === text.values[place]) ? text : { ...text, values };
}

/** What a forward pass that cannot even begin was given. */
function placeOfInput(nodes: readonly Recorded[]): Place | null {
  return nodes.find(({ operation, place }) => operation.kind === 'input' && place !== null)?.place ?? null;
}

/** What a program says of an input that was guessed is said of the guess; so is what `*args` were not given. */
function isOfGuess(
  { isStated, missing }: PyError,
  { model }: Candidate,
  nodes: readonly Recorded[],
): boolean {
  const hasInput = nodes.some(({ operation }) => operation.kind === 'input');
  if (missing.length > 0 && handsOn(model)) return isGuessed(nodes) || !hasInput;
  return isStated && isGuessed(nodes);
}

/** Whether an input's size stands nowhere. */
function isGuessed(nodes: readonly Recorded[]): boolean {
  return nodes.some(
    ({ operation }) =>
      operation.kind === 'input' && (operation.origin === 'default' || operation.origin === 'inferred'),
  );
}

const followedNoFurther = ({ why, place }: Unknown): Unknown =>
  new Unknown(said('followed no further: {0}', filled(why)), place);

/** Why a forward pass was followed no further, where it was not; it hangs on the last node that was reached. */
function endOf(
  session: Session,
  nodes: number,
  error: PyError | null,
  ended: BudgetSpent | null,
): ModelExplanation[] {
  const why = error ? followedNoFurther(new Unknown(asWritten(error.message), error.place)) : null;
  const spent = ended && new Unknown(said('followed no further: {0}', filled(ended.why)), null);
  const reason = why ?? spent;
  return reason === null || nodes === 0 ? [] : [explanationOf(session.file, nodes - 1, reason)];
}

function problemOfReport(session: Session, { code, message, place, repairs }: Report): TextProblem {
  const found = problem(session, code, message, place);
  if (!repairs || !place) return { ...found, ...(repairs && { repairs }) };
  const { file } = place;
  const at = ({ start, end }: Span): Span => spanOf(session, { file, start, end });
  return {
    ...found,
    repairs: repairs.map((repair) => ({
      ...repair,
      edits: repair.edits.map((edit) => ({ ...edit, span: at(edit.span) })),
    })),
  };
}

function problem(
  session: Session,
  code: TextProblem['code'],
  message: Text,
  place: Parameters<typeof spanOf>[1],
): TextProblem {
  return { code, severity: defaultSeverities[code], message, span: spanOf(session, place), related: [] };
}

function spanOf(
  session: Session,
  place: { file: Session['file']; start: number; end: number } | null,
): TextProblem['span'] {
  return place ? spanIn(session.file, place.file, place.start, place.end) : { start: 0, end: 0 };
}

function chosen(session: Session, problems: TextProblem[], earlier: Earlier): readonly (Candidate | Known)[] {
  const { model } = session.context;
  if (model === undefined) return candidatesOf(session, earlier);
  const found = namedCandidate(session, model);
  if (!('error' in found)) return [found];
  problems.push(problem(session, 'unknown-reference', said('{0}: {1}', model, found.error), null));
  return [];
}
