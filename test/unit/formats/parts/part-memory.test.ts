import { expect, test } from 'vitest';
import { PartMemory } from '../../../../src/formats/parts/part-memory.ts';

test('a part is read once; after twice a document of others it is still known, after twice as many again it is not', () => {
  const memory = new PartMemory<string>();
  const read: string[] = [];
  const of = (part: string): string =>
    memory.of(part, (own) => {
      read.push(own);
      return own.toUpperCase();
    });
  memory.begin(10);
  expect([of('a'), of('b'), of('a')]).toEqual(['A', 'B', 'A']);
  expect(read).toEqual(['a', 'b']);
  of('x'.repeat(1_000_000));
  memory.begin(10);
  expect(of('a')).toBe('A');
  expect(read.length).toBe(3);
  of('y'.repeat(1_000_000));
  memory.begin(10);
  of('z'.repeat(1_000_000));
  memory.begin(10);
  expect([of('b'), read.at(-1)]).toEqual(['B', 'b']);
});
