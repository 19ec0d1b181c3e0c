import type { SaveFile } from '../../src/protocol/panel.ts';
import type { Lesson } from '../../src/engine/trace/lesson.ts';
import { listingsOf } from '../../src/scene/code/listing.ts';
import { withListing } from '../../src/scene/code/listing-scene.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import { layerScene } from '../../src/scene/layer/layer-scene.ts';
import type { Playhead } from '../../src/scene/layer/playhead.ts';
import { misfitScene } from '../../src/scene/misfit/misfit-scene.ts';
import { flowScene } from '../../src/scene/network/flow-chart.ts';
import { flowMagnitudes } from '../../src/scene/network/flow-magnitudes.ts';
import { visibleLayer } from '../../src/scene/network/fold.ts';
import { networkScene } from '../../src/scene/network/network-scene.ts';
import { tableMarkdown } from '../../src/scene/network/table-markdown.ts';
import type { Windows } from '../../src/scene/network/view.ts';
import { receptiveScene } from '../../src/scene/receptive/receptive-scene.ts';
import { Painter } from '../render/painter.ts';
import { currentTheme, type Theme } from '../theme/theme.ts';
import { passSvg, stillSvg, type Making } from './export-svg.ts';
import { fieldSteps } from './field-steps.ts';
import { lessonOf, networkOf, problemsOf, shownNetwork, type AppState } from './state.ts';
import { words } from './words.ts';

export const exportKinds = ['svg', 'png-1', 'png-2', 'png-3', 'png-4', 'animation', 'markdown'] as const;
export type ExportKind = (typeof exportKinds)[number];

const pictureKinds = exportKinds.filter((kind) => kind !== 'animation' && kind !== 'markdown');

/** The windows that a layer without numbers is refused for. */
const windowsOf = (state: AppState): Windows | null =>
  problemsOf(state).find(({ problem }) => problem.windows !== null)?.problem.windows ?? null;

/** What can be made of what is shown: nothing of a layer without numbers, and no animation of what stands still. */
export function exportsOf(state: AppState): readonly ExportKind[] {
  const { view, field, shownAs } = state;
  if (view === 'network') {
    if (shownAs === 'flow') return pictureKinds;
    return exportKinds.filter((kind) => (shownAs === 'table' ? kind === 'markdown' : kind !== 'animation'));
  }
  if (field === null && !lessonOf(state)) return windowsOf(state) ? pictureKinds : [];
  return exportKinds.filter((kind) => kind !== 'markdown' && (kind !== 'animation' || field === null));
}

/** No canvas is larger, in pixels along a side: more than browsers can draw. */
const largestSide = 16_384;

/** The file for what is shown now; null where nothing is. Rejects where `making` says that it is not wanted any more. */
export async function exportFile(
  state: AppState,
  kind: ExportKind,
  making: Making,
): Promise<SaveFile | null> {
  const name = (state.view === 'layer' ? state.layer : networkOf(state)?.name) ?? 'conv-relu-pool';
  const file = (extension: string, content: string | Uint8Array): SaveFile => ({
    name: `${name.replace(/[^\w.-]+/g, '-').slice(0, 100) || 'network'}.${extension}`,
    content,
  });
  const theme = currentTheme();
  if (kind === 'markdown') {
    const network = shownNetwork(state);
    return network && file('md', tableMarkdown(network, words));
  }
  if (kind === 'animation') {
    const lesson = lessonOf(state);
    if (!lesson) return null;
    const sceneAt = (playhead: Playhead) => layerScene(lesson, playhead, { ...state.pictureSize, words });
    return file('svg', await passSvg(lesson, state.playhead.pass, sceneAt, theme, making));
  }
  const scene = sceneOf(state);
  if (!scene) return null;
  if (kind === 'svg') return file('svg', await stillSvg(scene, theme, making.signal));
  return file('png', await pngOf(scene, theme, Number(kind.slice('png-'.length))));
}

function sceneOf(state: AppState): Scene | null {
  const { view, playhead, pictureSize } = state;
  const { width } = pictureSize;
  if (view === 'network') return networkPicture(state, width);
  const steps = fieldSteps(state);
  if (steps.length > 0) return receptiveScene(steps, { width }, words);
  const lesson = lessonOf(state);
  if (lesson) return momentOf(lesson, playhead, pictureSize);
  const windows = windowsOf(state);
  return windows && misfitScene(windows, width, words);
}

/** A moment of a lesson, where code is shown with the code that makes it. */
function momentOf(lesson: Lesson, playhead: Playhead, pictureSize: AppState['pictureSize']): Scene {
  const picture = layerScene(lesson, playhead, { ...pictureSize, words });
  const pass = lesson.passes[playhead.pass];
  const stage = pass?.stages[playhead.stage];
  const listing = pass && listingsOf(lesson).find((each) => each.pass === pass.id);
  return stage && listing ? withListing(picture, listing, stage, words) : picture;
}

/** The chart of the gradient flow where that is shown, else the graph, with what its comparison and its run have marked. */
function networkPicture({ graph, layer, run, shownAs }: AppState, width: number): Scene | null {
  const ran = run.kind === 'ready' ? run.run : null;
  if (shownAs === 'flow' && ran) return flowScene(ran.layers, { width, selected: layer, words });
  if (!graph) return null;
  return networkScene(graph.network, graph.layout, {
    orientation: 'across',
    width,
    selected: layer === null ? null : visibleLayer(graph.network, layer),
    changes: graph.changes,
    magnitudes: ran && flowMagnitudes(graph.network, ran),
    words,
  });
}

async function pngOf({ marks, width, height }: Scene, theme: Theme, wanted: number): Promise<Uint8Array> {
  const scale = Math.min(wanted, largestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This webview has no canvas.');
  new Painter(context, theme).paint(marks, width, height, scale, { x: 0, y: 0, zoom: 1 });
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = theme.palette.css({ role: 'surface' });
  context.fillRect(0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large to be drawn.');
  return new Uint8Array(await blob.arrayBuffer());
}
