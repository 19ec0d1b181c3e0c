import { expect, test } from 'vitest';
import { memoryRefusal } from '../../../../src/engine/session/memory-limit.ts';
import { convlensNetwork } from '../../../support/network.ts';

const network = convlensNetwork('- relu\n- relu', '[3, 512, 512]');
/** Of one tensor in float32. */
const bytes = 4 * 3 * 512 * 512;

test.each([
  ['fast', 'sum', 5 * bytes, null],
  ['fast', 'none', 2 * bytes, null],
  [
    'fast',
    'sum',
    4 * bytes,
    'This run needs about 16 MB, and 13 MB are allowed. What fits: an input of about 1x3x448x448; a forward pass alone takes 6.3 MB.',
  ],
  [
    'exact',
    'sum',
    5 * bytes,
    'This run needs about 31 MB, and 16 MB are allowed. What fits: an input of about 1x3x352x352; the fast mode needs half of it; a forward pass alone takes 13 MB.',
  ],
] as const)('%s, %s within %i bytes', (arithmetic, loss, limit, expected) => {
  expect(memoryRefusal(network, { arithmetic, loss: { kind: loss } }, limit)).toBe(expected);
});

test('fewer samples come before a smaller plane', () => {
  const batch = convlensNetwork('- relu', '{ shape: [8, 3, 32, 32] }');
  const needed = 4 * 8 * 3 * 32 * 32 * 4;
  expect(memoryRefusal(batch, { arithmetic: 'fast', loss: { kind: 'sum' } }, needed / 2)).toContain(
    'an input of 4x3x32x32',
  );
});
