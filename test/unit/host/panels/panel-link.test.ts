import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLink, writeLink, type PanelLink } from '../../../../src/host/panels/panel-link.ts';

const place = fc.nat({ max: 999_999_999 });
const optional = { requiredKeys: [] };
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const fileName = name.filter((text) => !/[\\:/\0]/.test(text) && text !== '.' && text !== '..');

const standing = fc.record(
  {
    pass: fc.constantFrom('forward' as const, 'backward-data' as const),
    stage: fc.constantFrom('correlate' as const, 'crop' as const),
    step: place,
    field: fc.record({ row: place, column: place }),
    selection: fc.record({ inChannel: place, outChannel: place }),
  },
  optional,
);

const file = fc.record({
  folder: name,
  path: fc.array(fileName, { minLength: 1, maxLength: 3 }).map((names) => names.join('/')),
  model: place,
});

const links: fc.Arbitrary<PanelLink> = fc.oneof(
  fc.record({ file, place: fc.constant({ view: 'network' as const }) }),
  fc.record({
    file,
    place: fc.tuple(name, standing).map(([layer, rest]) => ({ view: 'layer' as const, layer, ...rest })),
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
    ['view=layer&layer=conv&path=a.cfg&column=1', 'row'],
    ['view=layer&layer=conv&path=a.cfg&outChannel=x', 'outChannel'],
  ])('%s: %s', (query, part) => {
    expect(readLink(query)).toEqual({ kind: 'unreadable', part });
  });
});
