/** Configs of a given length, valid and with a few misfits, in which every stride can be 1 or 2. */

export function layerConfig(lines: number): string {
  const layers = Array.from({ length: lines - 3 }, (_, layer) => {
    const stride = layer % 400 === 399 ? 2 : 1;
    return `  - conv: {out_channels: ${8 + (layer % 61)}, kernel_size: 3, stride: ${stride}, padding: 1}`;
  });
  return ['input: [3, 2048, 2048]', 'rounding: floor', 'layers:', ...layers].join('\n');
}

export function darknetConfig(lines: number): string {
  const layer = (index: number) =>
    [
      '[convolutional]',
      'batch_normalize=1',
      `filters=${8 + (index % 61)}`,
      'size=3',
      `stride=${index % 40 === 39 ? 2 : 1}`,
      'pad=1',
      'activation=leaky',
      '',
    ].join('\n');
  const layers = Array.from({ length: Math.floor((lines - 5) / 8) }, (_, index) => layer(index));
  return ['[net]', 'width=2048', 'height=2048', 'channels=3', '', ...layers].join('\n');
}

/** A Caffe net of convolutions, in-place ReLUs and pools. */
export function prototxt(lines: number): string {
  const head = ['name: "bench"', 'input: "data"', 'input_shape { dim: 1 dim: 3 dim: 2048 dim: 2048 }'];
  const layer = (index: number) => {
    const bottom = index === 0 ? 'data' : `conv${index - 1}`;
    return [
      'layer {',
      `  name: "conv${index}"`,
      '  type: "Convolution"',
      `  bottom: "${bottom}"`,
      `  top: "conv${index}"`,
      '  convolution_param {',
      `    num_output: ${8 + (index % 61)}`,
      '    kernel_size: 3',
      '    pad: 1',
      `    stride: ${index % 40 === 39 ? 2 : 1}`,
      '  }',
      '}',
      `layer { name: "relu${index}" type: "ReLU" bottom: "conv${index}" top: "conv${index}" }`,
    ];
  };
  const count = Math.max(1, Math.floor((lines - head.length) / 13));
  return [...head, ...Array.from({ length: count }, (_, index) => layer(index)).flat()].join('\n');
}

/** Ultralytics' YAML: convolutions, and every fourth row a block of several layers. */
export function ultralyticsConfig(lines: number): string {
  const head = ['nc: 80', 'backbone:'];
  const rows = Array.from({ length: Math.max(1, lines - head.length - 2) }, (_, row) =>
    row % 4 === 3
      ? '  - [-1, 1, C2f, [64, True]]'
      : `  - [-1, 1, Conv, [64, 3, ${row % 400 === 398 ? 2 : 1}]]`,
  );
  return [...head, ...rows, 'head:', '  - [-1, 1, Classify, [nc]]'].join('\n');
}
