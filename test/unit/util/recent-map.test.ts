import { expect, test } from 'vitest';
import { RecentMap } from '../../../src/util/recent-map.ts';

const filled = (count: number): RecentMap<number, string> => {
  const map = new RecentMap<number, string>();
  for (let key = 0; key < count; key++) map.set(key, `${key}`);
  map.begin(10);
  return map;
};

test.each([
  [20, '7'],
  [21, '7'],
  [40, '7'],
  [41, undefined],
])('of %i keys, where 10 are asked for at once, number 7 is %s', (count, value) => {
  expect(filled(count).get(7)).toBe(value);
});

test('what was asked for stays while as many others come; what was not goes', () => {
  const map = filled(21);
  expect(map.get(7)).toBe('7');
  for (let key = 100; key < 120; key++) map.set(key, `${key}`);
  map.begin(10);
  expect([map.get(7), map.get(8), map.get(119)]).toEqual(['7', undefined, '119']);
});
