import { describe, expect, test } from 'vitest';
import { transposedAxisGeometry } from '../../../../src/engine/geometry/transposed-axis.ts';
import type { LayerSpec } from '../../../../src/engine/trace/layer-lesson.ts';
import type { PassId } from '../../../../src/engine/trace/lesson.ts';
import type { Fault } from '../../../../src/engine/trace/options.ts';
import { harmlessWhy } from '../../../../src/scene/code/harmless.ts';
import { mistakeText } from '../../../../src/scene/code/mistake-text.ts';
import { listingsOf } from '../../../../src/scene/code/listing.ts';
import { runnable } from '../../../../src/scene/code/runnable.ts';
import { wordsOf } from '../../../../src/scene/words/words-of.ts';
import { evenAxes, filledLesson } from '../../../support/panel/plain-lesson.ts';

const convolution = (...sizes: number[]): LayerSpec => ({
  kind: 'convolution',
  input: [1, 2, ...sizes],
  outChannels: 3,
  groups: 1,
  bias: true,
  axes: evenAxes(sizes, { kernel: 3, stride: 2, padding: 1 }),
});

const transposed: LayerSpec = {
  kind: 'transposed-convolution',
  input: [1, 2, 4],
  outChannels: 3,
  groups: 1,
  bias: true,
  axes: [4].flatMap((inputSize) => {
    const axis = transposedAxisGeometry({
      inputSize,
      kernelSize: 3,
      stride: 2,
      dilation: 1,
      padding: { before: 1, after: 1 },
      outputPadding: 1,
    });
    return axis ? [axis] : [];
  }),
};

const tell = (spec: LayerSpec, ...faults: Fault[]) => filledLesson(spec, { trueConvolution: false, faults });

function code(spec: LayerSpec, pass: PassId, ...faults: Fault[]): string[] {
  const listing = listingsOf(tell(spec, ...faults)).find((candidate) => candidate.pass === pass);
  return (listing?.rows ?? []).map(({ text, note }) => (note ? `${text}  # ${note}` : text).trimEnd());
}

describe('one generator writes them for one, two and three axes', () => {
  test('the formula along one axis', () => {
    expect(code(convolution(8), 'code-formula')).toEqual([
      'def conv_backward(dZ, A_prev, W):',
      '    S, P, D, F′, t = 2, 1, 1, 3, 1',
      '    *_, C_prev, C = W.shape  # C_prev, C = 2, 3',
      '    E = spread(dZ, S)  # (1, 7, 3)',
      '    E = append_zeros(E, t)  # (1, 8, 3)',
      '    E = pad(E, F′ - 1)  # (1, 12, 3)',
      '    R = W[::-1].swapaxes(1, 2)  # C_prev ↔ C: (3, 3, 2)',
      '    b = np.zeros(C_prev)  # (2)',
      '    dA = conv(E, R, b, dilation=D)  # (1, 10, 2)',
      '    dA_prev = dA[:, P:-P]  # (1, 8, 2)',
      '',
      '    A = pad(A_prev, P)[:, :-t]  # (1, 9, 2)',
      '    A = A.transpose(2, 1, 0)  # C_prev ↔ m: (2, 9, 1)',
      '    K = spread(dZ, S).transpose(1, 0, 2)  # m → 2: (7, 1, 3)',
      '    dW = conv(A, K, stride=D)  # (2, 3, 3)',
      '    dW = dW.transpose(1, 0, 2)  # (3, 2, 3)',
      '    db = dZ.sum(axis=(0, 1))  # (3)',
      '    return dA_prev, dW, db',
    ]);
  });

  test('scattering along three axes', () => {
    expect(code(convolution(4, 6, 8), 'code-scatter').slice(6, 11)).toEqual([
      '    for i, d, h, w, c in np.ndindex(dZ.shape):  # (1, 2, 3, 4, 3)',
      '        z = slice(d*S, d*S + F′, D)',
      '        y = slice(h*S, h*S + F′, D)',
      '        x = slice(w*S, w*S + F′, D)',
      '        dA[i, z, y, x] += W[..., c] * dZ[i, d, h, w, c]',
    ]);
  });

  test('bounds along two axes, as published and with the mistake', () => {
    expect(code(convolution(8, 8), 'code-bounds')).toContain('        last = min(O - 1, (x + P) // S)');
    expect(code(convolution(8, 8), 'code-bounds', 'bounds')).toContain(
      '        last = min(n - 1, (x + P) // S)',
    );
  });

  test('settings that differ along the axes are tuples, and each line takes its own', () => {
    const uneven: LayerSpec = {
      kind: 'max-pool',
      input: [1, 1, 6, 6],
      axes: [...evenAxes([6], { kernel: 2, stride: 2 }), ...evenAxes([6], { kernel: 3, stride: 1 })],
    };
    expect(code(uneven, 'code-backward')).toEqual([
      'def max_pool_backward(dZ, A_prev):',
      '    S, P, D, F′ = (2, 1), 0, 1, (2, 3)',
      '    A = pad(A_prev, P, value=-np.inf)  # (1, 6, 6, 1)',
      '    dA = np.zeros_like(A)',
      '    for i, h, w, c in np.ndindex(dZ.shape):  # (1, 3, 4, 1)',
      '        y = slice(h*S[0], h*S[0] + F′[0], D)',
      '        x = slice(w*S[1], w*S[1] + F′[1], D)',
      '        winner = A[i, y, x, c].argmax()',
      '        dA[i, y, x, c].flat[winner] += dZ[i, h, w, c]',
      '    dA_prev = dA  # (1, 6, 6, 1)',
      '    return dA_prev',
    ]);
  });

  test('a transposed convolution backward is a plain correlation', () => {
    expect(code(transposed, 'code-backward').slice(1, 5)).toEqual([
      '    S, P, D, t = 2, 1, 1, 1',
      '    G = pad(dZ, P)  # (1, 10, 3)',
      '    R = W.swapaxes(1, 2)  # C_prev ↔ C: (3, 3, 2)',
      '    dA_prev = conv(G, R, stride=S, dilation=D)  # (1, 4, 2)',
    ]);
  });
});

test.each([
  ['all', { countIncludePadding: true }, ['dA[i, x, c] += dZ[i, w, c] / 3']],
  ['a given number', { countIncludePadding: false, divisorOverride: 2 }, ['dA[i, x, c] += dZ[i, w, c] / 2']],
  [
    'cells of the input',
    { countIncludePadding: false },
    ['n = N[0, x, 0]', 'dA[i, x, c] += n * dZ[i, w, c] / n.sum()'],
  ],
] as const)('an average pool divides by %s: padding gets a share where it counts', (_, options, lines) => {
  const axes = evenAxes([5], { kernel: 3, padding: 1 });
  const rows = code({ kind: 'average-pool', input: [1, 1, 5], axes, ...options }, 'code-backward');
  const loop = rows.findIndex((line) => line.includes('x = slice'));
  const end = rows.findIndex((line) => line.includes('dA_prev ='));
  expect(rows.slice(loop + 1, end).map((line) => line.trim())).toEqual(lines);
});

test.each([
  ['tail', '    # no zeros for the tail'],
  ['bias', '    b = np.zeros(C)'],
  ['stride', '    dW = conv(A, K, stride=S)'],
  ['transposed', '    dW = dW.transpose(3, 2, 1, 0, 4)'],
] as const)('mistake %s in three axes: %s', (fault, line) => {
  const rows = listingsOf(tell(convolution(6, 6, 6), fault))[0]?.rows ?? [];
  expect(rows.filter((row) => row.fault === fault).map(({ text }) => text)).toContain(line);
});

test.each([
  ['transposed', convolution(8), 'one-axis'],
  ['bias', transposed, 'own-bias'],
  ['bias', { ...convolution(8), input: [1, 1, 8] }, 'one-channel'],
  ['stride', convolution(8), 'stride'],
] as const)('why %s changes nothing: %#', (fault, spec, why) => {
  expect(harmlessWhy(fault, tell(spec))).toBe(why);
});

test('what is copied runs: the prelude, and names that Python knows', () => {
  const [listing] = listingsOf(tell(convolution(8)));
  const text = listing ? runnable(listing) : '';
  expect(text).toContain('def spread(A, S):');
  expect(text).toContain('    E = pad(E, F_eff - 1)  # (1, 12, 3)');
  expect(text).not.toContain('′');
});

test.each([
  [[9], 'dW’s kernel axes in reverse', 'dW 的卷积核轴颠倒'],
  [[6, 6], 'dW’s kernel axes in reverse: (f_w, f_h)', 'dW 的卷积核轴颠倒：(f_w, f_h)'],
  [[4, 4, 4], 'dW’s kernel axes in reverse: (f_w, f_h, f_d)', 'dW 的卷积核轴颠倒：(f_w, f_h, f_d)'],
])('the mistake of kernel axes in reverse in a layer of %j: %s', (sizes, english, chinese) => {
  const { facts } = filledLesson(convolution(...sizes));
  if (!facts) throw new Error('a convolution has facts');
  expect(mistakeText('transposed', facts, wordsOf('en'))).toBe(english);
  expect(mistakeText('transposed', facts, wordsOf('zh-cn'))).toBe(chinese);
});
