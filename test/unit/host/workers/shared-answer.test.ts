import { expect, test } from 'vitest';
import { SharedAnswer } from '../../../../src/host/workers/shared-answer.ts';

test('the same question is asked once, until it is another one, failed or was forgotten', async () => {
  const shared = new SharedAnswer<number>();
  let asked = 0;
  const ask = () => Promise.resolve(++asked);
  expect(await Promise.all([shared.join('a', ask), shared.join('a', ask)])).toEqual([1, 1]);
  expect(await shared.join('a', ask)).toBe(1);
  expect(await shared.join('b', ask)).toBe(2);
  expect(await shared.join('a', ask)).toBe(3);
  shared.forget();
  expect(await shared.join('a', ask)).toBe(4);
  await expect(shared.join('c', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await shared.join('c', ask)).toBe(5);
});
