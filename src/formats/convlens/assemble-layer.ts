import type {
  FieldInsertion,
  FieldName,
  FieldSource,
  GraphNode,
  NodeSource,
} from '../../model/graph/graph.ts';
import type { Dim } from '../../model/graph/shape.ts';
import { closestWord } from '../../util/closest.ts';
import type { Span } from '../../util/span.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { describeTree, type Tree } from '../tree/tree.ts';
import { FieldReader } from './field-reader.ts';
import { inserterFor } from './insertions.ts';
import type { NamedLayer } from './layers/catalog.ts';
import type { FieldSpec } from './layers/field-spec.ts';
import type { LayerSpec } from './layers/layer-spec.ts';
import { commonFields, type WrittenLayer } from './written-layer.ts';
import { said, type Text } from '../../model/text/text.ts';

/** What the layers of a model have in common. */
export interface ModelDefaults {
  readonly batch: Dim;
  /** As written: `exact`, `floor` or `ceil`. */
  readonly rounding: string;
}

export interface Assembled {
  readonly node: Pick<GraphNode, 'type' | 'operation' | 'source'>;
  /** Spatial axes of what it puts out, as far as its inputs tell. */
  readonly axes: number;
}

/** Fields that a quick fix may add. */
const fixable: ReadonlySet<FieldName> = new Set([
  'kernel',
  'stride',
  'padding',
  'dilation',
  'groups',
  'outputPadding',
  'outputSize',
  'rounding',
] as const);

/** A layer's operation read from its fields, and where they stand in `text`. */
export function assembleLayer(
  written: WrittenLayer,
  { spec, axes: namedAxes }: NamedLayer,
  inputAxes: number,
  { batch, rounding }: ModelDefaults,
  text: string,
  problems: ProblemList,
): Assembled {
  const values = writtenValues(written, spec, problems);
  const axes = namedAxes ?? listedAxes(values, spec) ?? inputAxes;
  const title = written.title;
  const reader = new FieldReader({
    layer: written.type,
    specs: spec.fields,
    written: values,
    title,
    axes,
    batch,
    rounding,
    problems,
  });
  const operation = spec.build(reader);
  const source = sourceOf(written, spec, values, text);
  return { node: { type: spec.name, operation, source }, axes };
}

/** The fields that the layer has, by name; others are reported. */
function writtenValues(
  written: WrittenLayer,
  spec: LayerSpec,
  problems: ProblemList,
): ReadonlyMap<string, Tree> {
  const values = new Map<string, Tree>();
  const { shorthand } = written;
  if (shorthand !== undefined && spec.shorthand !== undefined) values.set(spec.shorthand, shorthand);
  else if (shorthand !== undefined && spec.joins !== true && shorthand.kind !== 'broken') {
    const first = Object.keys(spec.fields)[0];
    const advice =
      first === undefined ? said('It has none.') : said('Write `{0}`.', `${written.type}: {${first}: …}`);
    const message = said(
      'The fields of `{0}` are missing: this is {1}. {2}',
      written.type,
      describeTree(shorthand),
      advice,
    );
    problems.report('invalid-value', shorthand, message);
  }
  for (const [name, { key, value }] of written.fields) {
    if (Object.hasOwn(spec.fields, name)) values.set(name, value);
    else problems.report('unknown-field', key, unknownField(name, written.type, spec));
  }
  return values;
}

/** Names of fields in other formats. */
const foreignNames: Readonly<Record<string, string>> = {
  filters: 'out_channels',
  num_filters: 'out_channels',
  num_output: 'out_channels',
  channels: 'out_channels',
  kernel: 'kernel_size',
  filter_size: 'kernel_size',
  pool_size: 'kernel_size',
  size: 'kernel_size',
  strides: 'stride',
  pad: 'padding',
  pads: 'padding',
  dilations: 'dilation',
  dilation_rate: 'dilation',
  group: 'groups',
  units: 'out_features',
  rate: 'p',
  ceil_mode: 'rounding',
  axis: 'dim',
};

function unknownField(name: string, layer: string, spec: LayerSpec): Text {
  const withoutSpace = /^(\w+):\S/.exec(name)?.[1];
  if (withoutSpace !== undefined && Object.hasOwn(spec.fields, withoutSpace)) {
    return said('A space is missing behind the colon of `{0}`.', withoutSpace);
  }
  const foreign = Object.hasOwn(foreignNames, name) ? foreignNames[name] : undefined;
  const names = [...Object.keys(spec.fields), ...Object.keys(commonFields)];
  const meant = foreign !== undefined && names.includes(foreign) ? foreign : closestWord(name, names);
  const advice = meant === null ? said('It has {0}.', names.join(', ')) : said('Did you mean `{0}`?', meant);
  return said('`{0}` has no `{1}`. {2}', layer, name, advice);
}

/** How many axes a list among the fields is written for; null where all are single numbers. */
function listedAxes(values: ReadonlyMap<string, Tree>, spec: LayerSpec): number | null {
  const lengths = [...values].map(([name, tree]) => {
    const kind = spec.fields[name]?.type.kind;
    const isPerAxis = kind === 'per-axis' || kind === 'padding';
    return isPerAxis && tree.kind === 'sequence' && tree.items.length <= 3 ? tree.items.length : 0;
  });
  const longest = Math.max(0, ...lengths);
  return longest === 0 ? null : longest;
}

function sourceOf(
  written: WrittenLayer,
  spec: LayerSpec,
  values: ReadonlyMap<string, Tree>,
  text: string,
): NodeSource {
  const fields: Partial<Record<FieldName, FieldSource>> = { type: { span: spanOf(written.title) } };
  const insertions: Partial<Record<FieldName, FieldInsertion>> = {};
  const insert = inserterFor(text, written.container);
  for (const [name, { source, type }] of Object.entries(spec.fields)) {
    const tree = values.get(name);
    if (source === undefined) continue;
    if (tree !== undefined) fields[source] ??= fieldSource(tree, type);
    else if (insert !== null && fixable.has(source)) insertions[source] ??= insert(name);
  }
  const from = written.from ?? (spec.joins === true ? written.shorthand : undefined);
  if (from !== undefined) fields.from = { span: spanOf(from) };
  const places = { span: spanOf(written.place), title: spanOf(written.title), fields };
  return insert === null ? places : { ...places, insertions };
}

function fieldSource(tree: Tree, type: FieldSpec['type']): FieldSource {
  const isList = type.kind === 'per-axis' || type.kind === 'padding' || type.kind === 'wholes';
  const span = spanOf(tree);
  return isList && tree.kind === 'sequence' ? { span, axes: tree.items.map(spanOf) } : { span };
}

export function spanOf({ start, end }: Place): Span {
  return { start, end };
}
