import type { InputOrigin } from '../model/graph/operation.ts';
import type { Shape } from '../model/graph/shape.ts';
import type { Variant, VariantOrigin } from '../model/variant.ts';
import type { ModelReport } from '../model/report.ts';
import { fullShapeText } from './quantities.ts';

/** Where an input size came from, as a user is told. */
const originTexts: Readonly<Record<InputOrigin, string>> = {
  file: 'from the file',
  comment: 'from a comment in the file',
  setting: 'from the settings',
  memory: 'chosen earlier',
  argument: 'as asked for',
  default: 'the default',
  inferred: 'inferred',
};

/** `inferred: fc1 (Linear) takes 400 values` */
export function originText({ origin, reason }: { origin: InputOrigin; reason?: string }): string {
  const text = originTexts[origin];
  return reason === undefined ? text : `${text}: ${reason}`;
}

const variantOriginTexts: Readonly<Record<VariantOrigin, string>> = {
  chosen: 'chosen',
  comment: 'from a comment in the file',
  file: 'from the file',
  'file-name': "from the file's name",
  default: 'the default',
};

/** `Phase TEST, the default`, `Scale n, from the file's name`, `All 3 models` */
export function variantText({ kind, options, chosen, origin }: Variant): string {
  if (chosen === null) return `All ${options.length} ${kind}s`;
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} ${chosen}, ${variantOriginTexts[origin]}`;
}

/** Which layer, or which input, gave a layer the spatial sizes that it reads; null where that is unknown. */
export function sizeOriginText({ layers }: ModelReport, index: number): string | null {
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
    ? `Input size ${shape}: ${originText(operation)}`
    : `Input size from ${layer.id}: ${shape}`;
}

function sameSpatialSizes(before: Shape, after: Shape): boolean {
  if (before === null || after === null || before.length < 3 || before.length !== after.length) return false;
  return before.slice(2).every((dim, place) => typeof dim === 'number' && dim === after[place + 2]);
}
