import { expect, test } from 'vitest';
import { inSlices } from '../../../webview/app/in-slices.ts';

/** Ten pieces; each takes longer than a slice. */
function* work(): Generator<number, string> {
  for (let piece = 0; piece < 10; piece++) {
    const until = performance.now() + 11;
    while (performance.now() < until);
    yield piece;
  }
  return 'all';
}

test('takes all pieces in order and gives the end; other tasks have their turns in between', async () => {
  const taken: (number | string)[] = [];
  const ticking = setInterval(() => taken.push('another task'));
  const end = await inSlices(work(), (piece) => taken.push(piece), new AbortController().signal);
  clearInterval(ticking);
  expect(end).toBe('all');
  expect(taken.filter((piece) => typeof piece === 'number')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(taken.slice(0, taken.indexOf(9))).toContain('another task');
});

test('is given up between two slices, and rejects with the reason', async () => {
  const stop = new AbortController();
  const taken: number[] = [];
  const given = inSlices(
    work(),
    (piece) => {
      taken.push(piece);
      if (piece === 2) stop.abort('enough');
    },
    stop.signal,
  );
  await expect(given).rejects.toBe('enough');
  expect(taken).toEqual([0, 1, 2]);
});
