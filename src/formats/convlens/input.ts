import type { NodeSource } from '../../model/graph/graph.ts';
import type { Dim } from '../../model/graph/shape.ts';
import type { Span } from '../../util/span.ts';
import { closestWord } from '../../util/closest.ts';
import { describeTree, keyText, type MappingTree, type ScalarTree, type Tree } from '../tree/tree.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { nestedNumbers, wholeNumber } from './values.ts';
import { said, type Text } from '../../model/text/text.ts';

/** An input as the file gives it: [N, C, spatial…], null where it could not be read. */
export interface WrittenInput {
  readonly dims: readonly Dim[] | null;
  readonly fields: NodeSource['fields'];
  readonly values?: readonly number[];
}

/** The keys of an input, with their descriptions for documentation and the JSON Schema. */
export const inputFields = {
  channels: 'Channels: 3 for a colour image. Default 1.',
  size: 'Height and width: one number for a square, or [height, width]; [length] for a sequence, [depth, height, width] for a volume.',
  height: 'Height, where `size` is not given.',
  width: 'Width, where `size` is not given.',
  depth: 'Depth of a volume.',
  length: 'Length of a sequence.',
  batch: 'How many at once (N). Default 1.',
  shape: 'All sizes at once, the batch first: [N, channels, height, width] or any other.',
  values:
    'The values themselves, for a worked example: rows, or a list of rows for each channel. Gives the size.',
} as const;

const spatialNames = ['depth', 'height', 'width'] as const;

/**
 * An input: `224` (a square of one channel), `[5, 5]` (height, width), `[3, 224, 224]` (channels first),
 * `[1, 3, 224, 224]` (batch first), `3x224x224`, or a mapping with the keys of `inputFields`.
 */
export function readInput(tree: Tree, problems: ProblemList): WrittenInput {
  switch (tree.kind) {
    case 'broken':
      return { dims: null, fields: {} };
    case 'scalar':
      return typeof tree.value === 'string' ? readSizeWord(tree, problems) : readSquare(tree, problems);
    case 'sequence':
      return readList(tree.items, tree, problems);
    case 'mapping':
      return readMapping(tree, problems);
  }
}

function readSquare(tree: Tree, problems: ProblemList): WrittenInput {
  const size = wholeNumber(tree, 'input', 1, problems);
  return { dims: size === null ? null : [1, 1, size, size], fields: { input: { span: spanOf(tree) } } };
}

/** `3x224x224` */
function readSizeWord(tree: ScalarTree, problems: ProblemList): WrittenInput {
  const word = String(tree.value);
  if (!/^\d+([x×]\d+)+$/.test(word)) {
    const message = said('`input` must be sizes, such as [3, 224, 224], not {0}.', describeTree(tree));
    problems.report('invalid-value', tree, message);
    return { dims: null, fields: {} };
  }
  const offset = tree.plain ? tree.start : tree.start + 1;
  const numbers = [...word.matchAll(/\d+/g)].map((match): ScalarTree => {
    const start = offset + match.index;
    return { kind: 'scalar', start, end: start + match[0].length, value: Number(match[0]), plain: true };
  });
  return readList(numbers, tree, problems);
}

function readList(items: readonly Tree[], place: Tree, problems: ProblemList): WrittenInput {
  const dims = items.map((item) => wholeNumber(item, 'input', 1, problems));
  const count = dims.length;
  if (count < 2 || count > 5) {
    const message = said(
      '`input` has {0} sizes. Write [height, width], [channels, height, width] or [batch, channels, height, width].',
      count,
    );
    problems.report('invalid-value', place, message);
    return { dims: null, fields: {} };
  }
  const spatial = count === 5 ? 3 : 2;
  const withChannels = count === 2 ? [1, ...dims] : dims;
  const withBatch = count <= 3 ? [1, ...withChannels] : withChannels;
  const channels = items.at(-spatial - 1);
  return {
    dims: withBatch,
    fields: {
      input: { span: spanOf(place), axes: items.slice(-spatial).map(spanOf) },
      ...(channels === undefined ? {} : { outChannels: { span: spanOf(channels) } }),
    },
  };
}

function readMapping(tree: MappingTree, problems: ProblemList): WrittenInput {
  const written = new Map<string, Tree>();
  for (const { key, value } of tree.entries) {
    const name = keyText({ key, value });
    if (Object.hasOwn(inputFields, name)) written.set(name, value);
    else problems.report('unknown-field', key, unknownInputField(name));
  }
  const shape = written.get('shape');
  if (shape?.kind === 'sequence') {
    const dims = shape.items.map((item) => wholeNumber(item, 'shape', 1, problems));
    return { dims, fields: { input: { span: spanOf(shape), axes: shape.items.slice(2).map(spanOf) } } };
  }
  if (shape !== undefined)
    problems.report('invalid-value', shape, '`shape` must be a list, such as [1, 3, 224, 224].');
  const whole = (name: string, fallback: number): Dim => {
    const value = written.get(name);
    return value === undefined ? fallback : wholeNumber(value, name, 1, problems);
  };
  const example = readValues(written.get('values'), problems);
  const channels = written.get('channels');
  const space = readSpace(written, tree, example?.spatial ?? null, problems);
  if (space === null) return { dims: null, fields: {} };
  const dims = [whole('batch', 1), whole('channels', example?.channels ?? 1), ...space.sizes];
  const matches = example === null || isSame([example.channels, ...example.spatial], dims.slice(1));
  if (!matches) {
    const message = said(
      '`values` are {0}×{1}, which is not the size that is given.',
      example.channels,
      example.spatial.join('×'),
    );
    problems.report('invalid-value', written.get('values') ?? tree, message);
  }
  return {
    dims,
    fields: {
      input: space.axes === null ? { span: space.span } : { span: space.span, axes: space.axes },
      ...(channels === undefined ? {} : { outChannels: { span: spanOf(channels) } }),
    },
    ...(example !== null && matches && dims[0] === 1 ? { values: example.values } : {}),
  };
}

interface Space {
  readonly sizes: readonly Dim[];
  readonly span: Span;
  readonly axes: readonly Span[] | null;
}

/** The spatial sizes: `size`, or `length`, or `height` and `width` (and `depth`), or those of the values. */
function readSpace(
  written: ReadonlyMap<string, Tree>,
  tree: Tree,
  ofValues: readonly number[] | null,
  problems: ProblemList,
): Space | null {
  const size = written.get('size');
  if (size?.kind === 'sequence' && size.items.length >= 1 && size.items.length <= 3) {
    const sizes = size.items.map((item) => wholeNumber(item, 'size', 1, problems));
    return { sizes, span: spanOf(size), axes: size.items.map(spanOf) };
  }
  if (size !== undefined) {
    const square = wholeNumber(size, 'size', 1, problems);
    return { sizes: [square, square], span: spanOf(size), axes: null };
  }
  const names = written.has('length') ? ['length'] : spatialNames.filter((name) => written.has(name));
  const trees = names.map((name) => written.get(name)).filter((value) => value !== undefined);
  if (trees.length > 0) {
    const sizes = trees.map((value, index) => wholeNumber(value, names[index] ?? 'size', 1, problems));
    return { sizes, span: spanOf(tree), axes: trees.map(spanOf) };
  }
  if (ofValues !== null) return { sizes: ofValues, span: spanOf(tree), axes: null };
  problems.report(
    'missing-field',
    tree,
    'The input needs a size: write `size: 224`, or `height` and `width`.',
  );
  return null;
}

function readValues(
  tree: Tree | undefined,
  problems: ProblemList,
): {
  readonly channels: number;
  readonly spatial: readonly number[];
  readonly values: readonly number[];
} | null {
  if (tree === undefined) return null;
  const nested = nestedNumbers(tree, 'values', problems);
  if (nested === null) return null;
  const { shape, values } = nested;
  if (shape.length === 2) return { channels: 1, spatial: shape, values };
  const [channels, ...spatial] = shape;
  if (channels !== undefined && spatial.length === 2) return { channels, spatial, values };
  problems.report(
    'invalid-value',
    tree,
    '`values` must be rows of numbers, or a list of rows for each channel.',
  );
  return null;
}

function unknownInputField(name: string): Text {
  const closest = closestWord(name, Object.keys(inputFields));
  const known = Object.keys(inputFields).join(', ');
  const advice = closest === null ? said('It has {0}.', known) : said('Did you mean `{0}`?', closest);
  return said('An input has no `{0}`. {1}', name, advice);
}

function spanOf({ start, end }: Place): Span {
  return { start, end };
}

function isSame(a: readonly Dim[], b: readonly Dim[]): boolean {
  return a.length === b.length && a.every((dim, index) => dim === b[index]);
}
