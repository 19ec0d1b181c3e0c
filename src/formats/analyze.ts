import { inferGraph, type InferenceOptions } from '../model/shapes/infer-graph.ts';
import type { Problem, ProblemCode, TextProblem } from '../model/problems/problem.ts';
import { severityOf } from '../model/problems/severities.ts';
import { wordedProblem } from '../model/problems/worded-problem.ts';
import type { ModelReport } from '../model/report.ts';
import type { Explanation, LeftOut } from '../model/explanation.ts';
import { said, type Text } from '../model/text/text.ts';
import { textIn, translationFor } from '../model/text/text-in.ts';
import type { Variant } from '../model/variant.ts';
import type { Span } from '../util/span.ts';
import { commentedContext } from './comments/commented-context.ts';
import type { Format, FormatContext, FormatId, FormatResult, ScaleChoice, SourceDocument } from './format.ts';
import { formatOf } from './registry.ts';

export interface AnalysisOptions extends InferenceOptions {
  /** Texts above this many UTF-16 units are not parsed; 5 MB unless set. Of binary files weights are skipped, not read. */
  readonly sizeLimit?: number;
}

/** Everything that one document holds. `format` is null where no format recognizes it. */
export interface Analysis {
  readonly format: FormatId | null;
  readonly models: readonly ModelReport[];
  /** Problems of the text; those of shapes are in their model's report. */
  readonly problems: readonly Problem[];
  /** Why sizes are not known, for formats whose text is interpreted; `graph` is the model's place. */
  readonly explanations?: readonly Explanation[];
  /** Models that there was no time for. */
  readonly leftOut?: readonly LeftOut[];
  /** The scales of the file, and which one this is. */
  readonly scales?: ScaleChoice;
  /** Ended for want of time: analysed once more by a thread that is warm by then, it may come further. */
  readonly unfinished?: boolean;
  /** Which of several networks the file was read as. */
  readonly variants?: readonly Variant[];
}

const defaultSizeLimit = 5_000_000;
const longestUncut = 120;

/**
 * Reads a document and infers all its models. Never throws: a fault of ConvLens itself becomes one problem, so that
 * the editor and the other files of a run go on.
 */
export function analyze(
  document: SourceDocument,
  formats: readonly Format[],
  context: FormatContext,
  options: AnalysisOptions = {},
): Analysis {
  let format: Format | null = null;
  try {
    format = formatOf(document, formats);
    if (format === null) return { format: null, models: [], problems: [] };
    const size = document.size ?? document.text.length;
    const limit = options.sizeLimit ?? defaultSizeLimit;
    if (size > limit && !document.bytes) return withProblem(format, tooLarge(size, limit), options);
    const commented = commentedContext(document, format, context);
    const result = format.parse(document, commented);
    const variants = [...(result.variants ?? []), ...scaleVariants(result.scales)].map((variant) => ({
      ...variant,
      origin: originOf(variant, context, commented),
    }));
    return { ...analyzed(format, result, options), ...(variants.length > 0 && { variants }) };
  } catch (error) {
    return withProblem(format, internalError(error), options);
  }
}

function analyzed(
  format: Format,
  { graphs, problems, explanations, leftOut, known, scales, unfinished }: FormatResult,
  options: AnalysisOptions,
): Analysis {
  const translation = translationFor(options.language);
  const severe = problems.flatMap((problem) => {
    const severity = options.severities?.[problem.code] ?? problem.severity;
    return severity === 'off' ? [] : [withShortNames({ ...wordedProblem(problem, translation), severity })];
  });
  const models = graphs.map((graph, place) => {
    const own = explanations?.filter((each) => each.graph === place) ?? [];
    const report = withoutRepeats(inferGraph(graph, { ...options, known: known?.[place] }), problems, own);
    return { ...report, problems: report.problems.map(withShortNames) };
  });
  return {
    format: format.id,
    models,
    problems: severe,
    ...(explanations && { explanations }),
    ...(leftOut && { leftOut }),
    ...(scales && { scales }),
    ...(unfinished && { unfinished }),
  };
}

/** A message quotes names of the file as they are written; very long ones are cut. */
function withShortNames<P extends Problem>(problem: P): P {
  if (problem.message.length <= longestUncut) return problem;
  return { ...problem, message: problem.message.replace(/`([^`]{60})[^`]{2,}`/g, '`$1…`') };
}

/** The choice between the scales that a file lists. */
function scaleVariants(choice: ScaleChoice | undefined): readonly Variant[] {
  if (!choice) return [];
  const origin = choice.origin === 'file-name' ? 'file-name' : 'default';
  return [{ kind: 'scale', options: choice.scales, chosen: choice.present, origin }];
}

/** What was asked for outside of the format's own text is known here. */
function originOf(
  { kind, origin }: Variant,
  asked: FormatContext,
  commented: FormatContext,
): Variant['origin'] {
  if (asked[kind] !== undefined) return 'chosen';
  return commented[kind] === undefined ? origin : 'comment';
}

/**
 * A layer that its format has called unknown, with what that format knows about it, is not called so again; nor is one
 * that is unknown because of what is an error already.
 */
function withoutRepeats(
  report: ModelReport,
  ofText: readonly TextProblem[],
  explanations: readonly Explanation[],
): ModelReport {
  const unknown = ofText.filter(({ code }) => code === 'unknown-layer');
  const errors = ofText.filter(({ severity }) => severity === 'error');
  if (unknown.length === 0 && errors.length === 0) return report;
  const following = new Set(
    explanations.flatMap(({ node, span }) =>
      span && errors.some((error) => isInside(error.span, span)) ? [node] : [],
    ),
  );
  const isSaid = ({ span, node = -1 }: Problem): boolean =>
    following.has(node) || unknown.some((other) => other.span.start === span.start);
  const problems = report.problems.filter((problem) => problem.code !== 'unknown-layer' || !isSaid(problem));
  return { ...report, problems };
}

/** Whether both are in the document itself, and one within the other. */
function isInside(inner: Span, outer: Span): boolean {
  const isHere = inner.file === undefined && outer.file === undefined;
  return isHere && inner.start >= outer.start && inner.end <= outer.end;
}

function withProblem(
  format: Format | null,
  [code, text]: readonly [ProblemCode, Text],
  options: AnalysisOptions,
): Analysis {
  const severity = severityOf(code, options.severities);
  const span = { start: 0, end: 0 };
  const message = textIn(translationFor(options.language), text);
  const problems = severity === null ? [] : [{ code, severity, message, span, related: [] }];
  return { format: format?.id ?? null, models: [], problems };
}

function tooLarge(size: number, limit: number): readonly [ProblemCode, Text] {
  const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
  return [
    'too-large',
    said(
      'This file has {0}; ConvLens reads files up to {1}. Raise the limit in the settings to have it read.',
      megabytes(size),
      megabytes(limit),
    ),
  ];
}

function internalError(error: unknown): readonly [ProblemCode, Text] {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    'internal-error',
    said('ConvLens failed on this file ({0}). Please report it with the file.', reason),
  ];
}
