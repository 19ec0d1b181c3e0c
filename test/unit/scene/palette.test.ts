import { expect, test } from 'vitest';
import { contrast, parseColor, type Rgb } from '../../../src/scene/color.ts';
import type { Paint } from '../../../src/scene/draw-list.ts';
import { cellStyle } from '../../../src/scene/layer/cell-style.ts';
import { fieldFill, readFill } from '../../../src/scene/receptive/receptive-style.ts';
import { Palette, type ThemeKind } from '../../../src/scene/palette.ts';
import { themeColors } from '../../../src/scene/theme-colors.ts';

test.each(
  (['high-contrast-dark', 'high-contrast-light'] as const).flatMap((theme) =>
    (['padding', 'gap', 'tail', 'border'] as const).map((kind) => ({ theme, kind })),
  ),
)('$theme: the outline of zeros that are $kind is seen, 3 : 1', ({ theme, kind }) => {
  const palette = new Palette(themeColors(theme, () => undefined));
  const { stroke } = cellStyle(kind, 0, false);
  const color = parseColor(stroke ? palette.line(stroke.paint) : '');
  expect(color && contrast(color, palette.rgb({ role: 'surface' }))).toBeGreaterThanOrEqual(3);
});

test('−∞ of a max pool’s padding has the colour of 0 and the outline of padding, wherever it stands', () => {
  const palette = new Palette(themeColors('dark', () => undefined));
  expect(palette.value(-Infinity)).toEqual(palette.value(0));
  expect(palette.value(-9)).toEqual(palette.value(-1));
  expect(cellStyle('data', -Infinity, false)).toEqual(cellStyle('padding', 0, false));
});

const themes: readonly ThemeKind[] = ['dark', 'light', 'high-contrast-dark', 'high-contrast-light'];
const values = Array.from({ length: 81 }, (_, place) => (place - 40) / 40);

/** Paints as they lie over each other, the last on top, on the background of the panel. */
function over(palette: Palette, paints: readonly Paint[]): Rgb {
  return paints.reduce<Rgb>(
    (below, paint) => parseColor(palette.css(paint), below) ?? below,
    palette.rgb({ role: 'surface' }),
  );
}

const ratio = (palette: Palette, paint: Paint, under: readonly Paint[]): number =>
  contrast(over(palette, [...under, paint]), over(palette, under));

const least = (ratios: readonly number[]): number => Math.min(...ratios);

test.each(
  themes.flatMap((theme) =>
    (['data', 'padding', 'gap', 'tail', 'border'] as const).flatMap((kind) =>
      [false, true].map((unread) => ({ theme, kind, unread })),
    ),
  ),
)('$theme: numbers of $kind cells are legible, 4.5 : 1, unread: $unread', ({ theme, kind, unread }) => {
  const palette = new Palette(themeColors(theme, () => undefined));
  const ratios = values.map((value) => {
    const { text, fill } = cellStyle(kind, value, unread);
    return ratio(palette, text, fill ? [fill] : []);
  });
  expect(least(ratios)).toBeGreaterThanOrEqual(4.5);
});

test.each(themes)('%s: the hatching of what is never read is seen on every value, 3 : 1', (theme) => {
  const palette = new Palette(themeColors(theme, () => undefined));
  const ratios = values.map((value) => {
    const { hatch, fill } = cellStyle('data', value, true);
    return hatch && fill ? ratio(palette, hatch, [fill]) : 0;
  });
  expect(least(ratios)).toBeGreaterThanOrEqual(3);
});

test.each(themes)('%s: words in the colours of meanings are legible, 4.5 : 1', (theme) => {
  const palette = new Palette(themeColors(theme, () => undefined));
  const roles = [
    'ink',
    'muted',
    'lit',
    'activation',
    'kernel',
    'gradient',
    'error',
    'warning',
    'info',
  ] as const;
  expect(roles.filter((role) => ratio(palette, { role }, []) < 4.5)).toEqual([]);
});

test.each(themes)(
  '%s: indices are legible on the cells of a receptive field and beside it, 4.5 : 1',
  (theme) => {
    const palette = new Palette(themeColors(theme, () => undefined));
    expect(ratio(palette, { role: 'ink' }, [fieldFill, readFill])).toBeGreaterThanOrEqual(4.5);
    expect(ratio(palette, { role: 'muted' }, [fieldFill])).toBeGreaterThanOrEqual(4.5);
  },
);

test('what a gradient has in padding is coloured as what it has elsewhere', () => {
  const { fill, text } = cellStyle('padding', 0.5, false);
  expect({ fill, text }).toEqual({ fill: { value: 0.5 }, text: { on: 0.5 } });
  expect(cellStyle('padding', 0, false).fill).toBeUndefined();
});

test.each(['high-contrast-dark', 'high-contrast-light'] as const)(
  '%s: faded copies of a weight are still seen',
  (theme) => {
    const palette = new Palette(themeColors(theme, () => undefined));
    const ratios = values.map((_, place) => ratio(palette, { hue: place / 81, alpha: 0.22 }, []));
    expect(least(ratios)).toBeGreaterThanOrEqual(1.5);
  },
);
