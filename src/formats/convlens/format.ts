import type { Graph } from '../../model/graph/graph.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { readJson } from '../json/read-json.ts';
import { describeTree, keyText, valueOf, type MappingTree, type Tree } from '../tree/tree.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import type { ReadPart, YamlMemory } from '../yaml/read-part.ts';
import { PartMemory } from '../parts/part-memory.ts';
import { LayerItems } from './layer-item.ts';
import { fileFields, modelFields, readModel, reportUnknownKeys, type ModelTree } from './model.ts';
import { ProblemList } from '../problem-list.ts';
import { said } from '../../model/text/text.ts';

const fileName = /([^/\\]*)\.convlens\.(ya?ml|json)$/i;

/**
 * ConvLens' own format (docs/format.md), in YAML or JSON. The format remembers the parts of the texts that it
 * read lately, so that an edit costs the part that it touches.
 */
export function convlensFormat(): Format {
  const memory: YamlMemory = new PartMemory<ReadPart>();
  const items = new LayerItems();
  return {
    id: 'convlens',
    comments: ['#'],
    recognizes: ({ path }) => fileName.test(path),
    parse: (document, context) => parse(document, context, memory, items),
  };
}

function parse(
  document: SourceDocument,
  context: FormatContext,
  memory: YamlMemory,
  items: LayerItems,
): FormatResult {
  const { path, text } = document;
  const isJson = /\.json$/i.test(path);
  const { root, problems: syntaxProblems } =
    isJson && text.trim() !== '' ? readJson(text) : readYaml(text, memory);
  const problems = new ProblemList(syntaxProblems);
  const graphs = readFile(root, fileName.exec(path)?.[1] ?? 'model', document, context, items, problems);
  return { graphs, problems: problems.all };
}

function readFile(
  root: Tree,
  name: string,
  { text }: SourceDocument,
  context: FormatContext,
  items: LayerItems,
  problems: ProblemList,
): readonly Graph[] {
  if (root.kind !== 'mapping') {
    if (root.kind !== 'broken') reportNoModel(root, text, problems);
    return [];
  }
  return modelsIn(root, name, problems).map((model) => readModel(model, text, context, items, problems));
}

function reportNoModel(root: Tree, text: string, problems: ProblemList): void {
  const example = said('Write `input: [3, 224, 224]` and, below `layers:`, a list of layers.');
  const isEmpty = root.kind === 'scalar' && root.value === null;
  if (isEmpty) {
    const place = { start: 0, end: Math.min(text.length, 1) };
    problems.report('empty-model', place, said('This file is empty. {0}', example), { severity: 'hint' });
  } else {
    problems.report(
      'invalid-value',
      root,
      said('A model is expected here, not {0}. {1}', describeTree(root), example),
    );
  }
}

function modelsIn(root: MappingTree, name: string, problems: ProblemList): readonly ModelTree[] {
  const models = valueOf(root, 'models');
  const known = [...Object.keys(modelFields), ...Object.keys(fileFields)];
  reportUnknownKeys(root, known, problems);
  if (models === undefined) return [{ name, tree: root, shared: root }];
  if (models.kind !== 'mapping') {
    if (models.kind !== 'broken') {
      const message = said('`models` must be models by name, not {0}.', describeTree(models));
      problems.report('invalid-value', models, message);
    }
    return [];
  }
  return models.entries.flatMap((entry): readonly ModelTree[] => {
    const { key, value } = entry;
    if (value.kind === 'mapping') {
      reportUnknownKeys(value, Object.keys(modelFields), problems);
      return [{ name: keyText(entry), tree: value, shared: root }];
    }
    if (value.kind !== 'broken') {
      problems.report('invalid-value', key, said('The model `{0}` needs `layers`.', keyText(entry)));
    }
    return [];
  });
}
