import { describe, expect, test } from 'vitest';
import { analyzed, input, layer, serious, shapes } from '../../../support/caffe.ts';

// BVLC/caffe: src/caffe/layers/*.cpp, of the layer of that name; forks are named beside the rules.
describe('a layer on [2, 12, 21, 25]', () => {
  test.each([
    [
      layer('Convolution', 'convolution_param { num_output: 8 kernel_size: 3 stride: 2 pad: 1 }'),
      [2, 8, 11, 13],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 8 kernel_h: 3 kernel_w: 5 pad_w: 2 }'),
      [2, 8, 19, 25],
    ],
    [
      layer('Convolution', 'convolution_param { num_output: 8 kernel_size: [3, 5] dilation: 2 }'),
      [2, 8, 17, 17],
    ],
    [layer('Convolution', 'convolution_param { num_output: 8 kernel_size: 3 hole: 2 }'), [2, 8, 17, 21]],
    [layer('Convolution', 'convolution_param { num_output: 8 kernel_size: 23 stride: 4 }'), [2, 8, 1, 1]],
    [
      layer('Deconvolution', 'convolution_param { num_output: 8 kernel_size: 4 stride: 2 pad: 1 }'),
      [2, 8, 42, 50],
    ],
    [layer('Pooling', 'pooling_param { kernel_size: 2 stride: 2 }'), [2, 12, 11, 13]],
    [layer('Pooling', 'pooling_param { kernel_size: 2 stride: 2 round_mode: FLOOR }'), [2, 12, 10, 12]],
    [layer('Pooling', 'pooling_param { kernel_size: 2 stride: 2 ceil_mode: false }'), [2, 12, 10, 12]],
    [layer('Pooling', 'pooling_param { kernel_size: 2 stride: 2 pad: 1 }'), [2, 12, 11, 13]],
    [layer('Pooling', 'pooling_param { kernel_size: 1 stride: 3 }'), [2, 12, 8, 9]],
    [
      layer('Pooling', 'pooling_param { kernel_h: 3 kernel_w: 1 stride: 2 pad_h: 1 pad_w: 0 }'),
      [2, 12, 11, 13],
    ],
    [layer('Pooling', 'pooling_param { pool: AVE global_pooling: true }'), [2, 12, 1, 1]],
    [layer('InnerProduct', 'inner_product_param { num_output: 10 }'), [2, 10]],
    [layer('InnerProduct', 'inner_product_param { num_output: 10 axis: 2 }'), [2, 12, 10]],
    [layer('InnerProduct', 'inner_product_param { num_output: 10 axis: -1 }'), [2, 12, 21, 10]],
    [layer('Flatten'), [2, 6300]],
    [layer('Flatten', 'flatten_param { axis: 2 }'), [2, 12, 525]],
    [layer('Flatten', 'flatten_param { axis: 0 end_axis: 1 }'), [24, 21, 25]],
    [layer('Reshape', 'reshape_param { shape { dim: 0 dim: 3 dim: 4 dim: -1 } }'), [2, 3, 4, 525]],
    [layer('Reshape', 'reshape_param { shape { dim: 4 dim: -1 } axis: 1 }'), [2, 4, 1575]],
    [layer('Reshape', 'reshape_param { shape { dim: 6 } axis: 1 num_axes: 1 }'), [2, 6, 21, 25]],
    [layer('Concat', '', ['data', 'data']), [2, 24, 21, 25]],
    [layer('Concat', 'concat_param { axis: -2 }', ['data', 'data']), [2, 12, 42, 25]],
    [layer('Concat', 'concat_param { concat_dim: 0 }', ['data', 'data']), [4, 12, 21, 25]],
    [layer('Eltwise', 'eltwise_param { operation: MAX }', ['data', 'data']), [2, 12, 21, 25]],
    [layer('Reduction', 'reduction_param { axis: 1 }'), [2]],
    [layer('Reduction'), []],
    [layer('Tile', 'tile_param { axis: 3 tiles: 2 }'), [2, 12, 21, 50]],
    [layer('ArgMax', 'argmax_param { axis: 1 top_k: 3 }'), [2, 3, 21, 25]],
    [layer('ArgMax', 'argmax_param { top_k: 5 out_max_val: true }'), [2, 2, 5, 1]],
    [layer('Im2col', 'convolution_param { kernel_h: 3 kernel_w: 5 stride: 2 pad: 1 }'), [2, 180, 11, 12]],
    [layer('Im2col', 'convolution_param { kernel_size: 3 dilation: 2 }'), [2, 108, 17, 21]],
    // (21 − 22)/2 is 0 in C's division: one window, part of which is outside.
    [layer('Im2col', 'convolution_param { kernel_size: 22 stride: 2 }'), [2, 5808, 1, 2]],
    [layer('Filter', '', ['data', 'data']), [null, 12, 21, 25]],
    [layer('SPP', 'spp_param { pyramid_height: 3 }'), [2, 252]],
    [layer('Softmax'), [2, 12, 21, 25]],
    [layer('SoftmaxWithLoss', '', ['data', 'data']), []],
    [layer('Permute', 'permute_param { order: 0 order: 2 order: 3 order: 1 }'), [2, 21, 25, 12]],
    [layer('Permute', 'permute_param { order: 3 }'), [25, 2, 12, 21]],
    [layer('Upsample', 'upsample_param { scale: 2 }', ['data', 'data']), [2, 12, 42, 50]],
    [layer('Upsample', 'upsample_param { scale: 2 pad_out_h: true }'), [2, 12, 41, 50]],
    [layer('Upsample', 'upsample_param { upsample_h: 45 upsample_w: 60 }'), [2, 12, 45, 60]],
    [layer('Interp', 'interp_param { height: 65 width: 129 }'), [2, 12, 65, 129]],
    [layer('Interp', 'interp_param { zoom_factor: 8 }'), [2, 12, 161, 193]],
    [layer('Interp', 'interp_param { shrink_factor: 2 pad_beg: -1 }'), [2, 12, 10, 12]],
    [layer('Interp', 'interp_param { shrink_factor: 3 zoom_factor: 2 }'), [2, 12, 13, 17]],
    [
      layer('PriorBox', 'prior_box_param { min_size: 30 aspect_ratio: 2 }', ['data', 'data']),
      [1, 2, 525 * 3 * 4],
    ],
    [
      layer('PriorBox', 'prior_box_param { min_size: 30 max_size: 60 aspect_ratio: 2 aspect_ratio: 3 }', [
        'data',
        'data',
      ]),
      [1, 2, 525 * 6 * 4],
    ],
    [
      layer('PriorBox', 'prior_box_param { min_size: 30 aspect_ratio: 2 flip: false }', ['data', 'data']),
      [1, 2, 525 * 2 * 4],
    ],
    [layer('Reorg', 'reorg_param { stride: 2 }'), [2, 48, 10, 12]],
    [
      layer('ROIPooling', 'roi_pooling_param { pooled_h: 7 pooled_w: 6 }', ['data', 'data']),
      [null, 12, 7, 6],
    ],
    [layer('LSTM', 'recurrent_param { num_output: 5 }', ['data', 'data']), [2, 12, 5]],
    [layer('Convolution', 'convolution_param { num_output: 8 kernel_size: 30 }'), [2, 8, null, null]],
    [layer('Nonsense'), undefined],
  ])('%s', (text, expected) => {
    const [, result] = shapes(input + text).at(-1) as [string, unknown];
    expect(result ?? undefined).toEqual(expected);
  });

  test.each([
    [
      '',
      [
        [2, 4, 21, 25],
        [2, 4, 21, 25],
        [2, 4, 21, 25],
      ],
    ],
    [
      'slice_param { slice_point: 1 slice_point: 3 }',
      [
        [2, 1, 21, 25],
        [2, 2, 21, 25],
        [2, 9, 21, 25],
      ],
    ],
    [
      'slice_param { slice_dim: 2 }',
      [
        [2, 12, 7, 25],
        [2, 12, 7, 25],
        [2, 12, 7, 25],
      ],
    ],
  ])('Slice %s', (parameters, expected) => {
    const text = `${input}layer { name: "s" type: "Slice" bottom: "data" top: "a" top: "b" top: "c" ${parameters} }`;
    expect(analyzed(text).models[0]?.layers.at(-1)?.outputShapes).toEqual(expected);
  });

  test('Crop takes the sizes of the second blob', () => {
    const small = layer('Pooling', 'pooling_param { kernel_size: 2 stride: 2 }').replaceAll('"l"', '"p"');
    const crop = (parameters: string) => input + small + layer('Crop', parameters, ['data', 'p']);
    expect(shapes(crop('')).at(-1)).toEqual(['l', [2, 12, 11, 13]]);
    expect(shapes(crop('crop_param { axis: 3 offset: 12 }')).at(-1)).toEqual(['l', [2, 12, 21, 13]]);
    expect(serious(crop('crop_param { axis: 3 offset: 12 }'))).toEqual([]);
    expect(serious(crop('crop_param { axis: 3 offset: 13 }'))).toEqual(['7 error impossible 13']);
  });

  test('BatchReindex has as many samples as indices', () => {
    const order = 'layer { name: "o" type: "Parameter" top: "order" parameter_param { shape { dim: 5 } } }\n';
    const text = input + order + layer('BatchReindex', '', ['data', 'order']);
    expect([shapes(text).at(-1), serious(text)]).toEqual([['l', [5, 12, 21, 25]], []]);
  });

  test('Filter keeps samples of each bottom but the last', () => {
    const text = `${input}${layer('Flatten').replaceAll('"l"', '"f"')}
layer { name: "s" type: "Filter" bottom: "data" bottom: "f" bottom: "f" top: "a" top: "b" }`;
    expect(analyzed(text).models[0]?.layers.at(-1)?.outputShapes).toEqual([
      [null, 12, 21, 25],
      [null, 6300],
    ]);
    expect(serious(text)).toEqual([]);
  });

  test.each([
    [layer('BatchNorm'), 25],
    [layer('Scale'), 12],
    [layer('Scale', 'scale_param { bias_term: true }'), 24],
    [layer('Scale', 'scale_param { axis: 2 bias_term: true }'), 42],
    [layer('Scale', 'scale_param { axis: -1 }'), 25],
    [layer('Scale', 'scale_param { axis: 1 num_axes: 2 }'), 252],
    [layer('Scale', 'scale_param { axis: 0 num_axes: -1 }'), 12600],
    [layer('Scale', 'scale_param { num_axes: 0 bias_term: true }'), 2],
    [layer('Bias', 'bias_param { axis: 0 num_axes: 2 }'), 24],
    [layer('Bias', 'bias_param { num_axes: 0 }'), 1],
    [layer('Parameter', 'parameter_param { shape { dim: 3 dim: 4 } }', []), 12],
    [layer('Bias'), 12],
    [layer('PReLU'), 12],
    [layer('PReLU', 'prelu_param { channel_shared: true }'), 1],
    [layer('Normalize', 'norm_param { channel_shared: false }'), 12],
    [layer('LRN'), 0],
    [layer('Embed', 'embed_param { num_output: 5 input_dim: 7 }'), 40],
    [
      layer('Convolution', 'convolution_param { num_output: 8 kernel_size: 3 group: 4 bias_term: false }'),
      8 * 3 * 9,
    ],
    [layer('Deconvolution', 'convolution_param { num_output: 8 kernel_size: 3 group: 4 }'), 12 * 2 * 9 + 8],
    [layer('DepthwiseConvolution', 'convolution_param { num_output: 12 kernel_size: 3 }'), 12 * 9 + 12],
  ])('parameters of %s', (text, expected) => {
    expect(analyzed(input + text).models[0]?.layers.at(-1)?.params).toBe(expected);
  });
});
