import type { GraphNode } from '../../model/graph/graph.ts';
import { chosenInput, type ChosenInput } from '../input-choice.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { ProblemList } from '../problem-list.ts';
import { keyText, type MappingTree, type Tree } from '../tree/tree.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import type { ReadPart, YamlMemory } from '../yaml/read-part.ts';
import { PartMemory } from '../parts/part-memory.ts';
import { spanOf } from './bound-arguments.ts';
import { KnownModels } from './known-models.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { parseModel } from './parse-model.ts';
import { isUltralytics } from './recognize.ts';
import { readRows, type RowMemory } from './rows.ts';

/** Height and width of the image where nothing says them (ultralytics/cfg/default.yaml, yolov5: train.py). */
const usualSize = 640;
/** Values that stand for one text. */
const textValues = 512;

/** What is kept from one version of a file to the next. */
interface Kept {
  readonly yaml: YamlMemory;
  readonly rows: RowMemory;
  readonly models: KnownModels;
}

/**
 * The YAML of ultralytics/ultralytics and ultralytics/yolov5. The format remembers the parts of the texts that it
 * read lately, so that an edit costs the part that it touches.
 */
export function ultralyticsFormat(): Format {
  const kept: Kept = {
    yaml: new PartMemory<ReadPart>(),
    rows: new WeakMap(),
    models: new KnownModels(),
  };
  return {
    id: 'ultralytics',
    comments: ['#'],
    recognizes: isUltralytics,
    parse: (document, context) => parse(document, context, kept),
  };
}

function parse({ path, text }: SourceDocument, context: FormatContext, kept: Kept): FormatResult {
  const { root, problems: syntaxProblems } = readYaml(text, kept.yaml);
  const problems = new ProblemList(syntaxProblems);
  if (root.kind !== 'mapping') return { graphs: [], problems: problems.all };
  const config = readConfig(root, path, context.scale, problems);
  const rows = readRows(root, text, kept.rows, problems);
  const span = { start: 0, end: text.length };
  const inputs = { image: imageNode(root, config, context), texts: textsNode(root, config, context) };
  const { rules } = context;
  const graph = parseModel(modelName(path), span, inputs, rows, config, rules, problems, kept.models);
  return { graphs: [graph], problems: problems.all, ...(config.scales ? { scales: config.scales } : {}) };
}

/** The image, shown at the key of the backbone: the file has no size. */
function imageNode(root: MappingTree, { imageChannels }: ModelConfig, context: FormatContext): GraphNode {
  const channels = Number.isNaN(imageChannels) ? null : imageChannels;
  const chosen = chosenInput(
    [1, channels, usualSize, usualSize],
    context.inputs,
    'input',
    0,
    'channels-first',
    false,
  );
  return inputNode('input', chosen, keyOf(root, 'backbone'));
}

/** Features of one text for each class, shown at their number (ultralytics/nn/tasks.py WorldModel: [1, nc, 512]). */
function textsNode(root: MappingTree, { values }: ModelConfig, context: FormatContext): GraphNode {
  const classes = values.get('nc');
  const shape = [1, typeof classes === 'number' ? classes : null, textValues];
  return inputNode('txt_feats', chosenInput(shape, context.inputs, 'txt_feats', 1), keyOf(root, 'nc'));
}

function inputNode(id: string, { shape, origin }: ChosenInput, key: Tree): GraphNode {
  const title = spanOf(key);
  return {
    id,
    type: 'Input',
    operation: { kind: 'input', shape, origin: origin ?? 'default' },
    inputs: [],
    source: { span: title, title, fields: {} },
  };
}

const keyOf = (root: MappingTree, name: string): Tree =>
  root.entries.find((entry) => keyText(entry) === name)?.key ?? root;

/** The file's name without folder and extension. */
function modelName(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(?<=.)\.[^.]*$/, '');
}
