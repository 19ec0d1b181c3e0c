import { fuzzedCaffe } from './formats/caffe.ts';
import { fuzzedConvlens } from './formats/convlens.ts';
import { fuzzedDarknet } from './formats/darknet.ts';
import { fuzzedGeneric } from './formats/generic.ts';
import { fuzzedKeras } from './formats/keras.ts';
import { fuzzedOnnx } from './formats/onnx.ts';
import { fuzzedUltralytics } from './formats/ultralytics.ts';
import { fuzzedPython } from './formats/python.ts';
import type { FuzzedFormat } from './fuzzed-format.ts';

export const fuzzedFormats: readonly FuzzedFormat[] = [
  fuzzedConvlens,
  fuzzedDarknet,
  fuzzedUltralytics,
  fuzzedCaffe,
  fuzzedKeras,
  fuzzedOnnx,
  fuzzedGeneric,
  fuzzedPython,
];
