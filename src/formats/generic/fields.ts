import type { FieldSource } from '../../model/graph/graph.ts';
import type { PaddingSides, Padding, Value } from '../../model/graph/operation.ts';
import { keyText, type Entry, type Tree } from '../tree/tree.ts';

/** What a key of a layer is about, in the spellings that other projects use. */
const spellings = {
  kernel: ['kernel_size', 'kernel', 'filter_size', 'ksize', 'kernel_shape', 'k'],
  stride: ['stride', 'strides', 's'],
  padding: ['padding', 'pad', 'pads', 'p'],
  dilation: ['dilation', 'dilations', 'dilation_rate'],
  out: ['filters', 'num_filters', 'n_filters', 'nb_filter', 'out_channels', 'output_channels'],
  in: ['in_channels', 'input_channels'],
  groups: ['groups', 'group'],
  bias: ['bias', 'use_bias'],
  units: ['units', 'num_units', 'out_features', 'num_outputs', 'output_size', 'neurons'],
  inFeatures: ['in_features', 'input_size'],
  poolKernel: ['pool_size'],
  poolStride: ['pool_stride', 'pool_strides'],
  poolPadding: ['pool_padding'],
  poolMode: ['pool_type', 'pool_function', 'mode', 'pool'],
  scale: ['scale_factor', 'scale', 'factor'],
  norm: ['norm', 'normalization', 'batch_norm', 'batchnorm', 'bn', 'use_bn'],
  activation: ['activation', 'act', 'nonlinearity', 'activation_function'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FieldKind = keyof typeof spellings;

const kinds: ReadonlyMap<string, FieldKind> = new Map(
  Object.entries(spellings).flatMap(([kind, names]) =>
    names.map((name) => [name, kind as FieldKind] as const),
  ),
);

/** Keys that change no shape and no number of parameters. */
const harmless: ReadonlySet<string> = new Set([
  ...[
    'name',
    'id',
    'comment',
    'description',
    'label',
    'trainable',
    'inplace',
    'seed',
    'p_drop',
    'rate',
    'prob',
  ],
  ...['dropout', 'dropout_rate', 'drop_rate', 'momentum', 'eps', 'epsilon', 'alpha', 'negative_slope'],
  ...['weights_initializer', 'bias_initializer', 'kernel_initializer', 'initializer', 'init', 'norm_params'],
  ...['kernel_regularizer', 'regularizer', 'weights_regularizer', 'bias_regularizer', 'activity_regularizer'],
]);

/** The fields of one layer by what they are about, and the first key that is not understood. */
export class Fields {
  readonly unknown: Entry | null;
  readonly #entries = new Map<FieldKind, Entry>();

  constructor(readonly entries: readonly Entry[]) {
    let unknown: Entry | null = null;
    for (const entry of entries) {
      const key = keyText(entry).toLowerCase();
      const kind = kinds.get(key);
      if (kind) this.#entries.set(kind, entry);
      else if (!harmless.has(key)) unknown ??= entry;
    }
    this.unknown = unknown;
  }

  has(kind: FieldKind): boolean {
    const value = this.#entries.get(kind)?.value;
    return (
      value !== undefined && !(value.kind === 'scalar' && (value.value === null || value.value === false))
    );
  }

  value(kind: FieldKind): Tree | undefined {
    return this.#entries.get(kind)?.value;
  }

  /** Lower case, where it is a word. */
  word(kind: FieldKind): string | null {
    const tree = this.value(kind);
    return tree?.kind === 'scalar' && typeof tree.value === 'string' ? tree.value.toLowerCase() : null;
  }

  number(kind: FieldKind, absent: Value): Value {
    const tree = this.value(kind);
    return tree === undefined ? absent : numberOf(tree);
  }

  /** False only where the file says so; null where it says something else than true or false. */
  flag(kind: FieldKind, absent: boolean): boolean | null {
    const tree = this.value(kind);
    if (tree === undefined) return absent;
    return tree.kind === 'scalar' && typeof tree.value === 'boolean' ? tree.value : null;
  }

  /** One number for all axes, or a list of one each. */
  perAxis(kind: FieldKind, rank: number, absent: readonly Value[]): readonly Value[] {
    const tree = this.value(kind);
    if (tree === undefined || (tree.kind === 'scalar' && tree.value === null)) return absent;
    if (tree.kind === 'sequence' && tree.items.length === rank) return tree.items.map(numberOf);
    const all = tree.kind === 'sequence' ? null : numberOf(tree);
    return Array.from({ length: rank }, () => all);
  }

  /** `same` as TensorFlow has it, `valid`, or numbers; a list of both sides of each axis means different things in different programs. */
  padding(kind: FieldKind, rank: number): Padding {
    const word = this.word(kind);
    if (word === 'same') return { kind: 'same-upper' };
    const zeros = Array.from({ length: rank }, () => 0);
    const sizes = word === 'valid' ? zeros : this.perAxis(kind, rank, zeros);
    return { kind: 'explicit', sides: sizes.map((size): PaddingSides => ({ before: size, after: size })) };
  }

  /** How many axes the lists of a layer have; null where it has none. */
  listedRank(...of: readonly FieldKind[]): number | null {
    for (const kind of of) {
      const tree = this.value(kind);
      if (tree?.kind === 'sequence' && tree.items.length >= 1 && tree.items.length <= 3)
        return tree.items.length;
    }
    return null;
  }

  source(kind: FieldKind): FieldSource | null {
    const tree = this.value(kind);
    if (tree === undefined) return null;
    const span = { start: tree.start, end: tree.end };
    if (tree.kind !== 'sequence') return { span };
    return { span, axes: tree.items.map(({ start, end }) => ({ start, end })) };
  }
}

function numberOf(tree: Tree): Value {
  return tree.kind === 'scalar' &&
    typeof tree.value === 'number' &&
    Number.isSafeInteger(tree.value) &&
    tree.value >= 0
    ? tree.value
    : null;
}
