import { configFormats } from './config-formats.ts';
import type { Format } from './format.ts';
import { onnxFormat } from './onnx/onnx.ts';
import { createPythonFormat } from './python/format.ts';

/** Every format that ConvLens reads; the first that recognizes a document reads it. Made once for each thread; `clock` gives milliseconds. */
export const knownFormats = (clock?: () => number): readonly Format[] => [
  ...configFormats(),
  onnxFormat,
  createPythonFormat(clock),
];
