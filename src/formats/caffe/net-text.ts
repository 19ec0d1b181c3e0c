import type { TextProblem } from '../../model/problems/problem.ts';
import { PartMemory } from '../parts/part-memory.ts';
import { isAlikeByPattern, renamed, withoutNames } from './alike.ts';
import { LayerPart, type LayerHead } from './layer-part.ts';
import { listedMistakes, readNextPart, readTextFormat } from './read-text-format.ts';
import type { ProtoField, ProtoMessage } from './text-format.ts';

/** What layers are called: `layer`, and `layers` in older files. */
export type LayerField = 'layer' | 'layers';

const layerFields: ReadonlySet<string> = new Set<LayerField>(['layer', 'layers']);

/** A layer at its place in the text. */
export interface PlacedLayer {
  readonly part: LayerPart;
  /** Of this layer: the part may be that of all that are written alike. */
  readonly head: LayerHead;
  readonly at: number;
}

/** A net's text, taken apart. */
export interface NetText {
  /** What stands beside the layers; its offsets are those of the text. */
  readonly settings: ProtoMessage;
  readonly layers: Readonly<Record<LayerField, readonly PlacedLayer[]>>;
  readonly problems: readonly TextProblem[];
}

interface ReadLayer extends Omit<PlacedLayer, 'at'> {
  readonly name: LayerField;
}

/** What a part of a text gives where it stands alone; offsets count from its beginning. */
interface ReadPart {
  readonly layers: readonly ReadLayer[];
  readonly hasSettings: boolean;
}

/** Takes the texts of nets apart. Layers that were read lately are known by their text. */
export class NetTexts {
  /** A part begins where a layer does. Null where it has a mistake: what that does to the part behind it is open. */
  readonly #parts = new PartMemory<ReadPart | null>();
  /** By the text of a layer without its names; null where one that is written alike may be another layer. */
  readonly #alike = new PartMemory<ReadLayer | null>();

  read(text: string): NetText {
    this.#parts.begin(text.length);
    this.#alike.begin(text.length);
    const settings: ProtoField[] = [];
    const layers: Record<LayerField, PlacedLayer[]> = { layer: [], layers: [] };
    const problems: TextProblem[] = [];
    const starts = layerStarts(text);
    for (let index = 0; index < starts.length;) {
      const at = starts[index] ?? 0;
      const part = this.#parts.of(text.slice(at, starts[index + 1] ?? text.length), (own) =>
        this.#readPart(own),
      );
      for (const { name, part: layer, head } of part?.layers ?? [])
        layers[name].push({ part: layer, head, at });
      index++;
      if (part && !part.hasSettings) continue;
      const read = readNextPart(text, layerFields, at);
      problems.push(...read.problems);
      for (const field of read.message.fields) {
        const layer = layerOf(field);
        if (!layer) settings.push(field);
        else if (!part) layers[layer.name].push({ ...readLayer(layer.message, text), at: 0 });
      }
      // A layer that was read as the value of a field left open before it is none.
      while (index < starts.length && (starts[index] ?? 0) < read.end) index++;
    }
    const span = { start: 0, end: text.length };
    return {
      settings: { kind: 'message', fields: settings, span },
      layers,
      problems: problems.slice(0, listedMistakes),
    };
  }

  #readPart(own: string): ReadPart | null {
    const nameless = withoutNames(own);
    if (!nameless) return readPart(own);
    let read: ReadPart | null | undefined;
    const alike = this.#alike.of(nameless.pattern, () => {
      read = readPart(own);
      const [layer] = read?.layers ?? [];
      const isAlone = layer && read?.layers.length === 1 && !read.hasSettings;
      return isAlone && isAlikeByPattern(layer.part, nameless.names) ? layer : null;
    });
    if (read !== undefined) return read;
    if (!alike) return readPart(own);
    return { layers: [{ ...alike, head: renamed(alike.head, own) }], hasSettings: false };
  }
}

function readPart(own: string): ReadPart | null {
  const { message, problems } = readTextFormat(own, layerFields);
  if (problems.length > 0) return null;
  const layers = message.fields.flatMap((field) => {
    const layer = layerOf(field);
    return layer ? [{ name: layer.name, ...readLayer(layer.message, own) }] : [];
  });
  return { layers, hasSettings: layers.length < message.fields.length };
}

function readLayer(message: ProtoMessage, text: string): Omit<PlacedLayer, 'at'> {
  const part = new LayerPart(message, text);
  return { part, head: part.head.value };
}

function layerOf({ name, value }: ProtoField): { name: LayerField; message: ProtoMessage } | null {
  return isLayerField(name) && value.kind === 'message' ? { name, message: value } : null;
}

function isLayerField(name: string): name is LayerField {
  return layerFields.has(name);
}

/** Where the text begins, and where a layer begins in the first column: nothing that is open before it goes on there. */
function layerStarts(text: string): readonly number[] {
  const starts = [0];
  for (let found = text.indexOf('\nlayer'); found >= 0; found = text.indexOf('\nlayer', found + 1)) {
    const start = found + 1;
    const after = text.startsWith('layers', start) ? start + 6 : start + 5;
    if (!/[\w.]/.test(text.charAt(after))) starts.push(start);
  }
  return starts;
}
