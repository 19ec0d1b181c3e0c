import type { SourceDocument } from '../../../formats/format.ts';

/**
 * Layers in a round's samples. A step of the warm-up must be short, so the first ones, which run code that is not
 * compiled yet, have few; what a file of a thousand lines runs is compiled for the speed it needs by longer ones only.
 */
const layersIn = (round: number): number => Math.min(20 * round, 240);

/**
 * A config of each format with what such configs use. Every round has other numbers: layers that were read before are
 * not read again.
 */
export const configSamples = (round: number): readonly SourceDocument[] => [
  { path: `<warm-up>/${round}.cfg`, text: darknet(round) },
  { path: `<warm-up>/${round}.prototxt`, text: caffe(round) },
  { path: `<warm-up>/${round}.convlens.yaml`, text: convlens(round) },
  { path: `<warm-up>/${round}.yaml`, text: ultralytics(round) },
];

/** The texts of layers by their number, one kind after the other. */
function repeated(round: number, kinds: readonly ((layer: number, channels: number) => string)[]): string {
  const layers = layersIn(round);
  return Array.from({ length: layers }, (_, layer) => {
    const kind = kinds[layer % kinds.length];
    return kind?.(layer, 8 + 8 * ((round * layers + layer) % 61)) ?? '';
  }).join('\n');
}

const darknet = (round: number): string => `[net]
# ${round}
width=512
height=512
channels=3

${repeated(round, [
  (_, filters) => `[convolutional]
batch_normalize=1
filters=${filters}
size=3
stride=1
pad=1
activation=leaky
`,
  (layer) => `[maxpool]
size=2
stride=${layer % 60 === 1 ? 2 : 1}
`,
  (_, filters) => `[convolutional]
filters=${filters}
size=1
stride=1
pad=1
activation=linear
`,
  () => `[shortcut]
from=-1
activation=linear
`,
  () => `[route]
layers=-1,-2
`,
])}`;

const caffe = (round: number): string => `name: "warm-up ${round}"
input: "data"
input_shape { dim: 1 dim: 3 dim: 512 dim: 512 }
${repeated(round, [
  (layer, outputs) => `layer {
  name: "conv${layer}"
  type: "Convolution"
  bottom: "${layer === 0 ? 'data' : `pool${layer - 1}`}"
  top: "conv${layer}"
  convolution_param {
    num_output: ${outputs}
    kernel_size: 3
    pad: 1
  }
}`,
  (layer) => `layer { name: "relu${layer}" type: "ReLU" bottom: "conv${layer - 1}" top: "conv${layer - 1}" }`,
  (layer) => `layer {
  name: "pool${layer}"
  type: "Pooling"
  bottom: "conv${layer - 2}"
  top: "pool${layer}"
  pooling_param { pool: MAX kernel_size: 3 stride: 1 pad: 1 }
}`,
])}`;

const convlens = (round: number): string => `# ${round}
input: [3, 512, 512]
rounding: floor
layers:
${repeated(round, [
  (_, channels) => `  - conv: {out_channels: ${channels}, kernel_size: 3, stride: 1, padding: 1}`,
  () => '  - batch_norm',
  () => '  - relu',
  (layer) => `  - max_pool: {kernel_size: ${2 + (layer % 2)}, stride: ${layer % 60 === 3 ? 2 : 1}}`,
  (_, channels) => `  - type: conv
    out_channels: ${channels}
    kernel_size: [3, 3]
    padding: same`,
])}`;

const ultralytics = (round: number): string => `# ${round}
nc: 80
scales:
  n: [0.50, 0.25, 1024]
backbone:
${repeated(round, [
  (_, channels) => `  - [-1, 1, Conv, [${channels}, 3, 1]]`,
  (_, channels) => `  - [-1, 1, C2f, [${channels}, True]]`,
  () => '  - [[-1, -2], 1, Concat, [1]]',
])}
head:
  - [-1, 1, SPPF, [256, 5]]
  - [-1, 1, Classify, [nc]]
`;
