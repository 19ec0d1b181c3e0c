import type { Graph } from '../../src/model/graph/graph.ts';
import type { Operation } from '../../src/model/graph/operation.ts';
import type { TextProblem } from '../../src/model/problems/problem.ts';
import { convlensFormat } from '../../src/formats/convlens/format.ts';
import type { FormatResult, InputChoice } from '../../src/formats/format.ts';
import { textIn } from '../../src/model/text/text-in.ts';

/** Parses a text in ConvLens' own format. */
export function parseConvlens(
  text: string,
  { json = false, inputs = [] }: { json?: boolean; inputs?: readonly InputChoice[] } = {},
): FormatResult {
  const path = json ? 'model.convlens.json' : 'model.convlens.yaml';
  return convlensFormat().parse({ path, text }, { inputs, readFile: () => null });
}

/** The only graph of a text, and its problems with the text they stand at. */
export function readOne(text: string): { readonly graph: Graph; readonly problems: readonly string[] } {
  const { graphs, problems } = parseConvlens(text);
  const graph = graphs[0];
  if (graph === undefined) throw new Error(`No model in ${text}`);
  return { graph, problems: problemLines(problems, text) };
}

export function problemLines(problems: readonly TextProblem[], text: string): readonly string[] {
  return problems.map(
    ({ code, span, message }) => `${code} [${text.slice(span.start, span.end)}] ${textIn(null, message)}`,
  );
}

/** The operations of the layers behind the input, of a file that consists of these layers. */
export function operationsOf(layers: string, input = '[3, 32, 32]'): readonly Operation[] {
  const { graph, problems } = readOne(`input: ${input}\nlayers:\n${layers}\n`);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return graph.nodes.slice(1).map(({ operation }) => operation);
}
