import { describe, expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import type { Operation } from '../../../src/model/graph/operation.ts';
import { emptyContext } from '../../support/format-context.ts';

/** What every format says of the numbers that a layer computes with, besides its sizes. */
function lastOperation(path: string, text: string): Operation | undefined {
  const { models } = analyze({ path, text }, knownFormats(), emptyContext);
  return models[0]?.layers.at(-1)?.operation;
}

describe('Darknet', () => {
  const net = '[net]\nwidth=8\nheight=8\nchannels=4\n';

  test.each([
    ['[conv]\nfilters=4', { activation: { name: 'logistic' } }],
    ['[conv]\nfilters=4\nactivation=linear', {}],
    ['[conv]\nfilters=4\nactivation=leaky', { activation: { name: 'leaky', negativeSlope: 0.1 } }],
    ['[connected]\noutput=4\nactivation=relu', { activation: { name: 'relu' } }],
    [
      '[conv]\nfilters=4\nactivation=linear\n[shortcut]\nfrom=-2\nactivation=elu',
      { activation: { name: 'elu', alpha: 1 } },
    ],
    ['[conv]\nfilters=4\nactivation=linear\n[shortcut]\nfrom=-2', {}],
    ['[softmax]', { values: 'softmax' }],
    ['[softmax]\ngroups=2', {}],
    ['[batchnorm]', { epsilon: 1e-5, learned: { scale: true, shift: true } }],
    ['[activation]\nactivation=gelu', { name: 'gelu-tanh' }],
  ])('%j', (section, expected) => {
    const operation = lastOperation('net.cfg', net + section);
    expect(operation).toMatchObject(expected);
    if (!('activation' in expected)) expect(operation).not.toHaveProperty('activation');
    if (!('values' in expected)) expect(operation).not.toHaveProperty('values');
  });
});

describe('Keras', () => {
  const model = (className: string, config: object): string =>
    JSON.stringify({
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { batch_shape: [null, 8, 8, 4], name: 'in' } },
          { class_name: className, config: { name: 'a', ...config } },
        ],
      },
      keras_version: '3.0.0',
    });

  test.each([
    ['Conv2D', { filters: 4, kernel_size: 3, activation: 'relu' }, { activation: { name: 'relu' } }],
    ['Conv2D', { filters: 4, kernel_size: 3, activation: 'linear' }, {}],
    ['Dense', { units: 4, activation: { class_name: 'LeakyReLU' } }, { activation: { name: 'custom' } }],
    ['Dense', { units: 4, activation: 'elu' }, { activation: { name: 'elu', alpha: 1 } }],
    ['BatchNormalization', { scale: false }, { epsilon: 1e-3, learned: { scale: false, shift: true } }],
    ['LayerNormalization', { epsilon: 1e-6 }, { epsilon: 1e-6 }],
    ['LeakyReLU', { negative_slope: 0.2 }, { name: 'leakyrelu', negativeSlope: 0.2 }],
    ['LeakyReLU', { alpha: 0.1 }, { name: 'leakyrelu', negativeSlope: 0.1 }],
    ['ReLU', { max_value: 6 }, { name: 'relu6' }],
    ['ReLU', { max_value: 4 }, { name: 'limited-relu' }],
    ['ReLU', { negative_slope: 0.3 }, { name: 'leaky_relu', negativeSlope: 0.3 }],
    ['Activation', { activation: 'softmax' }, { role: 'softmax', axis: -1 }],
    ['Softmax', { axis: 1 }, { role: 'softmax', axis: 1 }],
    ['UpSampling2D', { size: 2, interpolation: 'bilinear' }, { mode: 'bilinear', sampling: 'half-pixel' }],
  ])('%s %j', (className, config, expected) => {
    const operation = lastOperation('model.json', model(className, config));
    expect(operation).toMatchObject(expected);
    if (!('activation' in expected)) expect(operation).not.toHaveProperty('activation');
  });
});

describe('Caffe', () => {
  const net = 'input: "data"\ninput_dim: 1 input_dim: 4 input_dim: 8 input_dim: 8\n';
  const layer = (type: string, rest = ''): string =>
    `layer { name: "a" type: "${type}" bottom: "data" top: "a" ${rest} }`;

  test.each([
    [layer('ReLU'), { name: 'relu' }],
    [layer('ReLU', 'relu_param { negative_slope: 0.1 }'), { name: 'leaky-relu', negativeSlope: 0.1 }],
    [layer('ELU', 'elu_param { alpha: 2 }'), { name: 'elu', alpha: 2 }],
    [layer('Softmax'), { role: 'softmax', axis: 1 }],
    [layer('BatchNorm'), { epsilon: 1e-5, learned: { scale: false, shift: false } }],
    [layer('LRN', 'lrn_param { local_size: 3 }'), { response: { size: 3, alpha: 1, beta: 0.75, k: 1 } }],
    [
      'layer { name: "a" type: "Eltwise" bottom: "data" bottom: "data" top: "a" eltwise_param { coeff: 1 coeff: -1 } }',
      { name: 'add', factors: [1, -1] },
    ],
  ])('%s', (text, expected) => {
    expect(lastOperation('net.prototxt', net + text)).toMatchObject(expected);
  });

  test('LRN within a channel is another function', () => {
    const text = net + layer('LRN', 'lrn_param { norm_region: WITHIN_CHANNEL }');
    expect(lastOperation('net.prototxt', text)).not.toHaveProperty('response');
  });
});

describe('PyTorch', () => {
  const model = (layer: string, call: string): string => `import torch
import torch.nn as nn
import torch.nn.functional as F

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = ${layer}

    def forward(self, x):
        return ${call}

x = torch.zeros(1, 4, 8, 8)
Net()(x)
`;

  test.each([
    ['nn.LeakyReLU(0.2)', 'self.a(x)', { name: 'leaky-relu', negativeSlope: 0.2 }],
    ['nn.Identity()', 'F.leaky_relu(x)', { name: 'leaky-relu', negativeSlope: 0.01 }],
    ['nn.ELU()', 'self.a(x)', { name: 'elu', alpha: 1 }],
    ["nn.GELU(approximate='tanh')", 'self.a(x)', { name: 'gelu-tanh' }],
    ['nn.Softmax(dim=1)', 'self.a(x)', { role: 'softmax', axis: 1 }],
    ['nn.Softmax2d()', 'self.a(x)', { role: 'softmax', axis: -3 }],
    ['nn.Identity()', 'F.log_softmax(x, -1)', { name: 'log-softmax', axis: -1 }],
    ['nn.BatchNorm2d(4, eps=1e-3)', 'self.a(x)', { epsilon: 1e-3, learned: { scale: true, shift: true } }],
    [
      'nn.GroupNorm(2, 4, affine=False)',
      'self.a(x)',
      { epsilon: 1e-5, learned: { scale: false, shift: false } },
    ],
    ['nn.LocalResponseNorm(3)', 'self.a(x)', { response: { size: 3, alpha: 1e-4, beta: 0.75, k: 1 } }],
    [
      "nn.Upsample(scale_factor=2, mode='bilinear', align_corners=True)",
      'self.a(x)',
      { sampling: 'corners' },
    ],
    ['nn.Identity()', "F.interpolate(x, size=4, mode='bilinear')", { sampling: 'half-pixel' }],
    ['nn.ConstantPad2d(1, 2.5)', 'self.a(x)', { mode: 'zeros', value: 2.5 }],
    ['nn.AvgPool2d(2, divisor_override=3)', 'self.a(x)', { divisorOverride: 3 }],
    ['nn.Identity()', 'x.mean((2, 3))', { kind: 'reduce', name: 'mean' }],
    ['nn.Identity()', 'torch.add(x, self.a(x), alpha=2)', { kind: 'combine', name: 'other' }],
    ['nn.Identity()', 'torch.add(x, self.a(x))', { kind: 'combine', name: 'add' }],
  ])('%s, %s', (layer, call, expected) => {
    expect(lastOperation('net.py', model(layer, call))).toMatchObject(expected);
  });
});

describe('ConvLens', () => {
  const net = 'input: [4, 8, 8]\nlayers:\n';

  test.each([
    ['- leaky_relu', { negativeSlope: 0.01 }],
    ['- leaky_relu: { negative_slope: 0.3 }', { negativeSlope: 0.3 }],
    ['- elu', { alpha: 1 }],
    ['- softmax', { axis: 1 }],
    ['- batch_norm', { epsilon: 1e-5, learned: { scale: true, shift: true } }],
    ['- instance_norm', { learned: { scale: false, shift: false } }],
    ['- lrn: 3', { response: { size: 3, alpha: 1e-4, beta: 0.75, k: 1 } }],
    ['- upsample: { scale_factor: 2, mode: bilinear }', { sampling: 'half-pixel' }],
    ['- pad: { padding: 1, value: 3 }', { value: 3 }],
    ['- mean: [2, 3]', { name: 'mean' }],
  ])('%s', (layer, expected) => {
    expect(lastOperation('net.convlens.yaml', net + layer)).toMatchObject(expected);
  });
});
