import type { Graph, GraphNode } from '../../model/graph/graph.ts';
import { closestWord } from '../../util/closest.ts';
import type { FormatContext, InputChoice } from '../format.ts';
import { chosenInput } from '../input-choice.ts';
import { placedItems } from '../tree/placed-items.ts';
import {
  describeTree,
  keyText,
  valueOf,
  type Entry,
  type MappingTree,
  type PlacedTree,
  type Tree,
} from '../tree/tree.ts';
import { assembleNodes } from './assemble.ts';
import type { Draft, Reference, Scope } from './draft.ts';
import { LayerExpander } from './expand.ts';
import type { LayerItems } from './layer-item.ts';
import { readInput, type WrittenInput } from './input.ts';
import { linkDrafts } from './link.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { said } from '../../model/text/text.ts';

/** The keys of a model, with their descriptions for documentation and the JSON Schema. */
export const modelFields = {
  name: 'The name of the model.',
  description: 'A sentence about the model.',
  input: 'Size of the input: [3, 224, 224] is channels, height, width.',
  inputs: 'Several inputs by name.',
  rounding:
    'What happens where an output size is no whole number: exact (an error), floor or ceil. Default exact.',
  layers: 'The layers, one after the other.',
} as const;

/** The keys that stand at the top of a file only. */
export const fileFields = {
  models: 'Several models by name; what stands beside `models` holds for all of them.',
  $schema: 'The JSON Schema of this format, for editors.',
} as const;

const roundings = ['exact', 'floor', 'ceil'];

/** One model of the file, and the keys at the top of the file that it shares. */
export interface ModelTree {
  readonly name: string;
  readonly tree: MappingTree;
  readonly shared: MappingTree;
}

/** Reads one model into a graph. */
export function readModel(
  model: ModelTree,
  text: string,
  { inputs: choices, rules }: Pick<FormatContext, 'inputs' | 'rules'>,
  items: LayerItems,
  problems: ProblemList,
): Graph {
  const { tree, shared } = model;
  const find = (key: string): Tree | undefined => valueOf(tree, key) ?? valueOf(shared, key);
  const given = valueOf(tree, 'name');
  const name = given?.kind === 'scalar' && given.value !== null ? String(given.value) : model.name;
  const inputs = inputDrafts(find('input'), find('inputs'), tree, choices, problems);
  const scope: Scope = { names: new Map(), parent: null };
  for (const [draft, { id }] of inputs.entries()) scope.names.set(id, { kind: 'draft', draft, output: 0 });
  const first: Reference = { kind: 'draft', draft: 0, output: 0 };
  if (!scope.names.has('input')) scope.names.set('input', first);
  const expander = new LayerExpander(inputs, items, rules, problems);
  const layers = layersOf(model, text, problems);
  items.begin(layers.length);
  expander.expand(layers, { previous: first, scope, prefix: '', blocks: [] });
  const linked = linkDrafts(expander.drafts, problems);
  const defaults = { batch: batchOf(inputs), rounding: roundingOf(find('rounding'), problems) };
  const nodes = assembleNodes(expander.drafts, linked, defaults, problems);
  const span = { start: tree.start, end: tree.end };
  return { name, framework: 'convlens', layout: 'channels-first', span, nodes };
}

/** Reports the keys of a mapping that are none of the format's. */
export function reportUnknownKeys(tree: MappingTree, known: readonly string[], problems: ProblemList): void {
  for (const entry of tree.entries) {
    const key = keyText(entry);
    if (known.includes(key)) continue;
    const closest = closestWord(key, known);
    const advice =
      closest === null ? said('It has {0}.', known.join(', ')) : said('Did you mean `{0}`?', closest);
    problems.report('unknown-field', entry.key, said('A model has no `{0}`. {1}', key, advice));
  }
}

function layersOf({ tree }: ModelTree, text: string, problems: ProblemList): readonly PlacedTree[] {
  const layers = valueOf(tree, 'layers');
  if (layers === undefined) {
    const message = 'A model needs `layers`, a list such as `- conv: {out_channels: 64, kernel_size: 3}`.';
    problems.report('empty-model', { start: tree.start, end: firstKeyEnd(tree) }, message);
    return [];
  }
  if (layers.kind === 'sequence') {
    const items = placedItems(layers, text);
    if (items.length === 0)
      problems.report('empty-model', layers, 'This model has no layers yet.', { severity: 'hint' });
    return items;
  }
  if (layers.kind === 'scalar' && layers.value === null) {
    problems.report('empty-model', keyOf(tree, 'layers') ?? tree, 'This model has no layers yet.', {
      severity: 'hint',
    });
  } else if (layers.kind !== 'broken') {
    problems.report('invalid-value', layers, said('`layers` must be a list, not {0}.', describeTree(layers)));
  }
  return [];
}

function firstKeyEnd(tree: MappingTree): number {
  return tree.entries[0]?.key.end ?? tree.end;
}

function keyOf(tree: MappingTree, key: string): Place | undefined {
  return tree.entries.findLast((entry) => keyText(entry) === key)?.key;
}

function roundingOf(tree: Tree | undefined, problems: ProblemList): string {
  if (tree === undefined || tree.kind === 'broken') return 'exact';
  const value = tree.kind === 'scalar' ? String(tree.value) : '';
  if (roundings.includes(value)) return value;
  const message = said('`rounding` must be one of {0}, not {1}.', roundings.join(', '), describeTree(tree));
  problems.report('invalid-value', tree, message);
  return 'floor';
}

function batchOf(inputs: readonly Draft[]): ReturnType<typeof firstDim> {
  return firstDim(inputs[0]);
}

function firstDim(draft: Draft | undefined) {
  const operation = draft?.content.kind === 'input' ? draft.content.node.operation : undefined;
  return operation?.kind === 'input' ? (operation.shape?.[0] ?? null) : null;
}

function inputDrafts(
  single: Tree | undefined,
  several: Tree | undefined,
  tree: MappingTree,
  choices: readonly InputChoice[],
  problems: ProblemList,
): readonly Draft[] {
  if (several?.kind === 'mapping' && several.entries.length > 0) {
    const byName = new Map(several.entries.map((entry) => [keyText(entry), entry]));
    return [...byName.values()].map((entry, index) => {
      const written = readInput(entry.value, problems);
      return inputDraft(keyText(entry), written, placesOf(entry), index, choices);
    });
  }
  if (several !== undefined && several.kind !== 'broken') {
    const message = `\`inputs\` must give a size to each name, such as {left: [3, 64, 64], right: [3, 64, 64]}.`;
    problems.report('invalid-value', several, message);
  }
  if (single !== undefined) {
    const entry = { place: single, title: keyOf(tree, 'input') ?? single };
    return [inputDraft('input', readInput(single, problems), entry, 0, choices)];
  }
  const place = { start: tree.start, end: firstKeyEnd(tree) };
  const draft = inputDraft('input', { dims: null, fields: {} }, { place, title: place }, 0, choices);
  if (batchOf([draft]) === null && several === undefined) {
    const message =
      'Without the size of its input no layer has a size. Add `input: [3, 224, 224]` (channels, height, width).';
    problems.report('missing-field', place, message, { severity: 'warning' });
  }
  return [draft];
}

function placesOf(entry: Entry): { readonly place: Place; readonly title: Place } {
  return { place: { start: entry.key.start, end: entry.value.end }, title: entry.key };
}

function inputDraft(
  id: string,
  written: WrittenInput,
  { place, title }: { readonly place: Place; readonly title: Place },
  index: number,
  choices: readonly InputChoice[],
): Draft {
  const { shape, origin } = chosenInput(written.dims, choices, id, index);
  const values = origin === null ? written.values : undefined;
  const node: GraphNode = {
    id,
    type: 'input',
    operation: {
      kind: 'input',
      shape,
      origin: origin ?? 'file',
      ...(values === undefined ? {} : { values }),
    },
    inputs: [],
    source: {
      span: { start: place.start, end: place.end },
      title: { start: title.start, end: title.end },
      fields: written.fields,
    },
  };
  const spatialAxes = shape === null ? null : Math.max(1, shape.length - 2);
  return { id, inputs: [], blocks: [], content: { kind: 'input', node, spatialAxes } };
}
