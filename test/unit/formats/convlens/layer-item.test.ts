import { expect, test } from 'vitest';
import { readOne } from '../../../support/convlens.ts';

const conv = 'conv: {out_channels: 8, kernel_size: 3}';

/** The layers of a list that is indented by two spaces. */
const nodesOf = (items: readonly string[]) =>
  readOne(
    `input: [8, 32, 32]\nlayers:\n${items.map((item) => `  - ${item}`).join('\n')}\n`,
  ).graph.nodes.slice(1);

test.each<[string, string, boolean]>([
  [conv, conv, true],
  [`${conv} # stem`, `${conv} # stem`, true],
  [conv, 'conv: {out_channels: 8, kernel_size: 5}', false],
  ['type: conv\n    out_channels: 8', 'type: conv\n    out_channels: 16', false],
  ['relu', 'relu', true],
])('lines alike are one layer: %j and %j, %s', (first, second, isSame) => {
  const [one, two] = nodesOf([first, second]);
  expect(one?.operation === two?.operation).toBe(isSame);
});

test('where a line is said by another one, it is not alike', () => {
  const [, first, , second] = nodesOf([
    'conv: {out_channels: &n 8, kernel_size: 3}',
    'conv: {out_channels: *n, kernel_size: 3}',
    'conv: {out_channels: &n 16, kernel_size: 3}',
    'conv: {out_channels: *n, kernel_size: 3}',
  ]);
  expect([first?.operation, second?.operation]).toMatchObject([{ outChannels: 8 }, { outChannels: 16 }]);
});

test('each stands in its own place', () => {
  const text = (node: ReturnType<typeof nodesOf>[number]) => [
    node.source.title.start,
    node.source.fields.kernel?.span.start,
    node.source.insertions?.stride?.offset,
  ];
  const line = `  - ${conv}\n`.length;
  const [one, two] = nodesOf([conv, conv]).map(text);
  expect(one).toEqual([31, 68, 69]);
  expect(two).toEqual(one?.map((offset) => (offset ?? NaN) + line));
});
