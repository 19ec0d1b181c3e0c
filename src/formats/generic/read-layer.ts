import type { FieldName, NodeSource } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import { customLayer } from '../../model/rules/custom-layer.ts';
import type { LayerRules } from '../../model/rules/layer-rule.ts';
import type { Span } from '../../util/span.ts';
import type { ProblemList } from '../problem-list.ts';
import { keyText, valueOf, type Entry, type Tree } from '../tree/tree.ts';
import { treeFields } from '../tree/tree-fields.ts';
import { Fields, type FieldKind } from './fields.ts';
import { operationOf, poolOf, typeOf, type LayerType } from './layer-types.ts';
import { said, type Text } from '../../model/text/text.ts';

/** One layer of a list; an item of a list may be several (Ludwig's convolution with its pool). */
export interface ReadLayer {
  readonly name: string;
  readonly type: string;
  readonly operation: Operation;
  readonly source: NodeSource;
}

const typeKeys = ['type', 'op', 'layer', 'layer_type', 'kind', 'class', 'class_name', 'module'] as const;
const parameterKeys: ReadonlySet<string> = new Set(['params', 'args', 'kwargs', 'config', 'attrs']);
const fieldSources: readonly (readonly [FieldName, FieldKind])[] = [
  ['kernel', 'kernel'],
  ['stride', 'stride'],
  ['padding', 'padding'],
  ['dilation', 'dilation'],
  ['groups', 'groups'],
  ['inChannels', 'in'],
  ['outChannels', 'out'],
  ['inFeatures', 'inFeatures'],
  ['outFeatures', 'units'],
];

/** What is written of a layer: its type, where that stands, and its fields. */
interface Written {
  readonly type: LayerType | null;
  readonly word: string;
  readonly title: Span;
  readonly fields: Fields;
}

export const isLayer = (tree: Tree): boolean => written(tree)?.type !== null && written(tree) !== null;

/** How many spatial axes an item says that it has: by its type's name, or by a list of kernel sizes. */
export function rankOf(tree: Tree): number | null {
  const layer = written(tree);
  const named = layer?.type && 'rank' in layer.type ? layer.type.rank : null;
  return named ?? layer?.fields.listedRank('kernel') ?? null;
}

/** The layers of one item; one of unknown shape where anything in it is not understood. */
export function readLayer(
  item: Tree,
  index: number,
  rank: number,
  rules: LayerRules | undefined,
  problems: ProblemList,
): readonly ReadLayer[] {
  const span = { start: item.start, end: item.end };
  const layer = written(item);
  const name = nameOf(item) ?? String(index);
  const unknown = (type: string, title: Span, message: Text): readonly ReadLayer[] => {
    problems.report('unknown-layer', title, message, { severity: 'hint' });
    const operation = { kind: 'unknown', outputs: 1, reported: true } as const;
    return [{ name, type, operation, source: { span, title, fields: {} } }];
  };
  if (!layer)
    return unknown(
      'item',
      span,
      'This item of the list is no layer that ConvLens understands, so its output is unknown.',
    );
  const { type, word, title, fields } = layer;
  const custom = type === null ? customLayer(word, rules, () => treeFields(fields.entries)) : null;
  if (custom) return [{ name, type: word, operation: custom, source: { span, title, fields: {} } }];
  if (type === null)
    return unknown(
      word,
      title,
      said(
        'ConvLens does not know the layer `{0}`, so its output is unknown. You can declare its rule in the setting convlens.layers.',
        word,
      ),
    );
  if (fields.unknown) {
    const { key } = fields.unknown;
    const message = said(
      'ConvLens does not know what `{0}` does to the layer, so its output is unknown.',
      keyText(fields.unknown),
    );
    return unknown(word, { start: key.start, end: key.end }, message);
  }
  const operations = operationsOf(type, fields, rank);
  if (operations === null)
    return unknown(
      word,
      title,
      said('ConvLens does not understand all that `{0}` is given here, so its output is unknown.', word),
    );
  return operations.map(({ suffix, operation }) => ({
    name: suffix === '' ? name : `${name}.${suffix}`,
    type: suffix === '' ? word : suffix,
    operation,
    source: { span, title, fields: suffix === '' ? sourcesOf(fields) : { type: { span: title } } },
  }));
}

/** The layer itself, then what its fields put behind it; null where one of them is not understood. */
function operationsOf(type: LayerType, fields: Fields, rank: number) {
  const first = operationOf(type, fields, rank);
  if (first === null) return null;
  const operations: { suffix: string; operation: Operation }[] = [{ suffix: '', operation: first }];
  if (fields.has('norm') && type.kind !== 'normalization') {
    const word = fields.word('norm') ?? 'batch';
    const norm = /^batch(_?norm)?$|^bn$/.test(word) ? typeOf('batchnorm') : null;
    const operation = norm && operationOf(norm, new Fields([]), rank);
    if (!operation) return null;
    operations.push({ suffix: 'norm', operation });
  }
  if (fields.has('activation')) {
    const word = fields.word('activation');
    const activation = word === null ? null : typeOf(word);
    const isPlain = activation?.kind === 'elementwise' && activation.role !== 'dropout';
    if (!isPlain && word !== 'linear' && word !== 'none') return null;
  }
  if (fields.has('poolKernel') && type.kind !== 'pool') {
    const pool = poolOf(fields, rank);
    if (pool === null) return null;
    operations.push({ suffix: 'pool', operation: pool });
  }
  return operations;
}

function sourcesOf(fields: Fields): NodeSource['fields'] {
  return Object.fromEntries(
    fieldSources.flatMap(([name, kind]) => {
      const source = fields.source(kind);
      return source ? [[name, source]] : [];
    }),
  );
}

function written(tree: Tree): Written | null {
  if (tree.kind === 'scalar' && typeof tree.value === 'string') {
    return { type: typeOf(tree.value), word: tree.value, title: spanOf(tree), fields: new Fields([]) };
  }
  if (tree.kind !== 'mapping') return null;
  const typed = tree.entries.find((entry) => typeKeys.some((key) => key === keyText(entry)));
  if (typed) {
    if (typed.value.kind !== 'scalar' || typeof typed.value.value !== 'string') return null;
    const word = typed.value.value;
    const rest = tree.entries.filter((entry) => entry !== typed).flatMap(withParameters);
    return { type: typeOf(word), word, title: spanOf(typed.value), fields: new Fields(rest) };
  }
  const [only, second] = tree.entries;
  if (only && !second && typeOf(keyText(only)) !== null && only.value.kind === 'mapping') {
    const word = keyText(only);
    return { type: typeOf(word), word, title: spanOf(only.key), fields: new Fields(only.value.entries) };
  }
  const fields = new Fields(tree.entries);
  if (!fields.has('kernel') || !fields.has('out') || !only) return null;
  return { type: typeOf('conv'), word: 'conv', title: spanOf(only.key), fields };
}

/** Parameters may stand in a mapping of their own. */
const withParameters = (entry: Entry): readonly Entry[] =>
  parameterKeys.has(keyText(entry)) && entry.value.kind === 'mapping' ? entry.value.entries : [entry];

function nameOf(item: Tree): string | null {
  const tree = item.kind === 'mapping' ? (valueOf(item, 'name') ?? valueOf(item, 'id')) : undefined;
  return tree?.kind === 'scalar' && tree.value !== null ? String(tree.value) : null;
}

const spanOf = ({ start, end }: Span): Span => ({ start, end });
