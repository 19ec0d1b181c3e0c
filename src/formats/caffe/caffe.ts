import type { Problem } from '../../model/problems/problem.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { buildGraph } from './build-graph.ts';
import { checkNames } from './check-names.ts';
import { MessageReader } from './message-reader.ts';
import { readTextFormat } from './read-text-format.ts';
import { isPrototxt } from './recognize.ts';

/** Caffe's networks in text form, `.prototxt`: those of BVLC's Caffe, with layers of its best known forks. */
export const caffe: Format = {
  id: 'caffe',
  comments: ['#'],
  recognizes: isPrototxt,
  parse: parseCaffe,
};

const topLevel: ReadonlySet<string> = new Set(['layer', 'layers']);

function parseCaffe({ path, text }: SourceDocument, context: FormatContext): FormatResult {
  const { message, problems: syntax } = readTextFormat(text, topLevel);
  const problems: Problem[] = [...syntax];
  const net = new MessageReader(message, text, unlessKnown(problems));
  if (!net.has('layer') && !net.has('layers') && !net.has('input')) return { graphs: [], problems };
  checkNames(net);
  const { graph, variants } = buildGraph(net, net.string('name')?.value ?? fileName(path), context);
  return { graphs: [graph], problems, variants };
}

/** Collects problems, each once: a field may be read for more than one purpose. */
function unlessKnown(problems: Problem[]): (problem: Problem) => void {
  const known = new Set<string>();
  return (problem) => {
    const key = `${problem.code} ${problem.span.start} ${problem.span.end}`;
    if (known.has(key)) return;
    known.add(key);
    problems.push(problem);
  };
}

/** The file's name without folder and extension. */
function fileName(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(?<=.)\.[^.]*$/, '');
}
