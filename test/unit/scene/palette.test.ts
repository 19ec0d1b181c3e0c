import { expect, test } from 'vitest';
import { contrast, parseColor } from '../../../src/scene/color.ts';
import { cellStyle } from '../../../src/scene/layer/cell-style.ts';
import { Palette } from '../../../src/scene/palette.ts';
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
