import type { InputOrigin } from '../model/graph/operation.ts';
import type { Shape } from '../model/graph/shape.ts';
import type { Text } from '../model/text/text.ts';
import { textIn } from '../model/text/text-in.ts';
import type { Variant } from '../model/variant.ts';
import type { ModelReport } from '../model/report.ts';
import { fullShapeText } from './quantities.ts';
import { layersEnglish, type LayerWords } from './words/layers-english.ts';

/** Where an input size came from, as a user is told: `inferred: fc1 (Linear) takes 400 values`. */
export const originText = (
  { origin, reason }: { readonly origin: InputOrigin; readonly reason?: Text },
  words: LayerWords = layersEnglish,
): string => words.origin(origin, reason === undefined ? null : textIn(words.translation, reason));

/** `Phase TEST, the default`, `Scale n, from the file's name`, `All 3 models` */
export const variantText = (
  { kind, options, chosen, origin }: Variant,
  { lens }: LayerWords = layersEnglish,
): string => (chosen === null ? lens.allVariants(kind, options.length) : lens.variant(kind, chosen, origin));

/** Which layer, or which input, gave a layer the spatial sizes that it reads; null where that is unknown. */
export function sizeOriginText({ layers }: ModelReport, index: number, words: LayerWords): string | null {
  const visited = new Set<number>();
  let origin = layers[index]?.inputs[0]?.node;
  while (origin !== undefined && !visited.has(origin)) {
    visited.add(origin);
    const before = layers[origin]?.inputShapes[0] ?? null;
    const after = layers[origin]?.outputShapes[0] ?? null;
    if (!sameSpatialSizes(before, after)) break;
    origin = layers[origin]?.inputs[0]?.node;
  }
  const layer = origin === undefined ? undefined : layers[origin];
  if (!layer) return null;
  const shape = fullShapeText(layer.outputShapes[0] ?? null);
  const { operation } = layer;
  return operation.kind === 'input'
    ? words.hover.inputSize(shape, originText(operation, words))
    : words.hover.sizeFrom(layer.id, shape);
}

function sameSpatialSizes(before: Shape, after: Shape): boolean {
  if (before === null || after === null || before.length < 3 || before.length !== after.length) return false;
  return before.slice(2).every((dim, place) => typeof dim === 'number' && dim === after[place + 2]);
}
