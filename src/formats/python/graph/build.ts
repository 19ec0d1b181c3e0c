import type { FunctionCall, Graph, GraphNode, NodeSource, TensorRef } from '../../../model/graph/graph.ts';
import type { Span } from '../../../util/span.ts';
import type { ModelExplanation } from '../../../model/explanation.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { Origin, Place } from '../interpreter/atoms.ts';
import type { Unknown } from '../interpreter/values.ts';
import { nodeOf, type Recorded } from './recorded.ts';
import { outerFields } from './outer-fields.ts';
import type { Sources } from './source.ts';
import { isSameFile, leadingCall, spanIn } from './source.ts';
import { writtenInput } from './written-input.ts';

/** The graph of a traced model. `params` counts all that PyTorch would, called or not. */
export function buildGraph(
  sources: Sources,
  name: string,
  span: Span,
  nodes: readonly Recorded[],
  params: number | null,
): Graph {
  nodes.forEach((node, index) => {
    node.index = index;
  });
  const first = new Map<object, number>();
  const { document } = sources;
  const finished = nodes.map((node): GraphNode => {
    const shared = node.instance ? first.get(node.instance) : undefined;
    if (node.instance && shared === undefined) first.set(node.instance, node.index);
    return {
      id: node.id,
      type: node.type,
      operation: node.known?.operation ?? node.operation,
      inputs: node.inputs.map((origin) => referenceTo(nodes, origin)),
      source: node.place ? placed(document, node, node.place) : sourceOf(sources, span, node),
      blocks: node.blocks,
      sharesParametersOf: shared,
    };
  });
  return { name, framework: 'pytorch', layout: 'channels-first', span, nodes: finished, params };
}

/** A layer that does not fit is shown where the number stands that it was given. */
function sourceOf(sources: Sources, fallback: Span, node: Recorded): NodeSource {
  const source = sources.of(node.source) ?? { span: fallback, title: fallback, fields: {} };
  if (!node.found && node.results.length === 0) return source;
  const outer = outerFields(sources.document, node);
  const calls = callsOf(sources.document, node);
  const ledFrom = ledFromOf(sources.document, node, source.span);
  if (Object.keys(outer).length === 0 && calls.length === 0 && !ledFrom) return source;
  return {
    ...source,
    fields: { ...source.fields, ...outer },
    ...(calls.length > 0 && { calls }),
    ...(ledFrom && { ledFrom }),
  };
}

/** Where the document leads to something wrong in another file: where a layer is built, where an operation is run. */
function ledFromOf(document: SourceFile, { found, source, within }: Recorded, span: Span): Span | null {
  return found && span.file !== undefined ? leadingCall(document, source?.site ?? within) : null;
}

/** The document's calls of functions that ended with a node. */
function callsOf(document: SourceFile, { results }: Recorded): readonly FunctionCall[] {
  return results.flatMap(({ site: { file, call }, shapes }) => {
    if (!isSameFile(document, file)) return [];
    const span = spanIn(document, file, call.start, call.end);
    return [{ span, title: spanIn(document, file, call.callee.start, call.callee.end), shapes }];
  });
}

function placed(document: SourceFile, node: Recorded, { file, start, end }: Place): NodeSource {
  const { operation } = node;
  const span = spanIn(document, file, start, end);
  const ledFrom = ledFromOf(document, node, span);
  const isInput = operation.kind === 'input' && isSameFile(document, file);
  const input = isInput ? writtenInput(document.text, span, operation.shape) : null;
  return { span, title: span, fields: input ? { input } : {}, ...(ledFrom && { ledFrom }) };
}

function referenceTo(nodes: readonly Recorded[], origin: Origin | null): TensorRef | null {
  const node = origin && nodeOf(origin);
  if (!node || nodes[node.index] !== node) return null;
  return { node: node.index, output: Math.min(origin.output, Math.max(0, node.shapes.length - 1)) };
}

/** Why sizes are unknown, node by node. */
export function explanationsOf(document: SourceFile, nodes: readonly Recorded[]): ModelExplanation[] {
  const explanations: ModelExplanation[] = [];
  nodes.forEach(({ why }, index) => {
    if (why) explanations.push(explanationOf(document, index, why));
  });
  return explanations;
}

/** Why a node is unknown, with the construct that is to blame. */
export function explanationOf(document: SourceFile, node: number, { why, place }: Unknown): ModelExplanation {
  if (!place) return { node, reason: why, span: null };
  const { file, start, end } = place;
  const construct = constructOf(file.text, start, end);
  const span = spanIn(document, file, start, end);
  const { lines } = span.file === undefined ? document : file;
  return { node, reason: why, span, construct, line: lines.position(span.start).line + 1 };
}

/** What stands there on one line; with what is around it where that is nothing or a bracket, as where the syntax is broken. */
function constructOf(text: string, start: number, end: number): string {
  const construct = text.slice(start, Math.min(end, start + 200)).replace(/\s+/g, ' ');
  if (/[^\s()[\]{},.:;=]/.test(construct)) return construct;
  const [line = ''] = text.slice(text.lastIndexOf('\n', start - 1) + 1).split('\n', 1);
  return line.trim().slice(0, 200);
}
