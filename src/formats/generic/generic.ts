import type { Graph, GraphNode } from '../../model/graph/graph.ts';
import { convlensComments } from '../comments/convlens-comments.ts';
import { directivesOf } from '../comments/directive.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { chosenInput } from '../input-choice.ts';
import { readJson } from '../json/read-json.ts';
import { ProblemList } from '../problem-list.ts';
import { mayBeLayer, mostUnreadable } from '../tree/layer-items.ts';
import { describeTree } from '../tree/tree.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import type { ReadPart, YamlMemory } from '../yaml/read-part.ts';
import { PartMemory } from '../parts/part-memory.ts';
import { findLists, type LayerList } from './find-lists.ts';
import { rankOf, readLayer } from './read-layer.ts';
import { said } from '../../model/text/text.ts';

/** A comment counts where it is among the first lines: of other programs' files no more is looked at. */
const headLength = 10_000;

const isJson = (path: string): boolean => /\.jsonc?$/i.test(path);

/**
 * Lists of layers in other programs' YAML and JSON (docs/formats/generic.md): only where a comment or a setting says that
 * there are some, since the same words mean something else in other files.
 */
export function genericFormat(): Format {
  const memory: YamlMemory = new PartMemory<ReadPart>();
  return {
    id: 'generic',
    comments: ['#', '//'],
    recognizes: (document) => /\.(ya?ml|jsonc?)$/i.test(document.path) && placeOfLists(document) !== null,
    parse: (document, context) => parse(document, context, memory),
  };
}

/** Where the user says that lists of layers are: a path such as `encoder.conv_layers`, or `*`. */
function placeOfLists({ text, layers }: SourceDocument): string | null {
  const head = text.slice(0, headLength);
  const comments = directivesOf(convlensComments(head, ['#', '//']));
  return comments.find((directive) => directive.layers !== null)?.layers ?? layers ?? null;
}

function parse(document: SourceDocument, context: FormatContext, memory: YamlMemory): FormatResult {
  const { path, text } = document;
  const { root, problems: syntax } = isJson(path) ? readJson(withoutComments(text)) : readYaml(text, memory);
  const problems = new ProblemList(syntax);
  const place = placeOfLists(document) ?? '*';
  const lists = findLists(root, place);
  if (lists.length === 0) {
    const message =
      place === '*'
        ? 'There is no list of layers in this file that ConvLens understands. Say where it is: `convlens: layers=model.layers`.'
        : said(
            'There is no list at `{0}`, but {1}. Write the keys that lead to it, with dots between.',
            place,
            describeTree(root),
          );
    problems.report('empty-model', { start: 0, end: 0 }, message, { severity: 'hint' });
  }
  return { graphs: lists.map((list) => graphOf(list, context, problems)), problems: problems.all };
}

/** A chain: each layer reads the one before it. */
function graphOf({ name, tree }: LayerList, context: FormatContext, problems: ProblemList): Graph {
  const rank = tree.items.map(rankOf).find((known) => known !== null) ?? 2;
  const spatial = Array.from({ length: rank }, () => null);
  const chosen = chosenInput([1, null, ...spatial], context.inputs, 'input', 0, 'channels-first', false);
  const start = { start: tree.start, end: tree.start };
  const nodes: GraphNode[] = [
    {
      id: 'input',
      type: 'input',
      operation: { kind: 'input', shape: chosen.shape, origin: chosen.origin ?? 'default' },
      inputs: [],
      source: { span: start, title: start, fields: {} },
    },
  ];
  const ids = new Set(['input']);
  let unreadable = 0;
  for (const [index, item] of tree.items.entries()) {
    if (!mayBeLayer(item) && ++unreadable > mostUnreadable) continue;
    for (const layer of readLayer(item, index, rank, context.rules, problems)) {
      let id = layer.name;
      for (let count = 2; ids.has(id); count++) id = `${layer.name}#${count}`;
      ids.add(id);
      const inputs = [{ node: nodes.length - 1, output: 0 }];
      nodes.push({ id, type: layer.type, operation: layer.operation, inputs, source: layer.source });
    }
  }
  const span = { start: tree.start, end: tree.end };
  return { name, framework: 'convlens', layout: 'channels-first', span, nodes };
}

/** Comments of JSON made blank, so that offsets stay. */
const withoutComments = (text: string): string =>
  text.replace(/^[ \t]*\/\/[^\n]*/gm, (comment) => ' '.repeat(comment.length));
