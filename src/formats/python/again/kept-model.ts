import type { ModelExplanation } from '../../../model/explanation.ts';
import type { FunctionCall, Graph, GraphNode, NodeSource } from '../../../model/graph/graph.ts';
import type { TextProblem } from '../../../model/problems/problem.ts';
import type { KnownInferences } from '../../../model/shapes/inference.ts';
import type { Span } from '../../../util/span.ts';
import type { ReadSet } from '../interpreter/reads.ts';
import type { PyClass } from '../interpreter/values.ts';
import type { SourceFile } from '../syntax/parse.ts';

/** All that the analysis of a file says about one of its models. */
export interface ModelResult {
  readonly graph: Graph;
  readonly explanations: readonly ModelExplanation[];
  readonly problems: readonly TextProblem[];
  /** What inference has already made of the graph's nodes. */
  readonly known: KnownInferences;
}

/** A model that was followed in an earlier version of a file. */
export interface KeptModel {
  readonly result: ModelResult;
  /** The version of the file that the result's places are in. */
  readonly file: SourceFile;
  readonly type: PyClass | null;
  /** Classes of the modules inside of it. */
  readonly parts: ReadonlySet<PyClass>;
  /** What building and following it has read. */
  readonly reads: ReadSet;
  /** The steps that it took. */
  readonly steps: number;
}

/** The result in the next version of the text; null where the edit is in the midst of a place that it names. */
export function movedResult(
  { graph, explanations, problems, known }: ModelResult,
  span: Span,
  place: Move,
  { lines }: SourceFile,
): ModelResult | null {
  try {
    const move = <S extends Span>(each: S): S => {
      const moved = place(each);
      if (moved === null) throw new Touched();
      return moved;
    };
    // Nodes that no call made stand where the model does.
    const own = move(graph.span);
    if (own.start !== span.start || own.end !== span.end) return null;
    return {
      graph: { ...graph, span, nodes: movedNodes(graph.nodes, move) },
      explanations: explanations.map((explanation) => movedExplanation(explanation, move, lines)),
      problems: problems.map((problem) => movedProblem(problem, move)),
      known,
    };
  } catch (thrown) {
    if (thrown instanceof Touched) return null;
    throw thrown;
  }
}

class Touched extends Error {}

/** Where something is in another version; null where it is no longer there. */
export type Move = <S extends Span>(span: S) => S | null;
type Moved = <S extends Span>(span: S) => S;

/** The same list where no place of it has moved. */
function movedNodes(nodes: readonly GraphNode[], move: Moved): readonly GraphNode[] {
  const sources = new Map<NodeSource, NodeSource>();
  let hasMoved = false;
  for (const { source } of nodes) {
    if (sources.has(source)) continue;
    const moved = movedSource(source, move);
    hasMoved ||= moved !== source;
    sources.set(source, moved);
  }
  if (!hasMoved) return nodes;
  return nodes.map((node) => {
    const source = sources.get(node.source) ?? node.source;
    return source === node.source ? node : { ...node, source };
  });
}

function movedSource(source: NodeSource, move: Moved): NodeSource {
  const { insertions } = source;
  const span = move(source.span);
  const title = move(source.title);
  const ledFrom = source.ledFrom && move(source.ledFrom);
  let hasMoved = span !== source.span || title !== source.title || ledFrom !== source.ledFrom;
  const fields = Object.fromEntries(
    Object.entries(source.fields).map(([name, field]) => {
      const moved = { ...field, span: move(field.span), ...(field.axes && { axes: field.axes.map(move) }) };
      hasMoved ||=
        moved.span !== field.span || moved.axes?.some((axis, place) => axis !== field.axes?.[place]) === true;
      return [name, moved];
    }),
  );
  const inserted = Object.entries(insertions ?? {}).map(([name, insertion]) => {
    const { start: offset } = move({ start: insertion.offset, end: insertion.offset });
    hasMoved ||= offset !== insertion.offset;
    return [name, { ...insertion, offset }] as const;
  });
  const calls = source.calls?.map((call): FunctionCall => {
    const moved = { ...call, span: move(call.span), title: move(call.title) };
    hasMoved ||= moved.span !== call.span || moved.title !== call.title;
    return moved;
  });
  if (!hasMoved) return source;
  return {
    span,
    title,
    fields,
    ...(insertions && { insertions: Object.fromEntries(inserted) }),
    ...(calls && { calls }),
    ...(ledFrom && { ledFrom }),
  };
}

function movedExplanation(
  explanation: ModelExplanation,
  move: Moved,
  lines: SourceFile['lines'],
): ModelExplanation {
  const { span, line } = explanation;
  if (!span || span.file !== undefined) return explanation;
  const moved = move(span);
  return {
    ...explanation,
    span: moved,
    ...(line !== undefined && { line: lines.position(moved.start).line + 1 }),
  };
}

function movedProblem(problem: TextProblem, move: Moved): TextProblem {
  const { span, related, repairs } = problem;
  return {
    ...problem,
    span: move(span),
    related: related.map((place) => ({ ...place, span: move(place.span) })),
    ...(repairs && {
      repairs: repairs.map((repair) => ({
        ...repair,
        edits: repair.edits.map((edit) => ({ ...edit, span: move(edit.span) })),
      })),
    }),
  };
}
