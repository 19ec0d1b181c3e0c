import type { NodeSource, TensorRef } from '../../model/graph/graph.ts';
import type { TextProblem } from '../../model/problems/problem.ts';
import type { LayerRules } from '../../model/rules/layer-rule.ts';
import type { Span } from '../../util/span.ts';
import type { BlobName } from './blobs.ts';
import { checkLayerNames } from './check-names.ts';
import { layerOf } from './layer-of.ts';
import type { Blob, Layer } from './layers/layer.ts';
import { MessageReader } from './message-reader.ts';
import type { ProtoMessage } from './text-format.ts';
import { currentType } from './v1-types.ts';

/** What was read from a layer, and the problems found while it was; offsets count from the beginning of its part. */
interface Recorded<T> {
  readonly value: T;
  readonly problems: readonly TextProblem[];
}

/** What a layer is called, and the blobs that it names. */
export interface LayerHead {
  readonly name: string;
  /** Null where the layer goes by its type. */
  readonly nameSpan: Span | null;
  readonly type: string;
  readonly title: Span;
  readonly tops: readonly BlobName[];
  readonly bottoms: readonly BlobName[];
}

/** A layer and where it stands. Among its inputs, `bottomNumber` stands for a bottom. */
interface SourcedLayer {
  readonly layer: Layer;
  readonly source: NodeSource;
}

/** Stands for what a bottom holds. */
const bottomNumber = (index: number): TensorRef => ({ node: -1 - index, output: 0 });

/** What a layer reads, from what its bottoms hold. */
export function inputsOf({ inputs }: Layer, bottoms: readonly Blob[]): readonly (TensorRef | null)[] {
  if (!inputs) return bottoms.map(({ tensor }) => tensor);
  return inputs.map((input) => (input === null ? null : (bottoms[-1 - input.node]?.tensor ?? null)));
}

/**
 * One `layer { … }` and the part of the text in which it stands. What follows from it alone is read once. It may stand for
 * all layers that are written alike: only the names in their heads are their own.
 */
export class LayerPart {
  readonly message: ProtoMessage;
  readonly text: string;
  #hasStateRules: boolean | null = null;
  #names: readonly TextProblem[] | null = null;
  #head: Recorded<LayerHead> | null = null;
  /** By the ranks of its bottoms. */
  readonly #layers = new Map<string, Recorded<SourcedLayer>>();

  constructor(message: ProtoMessage, text: string) {
    this.message = message;
    this.text = text;
  }

  reader(report: (problem: TextProblem) => void): MessageReader {
    return new MessageReader(this.message, this.text, report);
  }

  /** Whether it belongs to some states of a net only. */
  get hasStateRules(): boolean {
    return (this.#hasStateRules ??= this.message.fields.some(
      ({ name }) => name === 'include' || name === 'exclude',
    ));
  }

  /** Names that are most likely mistyped. */
  get names(): readonly TextProblem[] {
    return (this.#names ??= this.#recorded(checkLayerNames).problems);
  }

  get head(): Recorded<LayerHead> {
    return (this.#head ??= this.#recorded(headOf));
  }

  /** What the layer does with bottoms of these ranks; `rules` are the user's, for what ConvLens does not know. */
  layer(ranks: readonly (number | null)[], rules: LayerRules | undefined): Recorded<SourcedLayer> {
    const key = ranks.join();
    const known = this.#layers.get(key);
    if (known) return known;
    const { type, title, tops } = this.head.value;
    const bottoms = ranks.map((rank, index): Blob => ({ tensor: bottomNumber(index), rank }));
    const found = this.#recorded((reader) => {
      const layer = layerOf({ reader, type, bottoms, topCount: tops.length, rules }, title);
      return { layer, source: this.#sourceOf(layer) };
    });
    const { kind } = found.value.layer.operation;
    if (kind !== 'unknown' && kind !== 'custom') this.#layers.set(key, found);
    return found;
  }

  #sourceOf({ fields, insertions }: Layer): NodeSource {
    const { title, bottoms } = this.head.value;
    const [first] = bottoms;
    const from = first ? { from: { span: first.span, axes: bottoms.map(({ span }) => span) } } : {};
    return {
      span: this.message.span,
      title,
      fields: { type: { span: title }, ...from, ...fields },
      ...(insertions && { insertions }),
    };
  }

  #recorded<T>(read: (reader: MessageReader) => T): Recorded<T> {
    const problems: TextProblem[] = [];
    const value = read(this.reader((problem) => problems.push(problem)));
    return { value, problems };
  }
}

function headOf(reader: MessageReader): LayerHead {
  const type = typeOf(reader);
  const tops = reader.strings('top');
  const bottoms = reader.strings('bottom');
  const name = reader.string('name');
  return {
    name: name?.value ?? type.value,
    nameSpan: name?.span ?? null,
    type: type.value,
    title: type.span ?? name?.span ?? reader.message.span,
    tops,
    bottoms,
  };
}

/** `type: "Convolution"` of today, `type: CONVOLUTION` of the older `layers`. */
function typeOf(reader: MessageReader): { readonly value: string; readonly span: Span | null } {
  const [field] = reader.all('type');
  if (field?.value.kind !== 'scalar') return { value: '', span: null };
  const { value, quoted, span } = field.value;
  const current = quoted ? value : currentType(value);
  if (!quoted && current === value && !/^[A-Z][A-Z0-9_]+$/.test(value)) reader.string('type');
  return { value: current, span };
}
