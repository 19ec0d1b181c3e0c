import type { Layout } from '../../model/graph/shape.ts';
import type { GraphNode } from '../../model/graph/graph.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { readJson } from '../json/read-json.ts';
import { ProblemList } from '../problem-list.ts';
import { KerasGraphReader } from './graph-reader.ts';
import { layerTree } from './layer-tree.ts';

/** Keras' `model.to_json()`, of Keras 2 and 3 (docs/formats/keras.md). */
export const kerasJson: Format = {
  id: 'keras',
  recognizes: ({ path, text }) => /\.json$/i.test(path) && modelHead.test(text.slice(0, headLength)),
  parse,
};

/** What stands before a model's `class_name`: its module in Keras 3, `keras_version` and `backend` in old files. */
const modelHead =
  /^\s*\{(?:\s*"(?:module|keras_version|backend|registered_name|name)"\s*:\s*(?:"[^"]*"|null)\s*,)*\s*"class_name"\s*:\s*"(?:Sequential|Functional|Model)"\s*,/;
const headLength = 2000;

function parse({ text }: SourceDocument, context: FormatContext): FormatResult {
  const { root, problems: syntaxProblems } = readJson(text);
  const problems = new ProblemList(syntaxProblems);
  const model = layerTree(root, 0);
  if (model?.layers === null || model === null) {
    const message =
      'A Keras model is expected here: {"class_name": "Sequential" or "Functional", "config": …}.';
    problems.report('invalid-value', root, message);
    return { graphs: [], problems: problems.all };
  }
  if (model.layers.length === 0)
    problems.report('empty-model', model.title, 'This model has no layers.', { severity: 'hint' });
  // A model that says `channels_first` anywhere was built for images in that order.
  const inputLayout = text.includes('"channels_first"') ? 'channels-first' : 'channels-last';
  const reader = new KerasGraphReader(context, inputLayout, problems);
  reader.read(model, null);
  const graph = {
    name: model.name,
    framework: 'keras',
    layout: layoutOf(reader.nodes),
    span: { start: root.start, end: root.end },
    nodes: reader.nodes,
  } as const;
  return { graphs: [graph], problems: problems.all };
}

/** The layout of the first layer that has one; Keras' default is channels last. */
function layoutOf(nodes: readonly GraphNode[]): Layout {
  for (const { operation } of nodes) {
    if ('layout' in operation) return operation.layout;
  }
  return 'channels-last';
}
