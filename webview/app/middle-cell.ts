import type { FieldPlace } from '../../src/protocol/panel.ts';
import { planeSize } from '../../src/scene/receptive/receptive-field.ts';
import { layerOf, type AppState } from './state.ts';

/** The output cell that the receptive field opens with; null where the layer has none to show. */
export function middleCell(state: AppState): FieldPlace | null {
  const size = state.view === 'layer' ? planeSize(layerOf(state) ?? undefined) : null;
  return size && { row: Math.floor(size.rows / 2), column: Math.floor(size.columns / 2) };
}
