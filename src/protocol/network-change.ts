import type { LayerView, NetworkView } from '../scene/network/view.ts';
import { sameData } from '../util/same-data.ts';

/**
 * What a network has that the one before had not. A keystroke changes some numbers of some layers: of 42 KB that
 * ResNet-18 takes whole, 4 KB change where a channel count does.
 */
export interface NetworkChange {
  /** By the layer's place: its fields that are new. */
  readonly layers: readonly (readonly [place: number, fields: Partial<LayerView>])[];
  readonly others: Partial<Omit<NetworkView, 'layers'>>;
}

/** A network as it goes on its way: whole, or as what has changed of the one that the other side has. */
export type NetworkUpdate =
  | { readonly kind: 'whole'; readonly network: NetworkView }
  | { readonly kind: 'change'; readonly change: NetworkChange };

/** Null where the two have not the same number of layers, or a field has gone: then the whole is sent. */
export function networkChange(before: NetworkView, after: NetworkView): NetworkChange | null {
  const { layers: oldLayers, ...oldOthers } = before;
  const { layers: newLayers, ...newOthers } = after;
  if (oldLayers.length !== newLayers.length) return null;
  const others = newFields(oldOthers, newOthers);
  if (!others) return null;
  const layers: [number, Partial<LayerView>][] = [];
  for (const [place, layer] of newLayers.entries()) {
    const old = oldLayers[place];
    if (old === layer) continue;
    const fields = old && newFields(old, layer);
    if (!fields) return null;
    if (Object.keys(fields).length > 0) layers.push([place, fields]);
  }
  return { layers, others };
}

/** Layers that have not changed are the same objects as before. */
export function changedNetwork(before: NetworkView, { layers: changed, others }: NetworkChange): NetworkView {
  const layers = [...before.layers];
  for (const [place, fields] of changed) {
    const layer = layers[place];
    if (layer) layers[place] = { ...layer, ...fields };
  }
  return { ...before, ...others, layers };
}

function newFields<T extends object>(before: T, after: T): Partial<T> | null {
  if (Object.keys(before).some((key) => !Object.hasOwn(after, key))) return null;
  const fields: Partial<T> = {};
  for (const key of Object.keys(after) as (keyof T)[]) {
    // On its way JSON drops what is undefined.
    if (after[key] === undefined && before[key] !== undefined) return null;
    if (!sameData(before[key], after[key])) fields[key] = after[key];
  }
  return fields;
}
