import type { GraphNode } from '../../model/graph/graph.ts';
import { chosenInput } from '../input-choice.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { ProblemList } from '../problem-list.ts';
import { keyText, type MappingTree } from '../tree/tree.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { YamlMemory } from '../yaml/yaml-memory.ts';
import { spanOf } from './bound-arguments.ts';
import { readConfig, type ModelConfig } from './config.ts';
import { parseModel } from './parse-model.ts';
import { isUltralytics } from './recognize.ts';
import { readRows } from './rows.ts';

/** Height and width of the image where nothing says them (ultralytics/cfg/default.yaml, yolov5: train.py). */
const usualSize = 640;

/**
 * The YAML of ultralytics/ultralytics and ultralytics/yolov5. The format remembers the parts of the texts that it
 * read lately, so that an edit costs the part that it touches.
 */
export function ultralyticsFormat(): Format {
  const memory = new YamlMemory();
  return {
    id: 'ultralytics',
    comments: ['#'],
    recognizes: isUltralytics,
    parse: (document, context) => parse(document, context, memory),
  };
}

function parse({ path, text }: SourceDocument, context: FormatContext, memory: YamlMemory): FormatResult {
  const { root, problems: syntaxProblems } = readYaml(text, memory);
  const problems = new ProblemList(syntaxProblems);
  if (root.kind !== 'mapping') return { graphs: [], problems: problems.all };
  const config = readConfig(root, path, context.scale, problems);
  const rows = readRows(root, problems);
  const span = { start: 0, end: text.length };
  const input = inputNode(root, config, context);
  const graph = parseModel(modelName(path), span, input, rows, config, problems);
  return { graphs: [graph], problems: problems.all, ...(config.scales ? { scales: config.scales } : {}) };
}

/** The image, shown at the key of the backbone: the file has no size. */
function inputNode(root: MappingTree, { imageChannels }: ModelConfig, context: FormatContext): GraphNode {
  const channels = Number.isNaN(imageChannels) ? null : imageChannels;
  const chosen = chosenInput(
    [1, channels, usualSize, usualSize],
    context.inputs,
    'input',
    0,
    'channels-first',
    false,
  );
  const key = root.entries.find((entry) => keyText(entry) === 'backbone')?.key ?? root;
  const title = spanOf(key);
  return {
    id: 'input',
    type: 'Input',
    operation: { kind: 'input', shape: chosen.shape, origin: chosen.origin ?? 'default' },
    inputs: [],
    source: { span: title, title, fields: {} },
  };
}

/** The file's name without folder and extension. */
function modelName(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(?<=.)\.[^.]*$/, '');
}
