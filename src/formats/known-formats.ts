import { caffe } from './caffe/caffe.ts';
import { convlensFormat } from './convlens/format.ts';
import { darknet } from './darknet/darknet.ts';
import type { Format } from './format.ts';
import { kerasJson } from './keras-json/format.ts';
import { onnxFormat } from './onnx/onnx.ts';
import { createPythonFormat } from './python/format.ts';

/** Every format that ConvLens reads; the first that recognizes a document reads it. Made once for each thread; `clock` gives milliseconds. */
export const knownFormats = (clock?: () => number): readonly Format[] => [
  convlensFormat(),
  darknet,
  caffe,
  kerasJson,
  onnxFormat,
  createPythonFormat(clock),
];
