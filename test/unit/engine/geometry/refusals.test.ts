import { describe, expect, test } from 'vitest';
import { convolutionGeometry, groupsRefusal } from '../../../../src/engine/geometry/convolution.ts';
import { poolAxes } from '../../../../src/engine/geometry/pool.ts';
import type { Checked, RefusalCode } from '../../../../src/engine/geometry/refusal.ts';
import { transposedConvolutionGeometry } from '../../../../src/engine/geometry/transposed-convolution.ts';
import {
  broadcastShape,
  concatShape,
  linearShape,
  normalizedChannels,
  pixelShuffleShape,
  reshapedShape,
} from '../../../../src/engine/geometry/shape-rules.ts';
import { symmetricPadding } from '../../../../src/engine/geometry/window.ts';
import { convolutionOracle } from '../../../support/conv-oracle.ts';

type Config = Readonly<Record<string, unknown>>;

const numbers = (value: unknown): readonly number[] => (Array.isArray(value) ? (value as number[]) : []);
const two = (value: unknown, otherwise: number): readonly number[] =>
  typeof value === 'number' ? [value, value] : [otherwise, otherwise];

function settingsOf(config: Config) {
  return {
    stride: two(config['stride'], 1),
    padding: symmetricPadding(two(config['padding'], 0)),
    dilation: two(config['dilation'], 1),
    rounding: 'floor',
    groups: typeof config['groups'] === 'number' ? config['groups'] : 1,
  } as const;
}

function check(op: string, config: Config): Checked<unknown> {
  const settings = settingsOf(config);
  const shapes = {
    x: numbers(config['x']),
    w: numbers(config['w']),
    b: config['b'] ? numbers(config['b']) : null,
  };
  switch (op) {
    case 'conv2d':
      return convolutionGeometry(shapes, settings);
    case 'Conv2d': {
      const [inChannels = 0, outChannels = 0] = numbers(config['args']);
      return groupsRefusal(inChannels, outChannels, settings.groups);
    }
    case 'conv_transpose2d': {
      const outputPadding = two(config['output_padding'], 0);
      return transposedConvolutionGeometry(shapes, { ...settings, outputPadding });
    }
    case 'linear':
      return linearShape(shapes.x, shapes.w);
    case 'cat':
      return concatShape([numbers(config['a']), numbers(config['b'])], Number(config['dim']));
    case 'add':
      return broadcastShape(numbers(config['a']), numbers(config['b']));
    case 'BatchNorm2d':
      return normalizedChannels(shapes.x, Number(config['features']));
    case 'view':
      return reshapedShape(shapes.x, numbers(config['to']));
    case 'pixel_shuffle':
      return pixelShuffleShape(shapes.x, Number(config['r']));
    default: {
      const kernel = two(config['kernel'], 1);
      return poolAxes(shapes.x.slice(2), kernel, { ...settings, stride: kernel });
    }
  }
}

const codes: Readonly<Record<string, RefusalCode>> = {
  'conv2d-kernel-bigger': 'kernel-larger-than-input',
  'conv2d-kernel-bigger-one-axis': 'kernel-larger-than-input',
  'conv2d-dilated-kernel-bigger': 'kernel-larger-than-input',
  'conv2d-channels': 'channels',
  'conv2d-channels-groups': 'channels',
  'conv2d-groups-not-dividing-out': 'groups',
  'nn.Conv2d-groups-not-dividing-in': 'groups',
  'nn.Conv2d-groups-not-dividing-out': 'groups',
  'conv2d-stride-0': 'stride',
  'conv2d-negative-padding': 'negative-padding',
  'conv2d-bias-length': 'bias-length',
  'conv2d-rank': 'rank',
  'max_pool2d-pad-over-half': 'padding-over-half-kernel',
  'max_pool2d-output-zero': 'kernel-larger-than-input',
  'avg_pool2d-output-zero': 'kernel-larger-than-input',
  'conv_transpose2d-output-padding': 'output-padding',
  'linear-mat1-mat2': 'features',
  'cat-dim1-odd-size': 'join',
  'add-residual': 'join',
  'batch_norm-channels': 'channels',
  'view-size': 'reshape',
  'pixel_shuffle-channels': 'channels',
};

describe('what PyTorch refuses is refused', () => {
  const refused = convolutionOracle.refused.filter(({ id }) => id in codes);

  test('every case of the file is here, but for the two words that a padding must not be', () => {
    expect(convolutionOracle.refused.length).toBe(24);
    expect(convolutionOracle.refused.filter(({ id }) => !(id in codes)).map(({ id }) => id)).toEqual([
      'nn.Conv2d-same-with-stride',
      'nn.Conv2d-bad-padding-word',
    ]);
  });

  test.each(refused.map(({ id, op, config, error }) => [id, error, op, config] as const))(
    '%s: %s',
    (id, _error, op, config) => {
      const result = check(op, config);
      expect(result.ok ? 'accepted' : result.refusal.code).toBe(codes[id]);
    },
  );
});

describe('messages hold the numbers', () => {
  test.each([
    [
      'conv2d',
      { x: [1, 1, 3, 3], w: [1, 1, 4, 4] },
      'On axis 0 the kernel is 1 cells larger than the padded input of 3.',
    ],
    ['conv2d', { x: [1, 1, 28, 28], w: [32, 3, 3, 3] }, 'The kernel expects 3 channels, the input has 1.'],
    [
      'conv2d',
      { x: [1, 4, 8, 8], w: [3, 2, 3, 3], groups: 2 },
      '3 out-channels cannot be divided into 2 groups.',
    ],
  ])('%s %j', (op, config, message) => {
    const result = check(op, config);
    expect(result.ok ? '' : result.refusal.message).toBe(message);
  });
});

describe('shapes that fit', () => {
  test.each([
    ['view', { x: [2, 400], to: [-1, 100] }, [8, 100]],
    ['add', { a: [4, 1, 6], b: [3, 1] }, [4, 3, 6]],
    ['cat', { a: [1, 2, 6], b: [1, 5, 6], dim: 1 }, [1, 7, 6]],
    ['linear', { x: [2, 7, 5], w: [3, 5] }, [2, 7, 3]],
    ['pixel_shuffle', { x: [1, 8, 2, 3], r: 2 }, [1, 2, 4, 6]],
    ['BatchNorm2d', { x: [1, 8, 2, 3], features: 8 }, 8],
  ])('%s %j', (op, config, shape) => {
    expect(check(op, config)).toEqual({ ok: true, value: shape });
  });
});
