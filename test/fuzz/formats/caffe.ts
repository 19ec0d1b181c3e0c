import { caffeFormat } from '../../../src/formats/caffe/caffe.ts';
import { prototxt } from '../../bench/configs.ts';
import { nothing, type FuzzedFormat, type Source } from '../fuzzed-format.ts';
import { changedTexts } from '../kept-layers.ts';
import { corpusSources, textSource } from '../sources.ts';

/** What holds for the whole net wherever it stands; and a file has `layer`s or the older `layers`. */
const ofTheNet = /^\s*(?:input|input_dim|input_shape|state|phase|level|stage|dim)\s*[:{<]/m;

/**
 * A layer's message ends with its brace, and it reads blobs of the layers before it: it is untouched where its brace
 * stands before the change, unless what changed holds fields of the whole net.
 */
export const fuzzedCaffe: FuzzedFormat = {
  name: 'caffe',
  create: () => [caffeFormat()],
  sources: () => [
    ...corpusSources('caffe', /\.prototxt$/),
    textSource('generated.prototxt', prototxt(200)),
    textSource('branches.prototxt', branches),
    textSource('old.prototxt', old),
  ],
  words:
    'layer layers name type bottom top input input_dim input_shape dim param convolution_param pooling_param kernel_size kernel_h pad stride num_output group dilation global_pooling true false MAX AVE round_mode FLOOR include exclude phase: TRAIN CONVOLUTION "Convolution" "Concat" "Eltwise" "Slice" "Reshape" "Flatten" "Permute" axis -1 "data"'.split(
      ' ',
    ),
  untouched: (change) => {
    const texts = changedTexts(change);
    if (texts.some((text) => ofTheNet.test(text))) return nothing;
    const [isOld, wasOld] = [change.after, change.before].map(hasOldLayers);
    if (isOld !== wasOld) return nothing;
    return ({ source }) => source.span.end <= change.same;
  },
};

/** Of a file with both, the older `layers` alone are read. */
const hasOldLayers = (source: Source): boolean =>
  source.kind === 'text' && /\blayers\s*[:{<]/.test(source.text);

const branches = `name: "branches"
input: "data"
input_shape { dim: 1 dim: 3 dim: 65 dim: 65 }
layer { name: "c1" type: "Convolution" bottom: "data" top: "c1" convolution_param { num_output: 16 kernel_size: 3 stride: 2 } }
layer { name: "r1" type: "ReLU" bottom: "c1" top: "c1" }
layer {
  name: "p1"
  type: "Pooling"
  bottom: "c1"
  top: "p1"
  pooling_param { pool: MAX kernel_size: 3 stride: 2 }
}
layer { name: "s" type: "Slice" bottom: "p1" top: "s1" top: "s2" slice_param { axis: 1 slice_point: 4 } }
layer { name: "c2" type: "Convolution" bottom: "s1" top: "c2" convolution_param { num_output: 8 kernel_h: 1 kernel_w: 1 } }
layer { name: "c3" type: "Convolution" bottom: "s2" top: "c3" convolution_param { num_output: 8 pad: 1 kernel_size: 3 group: 4 } }
layer { name: "j" type: "Concat" bottom: "c2" bottom: "c3" top: "j" concat_param { axis: 1 } }
layer { name: "u" type: "Deconvolution" bottom: "j" top: "u" convolution_param { num_output: 16 kernel_size: 4 stride: 2 pad: 1 } }
layer { name: "k" type: "Crop" bottom: "u" bottom: "p1" top: "k" crop_param { axis: 2 offset: 1 } }
layer { name: "e" type: "Eltwise" bottom: "k" bottom: "j" top: "e" eltwise_param { operation: SUM } }
layer { name: "t" type: "Reshape" bottom: "e" top: "t" reshape_param { shape { dim: 0 dim: -1 } } }
layer { name: "f" type: "InnerProduct" bottom: "t" top: "f" inner_product_param { num_output: 10 } }
layer { name: "loss" type: "SoftmaxWithLoss" bottom: "f" bottom: "label" include { phase: TRAIN } }
layer { name: "prob" type: "Softmax" bottom: "f" top: "prob" include { phase: TEST } }
`;

const old = `name: "old"
input: "data"
input_dim: 10
input_dim: 3
input_dim: 227
input_dim: 227
layers {
  name: "conv1"
  type: CONVOLUTION
  bottom: "data"
  top: "conv1"
  blobs_lr: 1
  convolution_param {
    num_output: 96
    kernel_size: 11
    stride: 4
  }
}
layers { name: "relu1" type: RELU bottom: "conv1" top: "conv1" }
layers { name: "norm1" type: LRN bottom: "conv1" top: "norm1" lrn_param { local_size: 5 alpha: 0.0001 } }
layers { name: "pool1" type: POOLING bottom: "norm1" top: "pool1" pooling_param { pool: MAX kernel_size: 3 stride: 2 } }
layers { name: "fc8" type: INNER_PRODUCT bottom: "pool1" top: "fc8" inner_product_param { num_output: 1000 } }
layers { name: "prob" type: SOFTMAX bottom: "fc8" top: "prob" }
`;
