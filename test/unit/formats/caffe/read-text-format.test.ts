import { describe, expect, test } from 'vitest';
import { readTextFormat } from '../../../../src/formats/caffe/read-text-format.ts';
import type { ProtoMessage } from '../../../../src/formats/caffe/text-format.ts';

const topLevel = new Set(['layer']);

/** A message as plain data: pairs of a name and a value, inner messages as lists. */
function plain(message: ProtoMessage): unknown[] {
  return message.fields.map(({ name, value }) => [
    name,
    value.kind === 'message' ? plain(value) : value.quoted ? JSON.stringify(value.value) : value.value,
  ]);
}

function read(text: string) {
  const { message, problems } = readTextFormat(text, topLevel);
  const found = problems.map(({ code, span }) => `${code} ${text.slice(span.start, span.end)}`);
  return { fields: plain(message), found };
}

describe('text that is well formed', () => {
  test.each([
    ['', []],
    ['# only a comment', []],
    [
      'a: 1 b: -2.5e3 c: true',
      [
        ['a', '1'],
        ['b', '-2.5e3'],
        ['c', 'true'],
      ],
    ],
    ['a: "x#y" # z', [['a', '"x#y"']]],
    [`a: 'it' "s" 'x'`, [['a', '"itsx"']]],
    ['a: "q\\"q"', [['a', '"q\\"q"']]],
    [
      'a { b: 1 } c: { d: 2 } e < f: 3 >',
      [
        ['a', [['b', '1']]],
        ['c', [['d', '2']]],
        ['e', [['f', '3']]],
      ],
    ],
    [
      'a: [1, 2,3] b: []',
      [
        ['a', '1'],
        ['a', '2'],
        ['a', '3'],
      ],
    ],
    [
      'a: 1, b: 2; c { d: 3; },',
      [
        ['a', '1'],
        ['b', '2'],
        ['c', [['d', '3']]],
      ],
    ],
    [
      'a:1b:2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
    ['a { }', [['a', []]]],
    [
      '\r\na: 1\r\nb: 2\r\n',
      [
        ['a', '1'],
        ['b', '2'],
      ],
    ],
  ])('%j', (text, fields) => {
    expect(read(text)).toEqual({ fields, found: [] });
  });
});

describe('text that is not', () => {
  test.each([
    ['a { b: 1', [['a', [['b', '1']]]], ['syntax a']],
    [
      'a: 1 } b: 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      ['syntax }'],
    ],
    ['a: b { c: 1 }', [['a', 'b']], ['syntax {', 'syntax }']],
    [
      'a 5\nb: 2',
      [
        ['a', '5'],
        ['b', '2'],
      ],
      ['syntax a'],
    ],
    ['a b: 2', [['b', '2']], ['syntax a']],
    ['a:\n}', [], ['syntax a', 'syntax }']],
    ['? ! ?\na: 1', [['a', '1']], ['syntax ?']],
    [
      'a: "open\nb: 1',
      [
        ['a', '"open"'],
        ['b', '1'],
      ],
      ['syntax "open'],
    ],
    [
      'a: [1, {\nb: 2',
      [
        ['a', '1'],
        ['b', '2'],
      ],
      ['syntax {', 'syntax {'],
    ],
    ['a { b: 1 >', [['a', [['b', '1']]]], ['syntax >']],
    [
      'layer {\n  a { b: 1\nlayer { c: 2 }',
      [
        ['layer', [['a', [['b', '1']]]]],
        ['layer', [['c', '2']]],
      ],
      ['syntax a'],
    ],
  ])('%j', (text, fields, found) => {
    expect(read(text)).toEqual({ fields, found });
  });

  test('nesting beyond 100 messages is left out at its place, and reading goes on', () => {
    const text = `${'a {'.repeat(5000)}${'}'.repeat(5000)} z: 1`;
    const { message, problems } = readTextFormat(text, topLevel);
    expect(problems.map(({ code, span }) => [code, span.start])).toEqual([['too-deep', 100 * 3 + 2]]);
    expect(message.fields.map(({ name }) => name)).toEqual(['a', 'z']);
  });

  test('a text that is something else gives 50 problems and ends', () => {
    expect(readTextFormat('?\n'.repeat(100_000), topLevel).problems).toHaveLength(50);
  });
});

test('spans cover names, values and whole fields', () => {
  const text = 'layer { kernel_size: 3 }';
  const [layer] = readTextFormat(text, topLevel).message.fields;
  const inner = layer?.value.kind === 'message' ? layer.value.fields[0] : undefined;
  const at = (span?: { start: number; end: number }) => text.slice(span?.start, span?.end);
  expect([at(layer?.span), at(layer?.nameSpan), at(layer?.value.span)]).toEqual([
    text,
    'layer',
    '{ kernel_size: 3 }',
  ]);
  expect([at(inner?.span), at(inner?.nameSpan), at(inner?.value.span)]).toEqual([
    'kernel_size: 3',
    'kernel_size',
    '3',
  ]);
});
