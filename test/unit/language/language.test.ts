import { describe, expect, test } from 'vitest';
import { demandText } from '../../../src/language/size-survey.ts';
import { surveySizes } from '../../../src/model/clean-sizes/survey.ts';
import { codeLenses } from '../../../src/language/code-lenses.ts';
import { hoverAt } from '../../../src/language/hover.ts';
import { inlayHints } from '../../../src/language/inlay-hints.ts';
import { layerAt } from '../../../src/language/layer-at.ts';
import { outline } from '../../../src/language/symbols.ts';
import { countText } from '../../../src/language/quantities.ts';
import { byteText } from '../../../src/util/byte-text.ts';
import { inferGraph } from '../../../src/model/shapes/infer-graph.ts';
import { conv, deconv, graphOf, input, maxPool, relu } from '../../support/graph.ts';

const stem = inferGraph(
  graphOf([
    { id: 'input', operation: input(1, 3, 224, 224) },
    { id: 'conv1', operation: conv(3, 64, { kernel: 7, stride: 2, padding: 3 }) },
    { id: 'relu', operation: relu },
    { id: 'pool', operation: maxPool({ kernel: 2, stride: 3, dilation: 2 }) },
  ]),
);
/** Every layer on a line of its own, ten characters with the line's end. */
const lines = '123456789\n'.repeat(4);

describe('hover', () => {
  test('a layer that rounds: formula and result, shapes, costs, receptive field, size origin', () => {
    expect(hoverAt([stem], 12)).toEqual({
      span: { start: 10, end: 19 },
      markdown: [
        '**conv1** convolution',
        '`(224 − 7 + 2·3)/2 + 1 = 112.5 → 112` height and width',
        '`1×3×224×224` → `1×64×112×112`',
        '9,472 parameters, 118 M multiply-adds',
        'Receptive field 7×7 of the input, stride 2, from −3',
        'Input size 1×3×224×224: from the file',
      ].join('\n\n'),
    });
  });

  test('a dilated pool tells what its holes and gaps leave out, and which layer sized its input', () => {
    const markdown = hoverAt([stem], 32)?.markdown.split('\n\n');
    expect(markdown).toContain(
      '`(112 − 3)/3 + 1 ≈ 37.33 → 37` (the kernel spans 2·(2 − 1) + 1 = 3 cells) height and width',
    );
    expect(markdown).toContain(
      'Height and width: 38 cells of 112 never read: 1 at the end and 37 in the holes of the dilated kernel',
    );
    expect(markdown).toContain('Input size from conv1: 1×64×112×112');
  });

  test('a transposed convolution shows its own formula', () => {
    const report = inferGraph(
      graphOf([
        { id: 'input', operation: input(1, 8, 13, 13) },
        { id: 'up', operation: deconv(8, 4, { kernel: 3, stride: 2, padding: 1 }) },
      ]),
    );
    expect(hoverAt([report], 12)?.markdown).toContain('`(13 − 1)·2 + 3 − 2·1 = 25` height and width');
  });

  test('text of the file cannot become Markdown', () => {
    const report = inferGraph(graphOf([{ id: '[x](command:evil) <b>', operation: input(1, 3, 8, 8) }]));
    expect(hoverAt([report], 1)?.markdown).toContain('**\\[x\\]\\(command:evil\\) \\<b\\>** input');
  });

  test('nothing outside of all layers', () => {
    expect(hoverAt([stem], 400)).toBeNull();
    expect(layerAt([stem], 400)).toBeNull();
  });
});

describe('outline', () => {
  test('every layer with its shape; the text of its head is selected', () => {
    const [first, second, ...others] = outline([stem]);
    expect(first).toMatchObject({ name: 'input', detail: '3×224×224', kind: 'layer', children: [] });
    expect(second).toEqual({
      name: 'conv1',
      detail: 'convolution 64×112×112',
      kind: 'layer',
      span: { start: 10, end: 19 },
      selection: { start: 10, end: 12 },
      children: [],
    });
    expect(others).toHaveLength(2);
  });

  test('layers stand in their blocks, which reach from the first to the last', () => {
    const report = inferGraph(
      graphOf([
        { id: 'input', operation: input(1, 3, 8, 8) },
        { id: 'a.conv', operation: conv(3, 4, { kernel: 3 }), blocks: ['a'] },
        { id: 'a.b.relu', operation: relu, blocks: ['a', 'a.b'] },
        { id: 'out', operation: relu },
      ]),
    );
    const symbols = outline([report]);
    expect(symbols.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'layer input',
      'block a',
      'layer out',
    ]);
    expect(symbols[1]).toMatchObject({ detail: '4×6×6', span: { start: 10, end: 29 } });
    expect(symbols[1]?.children.map(({ name }) => name)).toEqual(['a.conv', 'a.b']);
    expect(symbols[1]?.children[1]?.children.map(({ name }) => name)).toEqual(['a.b.relu']);
  });

  test('several models have a root each, with their totals', () => {
    expect(outline([stem, stem]).map(({ kind, detail }) => [kind, detail.split(', ')[0]])).toEqual([
      ['model', '9,472 parameters'],
      ['model', '9,472 parameters'],
    ]);
  });
});

describe('inlay hints', () => {
  test('the output of one sample at the end of each line, not for an input that the file writes', () => {
    expect(inlayHints([stem], lines, { start: 0, end: 40 })).toEqual([
      { offset: 19, label: '64×112×112', tooltip: '`conv1`: 1×64×112×112' },
      { offset: 29, label: '64×112×112', tooltip: '`relu`: 1×64×112×112' },
      { offset: 39, label: '64×37×37', tooltip: '`pool`: 1×64×37×37' },
    ]);
  });

  test('only those of the range', () => {
    expect(inlayHints([stem], lines, { start: 30, end: 40 }).map(({ offset }) => offset)).toEqual([39]);
  });

  test('layers that follow each other on one line show the last output', () => {
    const oneLine = '123456789 '.repeat(4);
    expect(inlayHints([stem], oneLine, { start: 0, end: 40 }).map(({ label }) => label)).toEqual([
      '64×37×37',
    ]);
  });

  test('an input from elsewhere says where from; an unknown shape is a question mark', () => {
    const report = inferGraph(
      graphOf([
        { id: 'input', operation: { kind: 'input', shape: [1, 3, 640, 640], origin: 'default' } },
        { id: 'custom', operation: { kind: 'unknown', outputs: 1 } },
      ]),
    );
    const labels = inlayHints([report], lines, { start: 0, end: 40 }).map(({ label }) => label);
    expect(labels).toEqual(['3×640×640 (the default)', '?']);
  });
});

test('code lenses: totals with the layout, and the input size with its origin', () => {
  expect(codeLenses([stem]).map(({ title, action, model }) => [action, model, title])).toEqual([
    ['show-layout', 0, 'Show Layout: 9,472 parameters, 118 M multiply-adds, 6.13 MiB forward'],
    ['choose-input-size', 0, 'Input 1×3×224×224, from the file'],
  ]);
});

test('the code lens of the input says what the model wants of its size', () => {
  const demand = demandText(surveySizes(stem, { from: 1, to: 512 }));
  expect(codeLenses([stem], [demand]).at(-1)?.title).toBe(
    'Input 1×3×224×224, from the file; fits at 6·k + 5',
  );
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [999999, '999,999'],
  [61100840, '61.1 M'],
  [7_730_000_000, '7.73 G'],
  [123_000_000_000, '123 G'],
  [null, 'unknown'],
])('%s as a count is %s', (count, text) => {
  expect(countText(count)).toBe(text);
});

test.each([
  [12, '12 B'],
  [1024, '1.00 KiB'],
  [150_000_000, '143 MiB'],
])('%s bytes are %s', (bytes, text) => {
  expect(byteText(bytes)).toBe(text);
});
