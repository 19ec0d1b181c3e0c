import { receptiveField, type FieldStep } from '../../src/scene/receptive/receptive-field.ts';
import { lessonOf, shownNetwork, type AppState } from './state.ts';

/** What the chosen output cell reads of every tensor; of a volume the cell of the slice that is shown. */
export function fieldSteps(state: AppState): readonly FieldStep[] {
  const network = shownNetwork(state);
  if (!network || !state.field || state.layer === null) return [];
  const slice = lessonOf(state)?.selection.outSlice;
  return receptiveField(network, state.layer, { slice, ...state.field });
}
