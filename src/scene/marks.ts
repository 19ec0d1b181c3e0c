import type { Box, Paint, RectMark, TextMark, Mark } from './draw-list.ts';

/** Type scale and spacing of every picture (docs/panel.md), in CSS pixels. */
export const type = { small: 11, body: 12, strong: 13, title: 16 } as const;
/** Below this zoom the smallest words of a picture are lower than the 10 px that can be read. */
export const smallestTextZoom = 10 / type.small;
export const space = { xs: 4, s: 8, m: 16, l: 24, xl: 40 } as const;

/** Opacity of cells that are still to come. */
export const paleAlpha = 0.3;

export const ink: Paint = { role: 'ink' };
export const muted: Paint = { role: 'muted' };

type TextOptions = Partial<Pick<TextMark, 'size' | 'font' | 'weight' | 'anchor' | 'fill'>>;

/** A line of text around (x, y): body size, from the left, in ink unless told otherwise. */
export function text(x: number, y: number, content: string, options: TextOptions = {}): TextMark {
  return {
    kind: 'text',
    x,
    y,
    text: content,
    size: options.size ?? type.body,
    font: options.font ?? 'ui',
    weight: options.weight ?? 400,
    anchor: options.anchor ?? 'start',
    fill: options.fill ?? ink,
  };
}

export function rect(box: Box, style: Omit<RectMark, 'kind' | keyof Box>): RectMark {
  return { kind: 'rect', x: box.x, y: box.y, width: box.width, height: box.height, ...style };
}

/** Width that a line will take, good to a tenth: a pure picture cannot measure fonts. */
export function textWidth(content: string, size: number, font: 'ui' | 'mono' = 'ui'): number {
  let units = 0;
  for (const character of content) {
    if (character.charCodeAt(0) > 0x2e80) units += 1;
    else if (font === 'mono') units += 0.61;
    else units += /[iIlj.,:;'|!()[\]·]/.test(character) ? 0.32 : /[A-ZmwMW×]/.test(character) ? 0.68 : 0.54;
  }
  return units * size;
}

/** Where a line of text stands. */
export function textBox({ x, y, text: content, size, font, anchor }: TextMark): Box {
  const width = textWidth(content, size, font);
  const shift = anchor === 'middle' ? width / 2 : anchor === 'end' ? width : 0;
  return { x: x - shift, y: y - size / 2, width, height: size };
}

/** `content`, shortened at its end to fit. */
export function fitText(content: string, width: number, size: number, font: 'ui' | 'mono' = 'ui'): string {
  if (textWidth(content, size, font) <= width) return content;
  let length = content.length - 1;
  while (length > 0 && textWidth(`${content.slice(0, length)}…`, size, font) > width) length--;
  return length > 0 ? `${content.slice(0, length)}…` : '';
}

/** A text of several parts takes as many lines as this. */
const mostLines = 3;

/** In lines as wide as that, broken after commas, or between words where there are none; what does not fit is shortened. */
export function wrapText(content: string, width: number, size: number): readonly string[] {
  if (textWidth(content, size) <= width) return [content];
  const parts = content.split(/(?<=, |，)/);
  const lines: string[] = [];
  for (const part of parts.length > 1 ? parts : content.split(/(?<= )/)) {
    const longer = `${lines.at(-1) ?? ''}${part}`;
    if (lines.length === mostLines || (lines.length > 0 && textWidth(longer.trimEnd(), size) <= width))
      lines.splice(-1, 1, longer);
    else lines.push(part);
  }
  return lines.map((line) => fitText(line.trimEnd(), width, size));
}

/** The smallest box around all of them, however many; an empty box for none. */
export function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** An arrow along a straight line, its head at the end. */
export function arrowPath(x1: number, y1: number, x2: number, y2: number, head = 4): string {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  const wing = (turn: number): string => {
    const direction = angle + Math.PI + turn;
    return `M${point(x2, y2)}L${point(x2 + head * 1.4 * Math.cos(direction), y2 + head * 1.4 * Math.sin(direction))}`;
  };
  return `M${point(x1, y1)}L${point(x2, y2)}${wing(0.5)}${wing(-0.5)}`;
}

/** Coordinates as path data, to a tenth. */
export const point = (x: number, y: number): string =>
  `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;

/** Marks as one that is seen through; none where nothing of them is left. */
export const faded = (children: readonly Mark[], alpha: number): readonly Mark[] =>
  alpha <= 0 ? [] : alpha >= 1 ? children : [{ kind: 'group', alpha, children }];
