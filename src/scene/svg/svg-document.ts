import type { Scene } from '../draw-list.ts';
import type { Palette } from '../palette.ts';
import { escape, round } from './svg-text.ts';

/** The beginning of a self-contained document: its size, its words, its background. */
export function openSvg(
  scene: Pick<Scene, 'width' | 'height' | 'description'>,
  palette: Palette,
  definitions = '<defs></defs>',
): string {
  const [width, height] = [round(scene.width), round(scene.height)];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(scene.description[0] ?? '')}</title>`,
    `<desc>${escape(scene.description.slice(1).join(' '))}</desc>`,
    definitions,
    `<rect width="${width}" height="${height}" fill="${palette.css({ role: 'surface' })}"/>`,
    '',
  ].join('\n');
}

export const closeSvg = '\n</svg>\n';
