import type { ScaleChoice } from '../format.ts';
import { describeTree, keyText, valueOf, type MappingTree, type Tree } from '../tree/tree.ts';
import type { ProblemList } from '../problem-list.ts';
import { activationOf, silu, type Activation } from './activation.ts';
import { scaleChoice, scaleInName, scaleTable } from './scales.ts';
import {
  isList,
  isTrue,
  numberOf,
  plainArgument,
  unknownValue,
  type Argument,
  type PythonValue,
} from './values.ts';
import { asWritten, said, type Filled } from '../../model/text/text.ts';

/** Whose parser reads the file: ultralytics/yolov5 needs `anchors`, ultralytics/ultralytics has none. */
export type Dialect = 'yolov5' | 'ultralytics';

/** How much deeper and wider the model is than its file says. */
export interface Gains {
  readonly depth: number;
  readonly width: number;
  readonly maxChannels: number;
  /** Channels are rounded up to a multiple of this. */
  readonly divisor: number;
}

/** The file's parameters, without its rows. Numbers that cannot be read are NaN. */
export interface ModelConfig {
  readonly dialect: Dialect;
  readonly imageChannels: number;
  readonly gains: Gains;
  /** Null where the file has none, and is the same at every scale. */
  readonly scales: ScaleChoice | null;
  /** The letter that decides about some modules; empty where the framework finds none. */
  readonly scale: string;
  /** What `Conv` calls behind its normalization; null where the file names one that is not known. */
  readonly activation: Activation | null;
  readonly values: ReadonlyMap<string, PythonValue>;
  /** Bins of the distribution that a box side is read from (`reg_max`). */
  readonly bins: number;
  /** Heads have a second set of branches, which give each object one box (`end2end`). */
  readonly endToEnd: boolean;
}

/**
 * Reads what stands beside backbone and head (ultralytics/ultralytics: ultralytics/nn/tasks.py parse_model;
 * ultralytics/yolov5: models/yolo.py parse_model). `asked` is a scale chosen outside of the file.
 */
export function readConfig(
  root: MappingTree,
  path: string,
  asked: string | undefined,
  problems: ProblemList,
): ModelConfig {
  const reader = new ConfigReader(root, problems);
  const anchors = reader.value('anchors');
  const dialect = anchors === null ? 'ultralytics' : 'yolov5';
  const scales = dialect === 'yolov5' ? null : scaleChoice(root, path, asked);
  const gains = reader.gains(scales, dialect);
  const scale = scales?.present ?? asked ?? scaleInName(path);
  const nc = reader.classes();
  const values = new Map<string, PythonValue>([
    ['nc', nc ? unplaced(nc.value) : unknownValue],
    ...(anchors ? [['anchors', unplaced(anchors.value)] as const] : []),
    ['kpt_shape', unplaced(reader.value('kpt_shape')?.value ?? 1)],
    ['depth', gains.depth],
    ['width', gains.width],
    ['max_channels', gains.maxChannels],
    ['scale', scale],
  ]);
  if (anchors) addAnchorCounts(values, anchors, nc);
  const imageChannels = reader.number('ch', 3);
  const endToEnd = isTrue(reader.value('end2end')?.value ?? false);
  const bins = reader.number('reg_max', 16);
  const activation = reader.activation();
  return { dialect, imageChannels, gains, scales, scale, activation, values, bins, endToEnd };
}

/** A value that rows name: its numbers do not stand in them. */
function unplaced(value: PythonValue): PythonValue {
  return isList(value) ? value.map((item) => ({ value: unplaced(item.value), place: null })) : value;
}

/** `na` boxes per cell, each of `no / na` numbers (ultralytics/yolov5: models/yolo.py parse_model). */
function addAnchorCounts(values: Map<string, PythonValue>, anchors: Argument, nc: Argument | null): void {
  const { value } = anchors;
  const first = isList(value) ? (value[0]?.value ?? unknownValue) : unknownValue;
  const na = isList(first) ? Math.floor(first.length / 2) : numberOf(value);
  const classes = nc === null ? null : numberOf(nc.value);
  values.set('na', na ?? unknownValue);
  values.set('no', na === null || classes === null ? unknownValue : na * (classes + 5));
}

class ConfigReader {
  readonly #root: MappingTree;
  readonly #problems: ProblemList;

  constructor(root: MappingTree, problems: ProblemList) {
    this.#root = root;
    this.#problems = problems;
  }

  /** Null where the key is absent or empty. */
  value(key: string): Argument | null {
    const tree = valueOf(this.#root, key);
    if (tree === undefined || (tree.kind === 'scalar' && tree.value === null)) return null;
    return plainArgument(tree);
  }

  number(key: string, fallback: number): number {
    const tree = valueOf(this.#root, key);
    return tree === undefined ? fallback : this.#numberIn(tree, asWritten(`\`${key}\``));
  }

  /** The number of classes, without which no model is built. */
  classes(): Argument | null {
    const nc = this.value('nc');
    const place = this.#root.entries[0]?.key;
    if (nc === null && place) {
      this.#problems.report('missing-field', place, '`nc` is missing: the number of classes.');
    }
    return nc;
  }

  activation(): Activation | null {
    const tree = valueOf(this.#root, 'activation');
    if (tree === undefined || (tree.kind === 'scalar' && !tree.value)) return silu;
    const found = tree.kind === 'scalar' && typeof tree.value === 'string' ? activationOf(tree.value) : null;
    if (found === null && tree.kind !== 'broken') {
      const message = said(
        'ConvLens does not know the activation {0}: write one of torch.nn, such as `nn.ReLU()`.',
        describeTree(tree),
      );
      this.#problems.report('unknown-layer', tree, message, { severity: 'hint' });
    }
    return found;
  }

  gains(choice: ScaleChoice | null, dialect: Dialect): Gains {
    const single = {
      depth: this.number('depth_multiple', 1),
      width: this.number('width_multiple', 1),
      maxChannels: Infinity,
      divisor: dialect === 'yolov5' ? this.number('channel_multiple', 8) : 8,
    };
    const table = scaleTable(this.#root);
    if (choice === null || table === null) return single;
    const { present, scales, origin } = choice;
    const entry = table.entries.findLast((candidate) => keyText(candidate) === present);
    if (entry) return { ...this.#gainsIn(entry.value, present), divisor: single.divisor };
    const known = scales.map((name) => `\`${name}\``).join(', ');
    const message =
      origin === 'argument'
        ? said('The scale `{0}` was asked for, but this file has {1} only.', present, known)
        : said('The scale `{0}` is in the name of this file, but this file has {1} only.', present, known);
    const place = this.#root.entries.find((candidate) => keyText(candidate) === 'scales')?.key ?? table;
    this.#problems.report('unknown-reference', place, message);
    return { ...single, depth: NaN, width: NaN };
  }

  #gainsIn(tree: Tree, scale: string): Omit<Gains, 'divisor'> {
    const [depth, width, maxChannels] = tree.kind === 'sequence' ? tree.items : [];
    if (tree.kind === 'sequence' && depth && width && maxChannels && tree.items.length === 3) {
      return {
        depth: this.#numberIn(depth, said('The depth')),
        width: this.#numberIn(width, said('The width')),
        maxChannels: this.#numberIn(maxChannels, said('The most channels')),
      };
    }
    if (tree.kind !== 'broken') {
      const message = said('The scale `{0}` must be [depth, width, most channels], three numbers.', scale);
      this.#problems.report('invalid-value', tree, message);
    }
    return { depth: NaN, width: NaN, maxChannels: NaN };
  }

  #numberIn(tree: Tree, what: Filled): number {
    const number = tree.kind === 'scalar' ? numberOf(tree.value) : null;
    if (number !== null && number >= 0) return number;
    if (tree.kind !== 'broken') {
      this.#problems.report(
        'invalid-value',
        tree,
        said('{0} must be a number, not {1}.', what, describeTree(tree)),
      );
    }
    return NaN;
  }
}
