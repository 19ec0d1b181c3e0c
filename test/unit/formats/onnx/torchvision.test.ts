import { expect, test } from 'vitest';
import { compareOnnx, onnxFiles } from '../../../support/agreement/onnx.ts';

test.each(onnxFiles())('%s gives the shapes that forward hooks saw', (file) => {
  expect(compareOnnx(file).differences).toEqual([]);
});
