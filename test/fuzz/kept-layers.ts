import type { Analysis } from '../../src/formats/analyze.ts';
import type { Dim } from '../../src/model/graph/shape.ts';
import type { LayerReport } from '../../src/model/report.ts';
import type { Change, FuzzedFormat } from './fuzzed-format.ts';

/**
 * What was lost of the layers that a change must leave as they are: those which the format calls untouched, with
 * everything that they read. Null where all of them are there, at their places and with their shapes.
 */
export function lostLayer(
  format: FuzzedFormat,
  change: Change,
  before: Analysis,
  after: Analysis,
): string | null {
  const isUntouched = format.untouched(change, before, after);
  const found = byPlace(after);
  const used = new Map<string, number>();
  for (const [model, { layers }] of before.models.entries()) {
    const kept: boolean[] = [];
    for (const layer of layers) {
      const isKept =
        isUntouched(layer, model) && layer.inputs.every((input) => input === null || kept[input.node]);
      kept.push(isKept);
      const place = placeOf(layer);
      const turn = used.get(place) ?? 0;
      used.set(place, turn + 1);
      if (!isKept) continue;
      const now = found.get(place)?.[turn];
      const [expected, actual] = [described(layer), now ? described(now) : 'nothing'];
      if (expected !== actual) return `${layer.id} at ${place} was ${expected} and is ${actual}`;
    }
  }
  return null;
}

/** A layer of a repeated block stands at one place several times; binary formats have names only. */
const placeOf = ({ id, source: { title } }: LayerReport): string => (title.end > 0 ? `${title.start}` : id);

function byPlace({ models }: Analysis): ReadonlyMap<string, readonly LayerReport[]> {
  const found = new Map<string, LayerReport[]>();
  for (const layer of models.flatMap(({ layers }) => layers)) {
    const place = placeOf(layer);
    const known = found.get(place);
    if (known) known.push(layer);
    else found.set(place, [layer]);
  }
  return found;
}

/** Sizes in any order: a report turns a channels-last tensor to [N, C, spatial…] where a later layer takes it as an image. */
const described = ({ type, outputShapes, params }: LayerReport): string =>
  JSON.stringify([type, outputShapes.map((shape) => shape && [...shape].map(sizeText).sort()), params]);

const sizeText = (dim: Dim): string => JSON.stringify(dim);

/** Where the first line that a change touched begins. */
export function firstChangedLine({ before, same }: Change): number {
  return before.kind === 'text' ? before.text.lastIndexOf('\n', same - 1) + 1 : same;
}

/** What stands from the first changed line on, in both texts. */
export function changedTexts(change: Change): readonly string[] {
  const { before, after } = change;
  if (before.kind !== 'text' || after.kind !== 'text') return [];
  const from = firstChangedLine(change);
  return [before.text.slice(from), after.text.slice(from)];
}
