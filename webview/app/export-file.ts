import type { SaveFile } from '../../src/protocol/panel.ts';
import type { Scene } from '../../src/scene/draw-list.ts';
import { layerScene } from '../../src/scene/layer/layer-scene.ts';
import { networkScene } from '../../src/scene/network/network-scene.ts';
import { tableMarkdown } from '../../src/scene/network/table-markdown.ts';
import { toAnimatedSvg, toSvg } from '../../src/scene/svg.ts';
import { Painter } from '../render/painter.ts';
import { currentTheme } from '../theme/theme.ts';
import { passFrames } from './pass-frames.ts';
import { lessonOf, networkOf, shownNetwork, type AppState } from './state.ts';
import { words } from './words.ts';

export const exportKinds = ['svg', 'png-1', 'png-2', 'png-3', 'png-4', 'animation', 'markdown'] as const;
export type ExportKind = (typeof exportKinds)[number];

/** What can be made of what is shown. */
export const exportsOf = ({ view }: AppState): readonly ExportKind[] =>
  exportKinds.filter((kind) =>
    kind === 'animation' ? view !== 'network' : kind !== 'markdown' || view === 'network',
  );

/** No canvas is larger, in pixels along a side: more than browsers can draw. */
const largestSide = 16_384;

/** The file for what is shown now; null where nothing is. `size` is that of a layer's picture on screen. */
export async function exportFile(
  state: AppState,
  kind: ExportKind,
  size: { readonly width: number; readonly height: number },
): Promise<SaveFile | null> {
  const name = (state.view === 'layer' ? state.layer : networkOf(state)?.name) ?? 'conv-relu-pool';
  const file = (extension: string, content: string | Uint8Array): SaveFile => ({
    name: `${name.replace(/[^\w.-]+/g, '-').slice(0, 100) || 'network'}.${extension}`,
    content,
  });
  const { palette, fonts } = currentTheme();
  if (kind === 'markdown') {
    const network = shownNetwork(state);
    return network && file('md', tableMarkdown(network, words));
  }
  if (kind === 'animation') {
    const lesson = lessonOf(state);
    if (!lesson) return null;
    const frames = passFrames(lesson, state.playhead.pass).map(({ playhead, seconds }) => ({
      scene: layerScene(lesson, playhead, { ...size, words }),
      seconds,
    }));
    return file('svg', toAnimatedSvg(frames, palette, fonts));
  }
  const scene = sceneOf(state, size);
  if (!scene) return null;
  if (kind === 'svg') return file('svg', toSvg(scene, palette, fonts));
  return file('png', await pngOf(scene, Number(kind.slice('png-'.length))));
}

function sceneOf(state: AppState, size: { readonly width: number; readonly height: number }): Scene | null {
  const { graph, layer, playhead } = state;
  if (state.view === 'network') {
    const options = { orientation: 'across', width: size.width, selected: layer, words } as const;
    return graph && networkScene(graph.network, graph.layout, options);
  }
  const lesson = lessonOf(state);
  return lesson && layerScene(lesson, playhead, { ...size, words });
}

async function pngOf({ marks, width, height }: Scene, wanted: number): Promise<Uint8Array> {
  const scale = Math.min(wanted, largestSide / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(width * scale);
  canvas.height = Math.ceil(height * scale);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This webview has no canvas.');
  const theme = currentTheme();
  new Painter(context, theme).paint(marks, width, height, scale, { x: 0, y: 0, zoom: 1 });
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = 'destination-over';
  context.fillStyle = theme.palette.css({ role: 'surface' });
  context.fillRect(0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large to be drawn.');
  return new Uint8Array(await blob.arrayBuffer());
}
