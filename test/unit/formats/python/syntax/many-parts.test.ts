import { describe, expect, test } from 'vitest';
import type { Statement } from '../../../../../src/formats/python/syntax/ast.ts';
import { parseSource } from '../../../../../src/formats/python/syntax/parse.ts';

const bodyOf = (text: string): readonly Statement[] => parseSource('net.py', text, null).module.body;

describe('a display with more than 40,000 parts is not read', () => {
  const sizeOf = (text: string): number | string | undefined => {
    const [statement] = bodyOf(text);
    if (statement?.kind !== 'assign' || !statement.value) return statement?.kind;
    const { value } = statement;
    if (value.kind === 'list' || value.kind === 'dict') return value.items.length;
    return value.kind === 'unreadable' && typeof value.why === 'string' ? value.why : value.kind;
  };

  test.each([
    [19_999, 19_999],
    [20_001, 'more parts than are read'],
  ])('%d numbers: %s', (count, size) => {
    expect(sizeOf(`widths = [${Array.from({ length: count }, () => 1).join(', ')}]\n`)).toBe(size);
  });

  test.each([
    [9_999, 9_999],
    [10_001, 'more parts than are read'],
  ])('%d entries: %s', (count, size) => {
    const entries = Array.from({ length: count }, (_, key) => `${key}: 1`);
    expect(sizeOf(`widths = {${entries.join(', ')}}\n`)).toBe(size);
  });

  test('what it stands in is', () => {
    const [statement] = bodyOf(`widths = sorted([${'1, '.repeat(20_001)}], key=len)\n`);
    if (statement?.kind !== 'assign' || statement.value?.kind !== 'call') throw new Error('no call');
    expect(statement.value.args.map(({ name, value }) => [name, value.kind])).toEqual([
      [null, 'unreadable'],
      ['key', 'name'],
    ]);
  });
});

describe('of more than 10,000 statements side by side the first are read', () => {
  test.each([
    [10_000, 10_000],
    [10_001, 10_000],
  ])('%d at the top level: %d', (count, read) => {
    expect(bodyOf('a\n'.repeat(count))).toHaveLength(read);
  });

  test('in a block, and then that more follow', () => {
    const [statement] = bodyOf(`def run():\n${' a\n'.repeat(10_010)}`);
    if (statement?.kind !== 'function') throw new Error('no function');
    const body = statement.body();
    expect(body).toHaveLength(10_000);
    expect(body.at(-1)).toMatchObject({ kind: 'unreadable', why: 'more parts than are read' });
  });
});
