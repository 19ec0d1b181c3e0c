import { placedProblem } from '../../model/problems/placed-problem.ts';
import type { TextProblem } from '../../model/problems/problem.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { buildGraph } from './build-graph.ts';
import { MessageReader } from './message-reader.ts';
import { NetTexts, type NetText } from './net-text.ts';
import { isPrototxt } from './recognize.ts';

/**
 * Caffe's networks in text form, `.prototxt`: those of BVLC's Caffe, with layers of its best known forks. The format
 * remembers the layers that it read lately.
 */
export function caffeFormat(): Format {
  const texts = new NetTexts();
  return {
    id: 'caffe',
    comments: ['#'],
    recognizes: isPrototxt,
    parse: (document, context) => parse(document, context, texts),
  };
}

function parse({ path, text }: SourceDocument, context: FormatContext, texts: NetTexts): FormatResult {
  const net = texts.read(text);
  const problems: TextProblem[] = [...net.problems];
  const report = unlessKnown(problems);
  const settings = new MessageReader(net.settings, text, report);
  const all = [...net.layers.layer, ...net.layers.layers];
  const isNet = all.length > 0 || ['layer', 'layers', 'input'].some((name) => settings.has(name));
  if (!isNet) return { graphs: [], problems };
  // Those that are no messages are reported.
  for (const name of ['layer', 'layers']) settings.innerAll(name);
  for (const { part, at } of all) for (const problem of part.names) report(placedProblem(problem, at));
  checkVersions(net, report);
  const name = settings.string('name')?.value ?? fileName(path);
  const { graph, variants } = buildGraph(net, text, name, context, report);
  return { graphs: [graph], problems, variants };
}

/** Caffe upgrades the older `layers`, and leaves what else there is out (BVLC/caffe: src/caffe/util/upgrade_proto.cpp UpgradeV1Net). */
function checkVersions({ layers: { layer, layers } }: NetText, report: (problem: TextProblem) => void): void {
  const [newer] = layer;
  if (!newer || layers.length === 0) return;
  const message =
    'This file has the older `layers` too: Caffe reads those alone, and leaves every `layer` out.';
  const { title: span } = newer.part.head.value;
  const problem: TextProblem = { code: 'duplicate-key', severity: 'warning', message, span, related: [] };
  report(placedProblem(problem, newer.at));
}

/** Collects problems, each once: a field may be read for more than one purpose. */
function unlessKnown(problems: TextProblem[]): (problem: TextProblem) => void {
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
