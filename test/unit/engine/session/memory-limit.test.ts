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
    [5, { kind: 'smaller-input', shape: [1, 3, 448, 448] }, { kind: 'forward-only', bytes: 2 * bytes }],
  ],
  [
    'exact',
    'sum',
    5 * bytes,
    [
      10,
      { kind: 'smaller-input', shape: [1, 3, 352, 352] },
      { kind: 'fast' },
      { kind: 'forward-only', bytes: 4 * bytes },
    ],
  ],
] as const)('%s, %s within %i bytes', (arithmetic, loss, limit, expected) => {
  const refusal = memoryRefusal(network, { arithmetic, loss: { kind: loss } }, limit);
  const [tensors, ...offers] = expected ?? [];
  expect(refusal).toEqual(
    expected && { kind: 'memory', neededBytes: (tensors ?? 0) * bytes, allowedBytes: limit, offers },
  );
});

test('fewer samples come before a smaller plane', () => {
  const batch = convlensNetwork('- relu', '{ shape: [8, 3, 32, 32] }');
  const needed = 4 * 8 * 3 * 32 * 32 * 4;
  const refusal = memoryRefusal(batch, { arithmetic: 'fast', loss: { kind: 'sum' } }, needed / 2);
  expect(refusal?.offers[0]).toEqual({ kind: 'fewer-samples', shape: [4, 3, 32, 32] });
});
