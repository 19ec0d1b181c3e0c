import { caffe } from './caffe/caffe.ts';
import { convlensFormat } from './convlens/format.ts';
import { darknet } from './darknet/darknet.ts';
import type { Format } from './format.ts';
import { kerasJson } from './keras-json/format.ts';
import { onnxFormat } from './onnx/onnx.ts';

/** Every format that ConvLens reads; the first that recognizes a document reads it. Made once for each thread. */
export const knownFormats = (): readonly Format[] => [
  convlensFormat(),
  darknet,
  caffe,
  kerasJson,
  onnxFormat,
];
