import type { PanelDescription } from '../../src/protocol/panel.ts';
import { cellTexts } from '../../src/scene/layer/cell-texts.ts';
import { layerScene } from '../../src/scene/layer/layer-scene.ts';
import { columnCount, rowCount } from '../../src/scene/layer/steps.ts';
import { lessonOf, type AppState } from './state.ts';
import { words } from './words.ts';

/** What is on screen as text, read back from the picture itself. */
export function describePanel(state: AppState): PanelDescription {
  const { view, layer, playhead, pictureSize } = state;
  const lesson = view === 'network' ? null : lessonOf(state);
  const pass = lesson?.passes[playhead.pass];
  const stage = pass?.stages[playhead.stage];
  const scene = lesson
    ? layerScene(lesson, { ...playhead, entry: 1, travel: 1 }, { ...pictureSize, words })
    : null;
  return {
    view,
    layer: view === 'example' ? null : layer,
    pass: pass?.id ?? null,
    stage: stage?.id ?? null,
    step: playhead.step,
    planes: (stage?.planes ?? []).map((plane, place) => ({
      tensor: plane.tensor,
      rows: rowCount(plane),
      columns: columnCount(plane),
      cells: scene ? cellTexts(scene, place) : [],
    })),
  };
}
