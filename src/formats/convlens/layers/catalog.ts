import { closestWord } from '../../../util/closest.ts';
import { conv, convTranspose } from './convolutions.ts';
import { joinLayers } from './joins.ts';
import type { LayerSpec } from './layer-spec.ts';
import { normalizationLayers } from './normalizations.ts';
import { pointwiseLayers } from './pointwise.ts';
import { avgPool, maxPool, poolsWithoutWindow } from './pools.ts';
import { reshapingLayers } from './reshaping.ts';
import { resizingLayers } from './resizing.ts';

/** Every layer of the format, in the order of its documentation. */
export const layerCatalog: readonly LayerSpec[] = [
  conv,
  convTranspose,
  maxPool,
  avgPool,
  ...poolsWithoutWindow,
  ...pointwiseLayers,
  ...normalizationLayers,
  ...reshapingLayers,
  ...resizingLayers,
  ...joinLayers,
];

/** A layer as written: what it is, and how many spatial axes its name asks for (`conv1d`). */
export interface NamedLayer {
  readonly spec: LayerSpec;
  readonly axes: number | null;
}

const specs: ReadonlyMap<string, LayerSpec> = new Map(
  layerCatalog.flatMap((spec) => [spec.name, ...spec.synonyms].map((name) => [normalized(name), spec])),
);

/** Finds `conv`, `Conv2d`, `nn.MaxPool2d`, `max-pool`; null for a layer that the format does not have. */
export function layerNamed(name: string): NamedLayer | null {
  const plain = normalized(name);
  const whole = specs.get(plain);
  if (whole !== undefined) return { spec: whole, axes: null };
  const suffix = /^(.+?)([123])d$/.exec(plain);
  const spec = specs.get(suffix?.[1] ?? '');
  return spec === undefined ? null : { spec, axes: Number(suffix?.[2]) };
}

/** The layer that an unknown name most likely means. */
export function closestLayer(name: string): string | null {
  const plain = normalized(name).replace(/[123]d$/, '');
  const closest = closestWord(plain, specs.keys());
  return closest === null ? null : (specs.get(closest)?.name ?? null);
}

function normalized(name: string): string {
  return name
    .slice(0, 80)
    .toLowerCase()
    .replace(/^(torch\.)?nn\./, '')
    .replace(/[\s_-]/g, '');
}
