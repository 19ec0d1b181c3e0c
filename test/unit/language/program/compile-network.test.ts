import { describe, expect, test } from 'vitest';
import type { CompiledNetwork } from '../../../../src/engine/session/compiled-network.ts';
import { runEnglish } from '../../../../src/language/words/run-english.ts';
import { sentenceFor } from '../../../../src/util/sentences.ts';
import { convlensNetwork, networkOf } from '../../../support/network.ts';

/** The steps as `kind name shape`, with the shapes of their parameters. */
function stepLines({ program }: CompiledNetwork): readonly string[] {
  return program.steps.map(({ operation, shape, parameters }) => {
    const name = 'name' in operation ? [operation.name] : [];
    const sizes = Object.entries(parameters).map(([key, size]) => `${key} ${size.join('×')}`);
    return [operation.kind, ...name, shape.join('×'), ...sizes].join(' ');
  });
}

function reasons({ skipped }: CompiledNetwork): readonly string[] {
  return skipped.map(({ id, reason, because }) => {
    const why = sentenceFor(runEnglish.skipped, reason);
    return `${id}: ${why}${because ? ` (${because})` : ''}`;
  });
}

describe('ConvLens layers', () => {
  test.each([
    ['conv: { out_channels: 4, kernel_size: 3 }', ['convolution 1×4×6×6 weight 4×3×3×3 bias 4']],
    [
      'conv: { out_channels: 6, kernel_size: 3, groups: 3, bias: false }',
      ['convolution 1×6×6×6 weight 6×1×3×3'],
    ],
    [
      'conv_transpose: { out_channels: 4, kernel_size: 2, stride: 2 }',
      ['transposed-convolution 1×4×16×16 weight 3×4×2×2 bias 4'],
    ],
    ['max_pool: 2', ['max-pool 1×3×4×4']],
    ['avg_pool: 2', ['average-pool 1×3×4×4']],
    ['adaptive_avg_pool: 3', ['adaptive-pool 1×3×3×3']],
    ['batch_norm', ['batch-norm 1×3×8×8 scale 3 shift 3']],
    ['batch_norm: { affine: false }', ['batch-norm 1×3×8×8']],
    ['group_norm: 3', ['group-norm 1×3×8×8 scale 3 shift 3']],
    ['instance_norm', ['instance-norm 1×3×8×8']],
    ['layer_norm: [8, 8]', ['layer-norm 1×3×8×8 scale 8×8 shift 8×8']],
    ['lrn: 3', ['local-response-norm 1×3×8×8']],
    ['relu', ['activation relu 1×3×8×8']],
    ['swish', ['activation silu 1×3×8×8']],
    ['leaky_relu', ['leaky-relu 1×3×8×8']],
    ['elu', ['elu 1×3×8×8']],
    ['softplus', ['activation softplus 1×3×8×8']],
    ['prelu', ['prelu 1×3×8×8 slopes 1']],
    ['prelu: { num_parameters: 3 }', ['prelu 1×3×8×8 slopes 3']],
    ['softmax', ['softmax 1×3×8×8']],
    ['log_softmax', ['log-softmax 1×3×8×8']],
    ['dropout', ['identity 1×3×8×8']],
    ['identity', ['identity 1×3×8×8']],
    ['flatten', ['reshape 1×192']],
    ['linear: 5', ['linear 1×3×8×5 weight 5×8 bias 5']],
    ['pad: 1', ['pad 1×3×10×10']],
    ['crop: 1', ['pad 1×3×6×6']],
    ['upsample: 2', ['upsample 1×3×16×16']],
    ['upsample: { scale_factor: 2, mode: bilinear }', ['upsample 1×3×16×16']],
    ['upsample: { scale_factor: 2, mode: bicubic }', ['upsample 1×3×16×16']],
    ['hardtanh', ['clamp 1×3×8×8']],
    ['celu: { alpha: 2 }', ['celu 1×3×8×8']],
    ['selu', ['activation selu 1×3×8×8']],
    ['pixel_unshuffle: 2', ['pixel-unshuffle 1×12×4×4']],
    ['mean: [2, 3]', ['reduce-mean 1×3×1×1', 'reshape 1×3']],
  ])('%s', (layer, expected) => {
    const network = convlensNetwork(`- ${layer}`);
    expect(stepLines(network)).toEqual(expected);
    expect(network.skipped).toEqual([]);
    expect(network.outputs).toEqual([expected.length]);
  });

  test.each([
    ['gelu6', 'gelu61: the size of its output is not known'],
    ['rms_norm: 8', 'rms_norm1: the engine has no rms normalisation'],
    ['upsample: { scale_factor: 1.5 }', 'upsample1: which cells it reads is not known'],
    ['conv: { out_channels: 4, kernel_size: 11 }', 'conv1: it does not fit its input'],
  ])('%s is not run', (layer, reason) => {
    const network = convlensNetwork(`- ${layer}`);
    expect(network.program.steps).toEqual([]);
    expect(reasons(network)).toEqual([reason]);
  });

  test('what reads a layer that is not run is not run either, and says which', () => {
    const layers =
      '- { name: a, conv: { out_channels: 4, kernel_size: 3 } }\n- { name: b, rms_norm: 6 }\n- { name: c, relu: }\n- { name: d, relu: , from: a }';
    const network = convlensNetwork(layers);
    expect(network.layers.map(({ id }) => id)).toEqual(['a', 'd']);
    expect(reasons(network)).toEqual(['b: the engine has no rms normalisation', 'c: it reads `b` (b)']);
  });

  test('kept statistics in inference', () => {
    expect(stepLines(convlensNetwork('- batch_norm', undefined, 'inference'))).toEqual([
      'batch-norm 1×3×8×8 scale 3 shift 3 mean 3 variance 3',
    ]);
  });
});

describe('Darknet', () => {
  const net = '[net]\nwidth=8\nheight=8\nchannels=4\n';

  test.each([
    [
      '[conv]\nfilters=2\nbatch_normalize=1\nactivation=leaky',
      ['convolution 1×2×8×8 weight 2×4×1×1', 'batch-norm 1×2×8×8 scale 2 shift 2', 'leaky-relu 1×2×8×8'],
    ],
    [
      '[connected]\noutput=3\nactivation=linear',
      ['reshape 1×256', 'linear 1×3 weight 3×256 bias 3', 'reshape 1×3×1×1'],
    ],
    ['[avgpool]\n[softmax]', ['adaptive-pool 1×4×1×1', 'reshape 1×4', 'softmax 1×4']],
    ['[maxpool]\nsize=2\nstride=1', ['max-pool 1×4×8×8']],
    [
      '[conv]\nfilters=4\nactivation=linear\n[route]\nlayers=-1\ngroups=2\ngroup_id=1',
      ['convolution 1×4×8×8 weight 4×4×1×1 bias 4', 'slice 1×2×8×8', 'concat 1×2×8×8'],
    ],
    [
      '[conv]\nfilters=4\nactivation=linear\n[conv]\nfilters=6\nsize=2\nstride=2\nactivation=linear\n[shortcut]\nfrom=-2\nactivation=relu',
      [
        'convolution 1×4×8×8 weight 4×4×1×1 bias 4',
        'convolution 1×6×4×4 weight 6×4×2×2 bias 6',
        'slice 1×4×4×4',
        'pad 1×6×4×4',
        'combine add 1×6×4×4',
        'activation relu 1×6×4×4',
      ],
    ],
  ])('%j', (sections, expected) => {
    const network = networkOf('net.cfg', net + sections);
    expect(stepLines(network)).toEqual(expected);
    expect(network.skipped).toEqual([]);
  });
});

describe('Keras, channels last', () => {
  const sequential = (layers: readonly object[]): string =>
    JSON.stringify({
      class_name: 'Sequential',
      config: {
        layers: [
          { class_name: 'InputLayer', config: { batch_shape: [null, 4, 4, 3], name: 'in' } },
          ...layers.map((layer, i) => ({
            ...layer,
            config: { name: `l${i}`, ...('config' in layer ? (layer.config as object) : {}) },
          })),
        ],
      },
      keras_version: '3.0.0',
    });
  const conv = { class_name: 'Conv2D', config: { filters: 2, kernel_size: 3, activation: 'relu' } };
  const convSteps = ['convolution 1×2×2×2 weight 2×3×3×3 bias 2', 'activation relu 1×2×2×2'];

  test.each([
    [
      [conv, { class_name: 'Flatten' }, { class_name: 'Dense', config: { units: 5, activation: 'softmax' } }],
      [...convSteps, 'permute 1×2×2×2', 'reshape 1×8', 'linear 1×5 weight 5×8 bias 5', 'softmax 1×5'],
    ],
    [
      [conv, { class_name: 'BatchNormalization' }],
      [...convSteps, 'batch-norm 1×2×2×2 scale 2 shift 2'],
    ],
    [
      [conv, { class_name: 'LayerNormalization' }],
      [...convSteps, 'permute 1×2×2×2', 'layer-norm 1×2×2×2 scale 2 shift 2', 'permute 1×2×2×2'],
    ],
    [
      [conv, { class_name: 'GlobalAveragePooling2D' }],
      [...convSteps, 'adaptive-pool 1×2×1×1', 'reshape 1×2'],
    ],
    [
      [conv, { class_name: 'Reshape', config: { target_shape: [4, 2] } }],
      [...convSteps, 'permute 1×2×2×2', 'reshape 1×4×2'],
    ],
    [
      [conv, { class_name: 'Softmax' }],
      [...convSteps, 'softmax 1×2×2×2'],
    ],
    [
      [{ class_name: 'SeparableConv2D', config: { filters: 4, kernel_size: 3, depth_multiplier: 2 } }],
      ['convolution 1×6×2×2 weight 6×1×3×3', 'convolution 1×4×2×2 weight 4×6×1×1 bias 4'],
    ],
    [
      [{ class_name: 'DepthwiseConv2D', config: { kernel_size: 3, padding: 'same' } }],
      ['convolution 1×3×4×4 weight 3×1×3×3 bias 3'],
    ],
  ])('%j', (layers, expected) => {
    const network = networkOf('model.json', sequential(layers));
    expect(stepLines(network)).toEqual(expected);
    expect(network.skipped).toEqual([]);
  });

  test('a softmax over the last dimension is over the channels', () => {
    const { program } = networkOf('model.json', sequential([conv, { class_name: 'Softmax' }]));
    expect(program.steps.at(-1)?.operation).toEqual({ kind: 'softmax', axis: 1 });
  });
});

describe('PyTorch', () => {
  const net = (layer: string, input: string): string => `import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = ${layer}

    def forward(self, x):
        return self.layer(x)

Net()(torch.zeros(${input}))
`;

  test.each([
    [
      "nn.Conv2d(3, 4, 3, padding=1, padding_mode='reflect')",
      '1, 3, 8, 8',
      ['pad 1×3×10×10', 'convolution 1×4×8×8 weight 4×3×3×3 bias 4'],
    ],
    [
      'nn.Conv2d(3, 4, 3)',
      '3, 8, 8',
      ['reshape 1×3×8×8', 'convolution 1×4×6×6 weight 4×3×3×3 bias 4', 'reshape 4×6×6'],
    ],
    ['nn.Conv1d(3, 4, 3)', '2, 3, 9', ['convolution 2×4×7 weight 4×3×3 bias 4']],
    ['nn.MaxPool3d(2)', '1, 3, 4, 4, 4', ['max-pool 1×3×2×2×2']],
    ['nn.Linear(8, 5)', '2, 3, 8', ['linear 2×3×5 weight 5×8 bias 5']],
    ["nn.Upsample(size=5, mode='area')", '1, 3, 8, 8', ['adaptive-pool 1×3×5×5']],
  ])('%s of %s', (layer, input, expected) => {
    const network = networkOf('net.py', net(layer, input));
    expect(stepLines(network)).toEqual(expected);
    expect(network.skipped).toEqual([]);
  });

  test('a layer that is called twice has its parameters once', () => {
    const network = networkOf(
      'net.py',
      `import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 3, 3, padding=1)

    def forward(self, x):
        return self.conv(self.conv(x))

Net()(torch.zeros(1, 3, 8, 8))
`,
    );
    expect(network.program.steps.map(({ sharesParametersOf }) => sharesParametersOf)).toEqual([undefined, 0]);
  });
});

describe('Caffe', () => {
  test('batch norm and the scale behind it', () => {
    const network = networkOf(
      'net.prototxt',
      `input: "data" input_dim: 2 input_dim: 3 input_dim: 4 input_dim: 4
layer { name: "bn" type: "BatchNorm" bottom: "data" top: "bn" }
layer { name: "scale" type: "Scale" bottom: "bn" top: "bn" scale_param { bias_term: true } }
layer { name: "fc" type: "InnerProduct" bottom: "bn" top: "fc" inner_product_param { num_output: 5 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "fc" bottom: "data" top: "loss" }`,
    );
    expect(stepLines(network)).toEqual([
      'batch-norm 2×3×4×4',
      'affine 2×3×4×4 scale 3 shift 3',
      'reshape 2×48',
      'linear 2×5 weight 5×48 bias 5',
    ]);
    expect(reasons(network)).toEqual(['loss: the engine knows its sizes only']);
  });
});
