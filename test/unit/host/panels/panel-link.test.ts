import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostLinkedCells } from '../../../../src/host/panels/link-choices.ts';
import { readLink, writeLink, type PanelLink } from '../../../../src/host/panels/panel-link.ts';
import {
  editableTensors,
  faults,
  inputPresets,
  kernelPresets,
  mostSamples,
  networkForms,
  valuePresets,
} from '../../../../src/protocol/panel.ts';
import { usualOptions, usualValues } from '../../../../src/protocol/usual-choices.ts';

const place = fc.nat({ max: 999_999_999 });
const optional = { requiredKeys: [] };
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const fileName = name.filter((text) => !/[\\:/\0]/.test(text) && text !== '.' && text !== '..');

const value = fc.double({ noNaN: true, noDefaultInfinity: true });
const cell = fc.record({ tensor: fc.constantFrom(...editableTensors), index: place, value });

const choices = fc.record({
  values: fc.record({
    input: fc.constantFrom(...inputPresets),
    kernel: fc.constantFrom(...kernelPresets),
    gradient: fc.constantFrom(...valuePresets),
    seed: place,
  }),
  options: fc.record({
    samples: fc.integer({ min: 1, max: mostSamples }),
    trueConvolution: fc.boolean(),
    faults: fc.subarray([...faults]),
    edits: fc.uniqueArray(cell, {
      maxLength: mostLinkedCells,
      selector: ({ tensor, index }) => `${tensor}${index}`,
    }),
  }),
});

const position = fc.record(
  {
    pass: fc.constantFrom('forward' as const, 'backward-data' as const),
    stage: fc.constantFrom('correlate' as const, 'crop' as const),
    nth: place,
    step: place,
    field: fc.record({ row: place, column: place }),
    selection: fc.record({ inChannel: place, outChannel: place }),
  },
  optional,
);
const standing = fc.tuple(position, choices).map(([rest, chosen]) => ({ ...rest, ...chosen }));

const file = fc.record({
  folder: name,
  path: fc.array(fileName, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
  model: place,
});

const size = fc.integer({ min: 1, max: 65_536 });
const sizes = fc.oneof(
  fc.constant([]),
  size.map((along) => [{ axes: [2, 1], size: along }]),
  fc.tuple(size, size).map(([rows, columns]) => [
    { axes: [1], size: rows },
    { axes: [2], size: columns },
  ]),
);

const links: fc.Arbitrary<PanelLink> = fc.oneof(
  fc.record({
    file,
    place: fc
      .tuple(fc.constantFrom(...networkForms), sizes)
      .map(([form, tried]) => ({ view: 'network' as const, form, sizes: tried })),
  }),
  fc.record({
    file,
    place: fc
      .tuple(name, standing, sizes)
      .map(([layer, rest, tried]) => ({ view: 'layer' as const, layer, ...rest, sizes: tried })),
  }),
  fc.record({
    file: fc.constant(null),
    place: standing.map((rest) => ({ view: 'example' as const, ...rest })),
  }),
);

test('a link is read as it was written', () => {
  fc.assert(
    fc.property(links, (link) => {
      expect(readLink(writeLink(link))).toEqual({ kind: 'link', link });
    }),
  );
});

test('whatever is read as a link stays inside of the workspace', () => {
  const part = fc.constantFrom('..', '.', '', 'a', '\\', 'C:', '%2e%2e', '%2F', '/', '\0');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
      const read = readLink(`view=network&path=${parts.join('/')}`);
      if (read.kind === 'unreadable') return;
      const { path } = read.link.file ?? { path: '' };
      expect(new URL(path, 'file:///folder/').pathname.startsWith('/folder/')).toBe(true);
    }),
  );
});

describe('a link says which of its parts is wrong', () => {
  test.each([
    ['', 'view'],
    ['view=somewhere&path=a.cfg', 'view'],
    ['view=network', 'path'],
    ['view=network&path=', 'path'],
    ['view=network&path=/etc/passwd', 'path'],
    ['view=network&path=nets/../../a.cfg', 'path'],
    ['view=network&path=..%5Ca.cfg', 'path'],
    ['view=network&path=C:/a.cfg', 'path'],
    ['view=network&path=a.cfg&model=-1', 'model'],
    ['view=layer&path=a.cfg', 'layer'],
    ['view=layer&layer=conv&path=a.cfg&step=1e3', 'step'],
    ['view=layer&layer=conv&path=a.cfg&row=1', 'column'],
    ['view=network&path=a.cfg&form=list', 'form'],
    ['view=network&path=a.cfg&sizes=', 'sizes'],
    ['view=network&path=a.cfg&sizes=1.2_0', 'sizes'],
    ['view=network&path=a.cfg&sizes=7_12', 'sizes'],
    ['view=layer&layer=conv&path=a.cfg&sizes=1.2_100000', 'sizes'],
    ['view=layer&layer=conv&path=a.cfg&column=1', 'row'],
    ['view=layer&layer=conv&path=a.cfg&outChannel=x', 'outChannel'],
    ['view=layer&layer=conv&path=a.cfg&input=sobel', 'input'],
    ['view=layer&layer=conv&path=a.cfg&kernel=ramp', 'kernel'],
    ['view=layer&layer=conv&path=a.cfg&gradient=file', 'gradient'],
    ['view=layer&layer=conv&path=a.cfg&seed=-1', 'seed'],
    ['view=layer&layer=conv&path=a.cfg&samples=5', 'samples'],
    ['view=layer&layer=conv&path=a.cfg&convolution=1', 'convolution'],
    ['view=layer&layer=conv&path=a.cfg&faults=tail.tails', 'faults'],
    ['view=layer&layer=conv&path=a.cfg&cells=Z1_1', 'cells'],
    ['view=layer&layer=conv&path=a.cfg&cells=X1_1e999', 'cells'],
    [
      `view=layer&layer=conv&path=a.cfg&cells=${Array.from({ length: 65 }, (_, i) => `X${i}_1`).join('*')}`,
      'cells',
    ],
  ])('%s: %s', (query, part) => {
    expect(readLink(query)).toEqual({ kind: 'unreadable', part });
  });
});

const { given: _, ...usual } = usualOptions;
const file0 = { folder: 'nets', path: 'a.cfg', model: 0 };

test.each([
  { edited: 0, query: '' },
  {
    edited: 2,
    query: '&kernel=sobel&seed=7&convolution=true&faults=tail&cells=X0_0.5*X1_1.5',
  },
  { edited: 65, query: '' },
])(
  'choices that are usual, and more cells than a link takes, are left out: $edited cells',
  ({ edited, query }) => {
    const edits = Array.from({ length: edited }, (__, index) => ({
      tensor: 'X' as const,
      index,
      value: index + 0.5,
    }));
    const place = {
      view: 'layer' as const,
      layer: 'conv',
      values: edited === 2 ? { ...usualValues, kernel: 'sobel' as const, seed: 7 } : usualValues,
      options: { ...usual, edits, ...(edited === 2 && { trueConvolution: true, faults: ['tail' as const] }) },
    };
    expect(writeLink({ file: file0, place })).toBe(
      `folder=nets&path=a.cfg&model=0&view=layer&layer=conv${query}`,
    );
  },
);

test('of a cell that was written over twice the link has the last value', () => {
  const edits = [1, 2].map((value) => ({ tensor: 'W' as const, index: 3, value }));
  const place = { view: 'example' as const, values: usualValues, options: { ...usual, edits } };
  expect(writeLink({ file: null, place })).toBe('view=example&cells=W3_2');
});

test('a link names the input sizes that are tried', () => {
  const place = { view: 'network' as const, form: 'graph' as const, sizes: [{ axes: [1, 2], size: 100 }] };
  const query = 'folder=nets&path=a.cfg&model=0&view=network&sizes=1.2_100';
  expect(writeLink({ file: file0, place })).toBe(query);
  expect(readLink(query)).toEqual({ kind: 'link', link: { file: file0, place } });
});

test('a link names the table or the gradient flow where it was copied from there', () => {
  const place = { view: 'network' as const, form: 'table' as const, sizes: [] };
  const query = 'folder=nets&path=a.cfg&model=0&view=network&form=table';
  expect(writeLink({ file: file0, place })).toBe(query);
  expect(readLink(query)).toEqual({ kind: 'link', link: { file: file0, place } });
});
