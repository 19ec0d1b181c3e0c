import { expect, test } from 'vitest';
import { rect } from '../../../src/scene/marks.ts';
import { Palette } from '../../../src/scene/palette.ts';
import { toSvg } from '../../../src/scene/svg.ts';
import { themeColors } from '../../../src/scene/theme-colors.ts';

test('a group scaled by 2.1466 and seen through by 0.216 is so to four digits: a tenth would miss its place by pixels', () => {
  const box = rect({ x: 289, y: 176, width: 56, height: 56 }, { fill: { role: 'ink' } });
  const svg = toSvg(
    {
      width: 400,
      height: 400,
      marks: [{ kind: 'group', x: -313.62, scale: 2.14663, alpha: 0.216, children: [box] }],
      hits: [],
      description: [],
    },
    new Palette(themeColors('dark', () => undefined)),
    { ui: 'sans-serif', mono: 'monospace' },
  );
  expect(svg).toContain('translate(-313.6 0) scale(2.1466)');
  expect(svg).toContain('opacity="0.216"');
});
