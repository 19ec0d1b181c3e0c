import { describe, expect, it, vi } from 'vitest';
import { rememberLast } from '../../../src/util/remember-last.ts';

describe('rememberLast', () => {
  const key = { name: 'key' };
  const cases = [
    { title: 'the same values', first: [1, 'a'], second: [1, 'a'], computed: 1 },
    { title: 'another value', first: [1, 'a'], second: [1, 'b'], computed: 2 },
    { title: 'a record with equal parts', first: [{ x: 1, y: 2 }], second: [{ x: 1, y: 2 }], computed: 1 },
    { title: 'a record with another part', first: [{ x: 1, y: 2 }], second: [{ x: 1, y: 3 }], computed: 2 },
    { title: 'a record with fewer parts', first: [{ x: 1, y: 2 }], second: [{ x: 1 }], computed: 2 },
    { title: 'a list with the same entries', first: [[key, key]], second: [[key, key]], computed: 1 },
    { title: 'a list of equal but other records', first: [[{ x: 1 }]], second: [[{ x: 1 }]], computed: 2 },
    { title: 'nothing and a record', first: [undefined], second: [{ x: 1 }], computed: 2 },
  ];
  it.each(cases)('asked again with $title computes $computed times', ({ first, second, computed }) => {
    const compute = vi.fn((_: object, ...others: unknown[]) => others);
    const remembered = rememberLast(compute);
    expect(remembered(key, ...first)).toEqual(first);
    expect(remembered(key, ...second)).toEqual(second);
    expect(compute).toHaveBeenCalledTimes(computed);
  });

  it('keeps one answer for each key', () => {
    const compute = vi.fn((of: { name: string }) => of.name);
    const remembered = rememberLast(compute);
    const other = { name: 'other' };
    expect([key, other, key, other].map((of) => remembered(of))).toEqual(['key', 'other', 'key', 'other']);
    expect(compute).toHaveBeenCalledTimes(2);
  });
});
