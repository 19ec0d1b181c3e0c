import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { originText } from '../../../../src/language/size-origin.ts';
import { dimText } from '../../../../src/model/problems/number-text.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText, fixture } from '../../../support/python.ts';

/** Models that say nothing of their input, each with the sizes that PyTorch 1.13 takes and what is said of them. */
const expected: Readonly<Record<string, string>> = {
  LeNet32: 'x 1x3x32x32 inferred: view takes 400 values, which sizes from 32 to 35 give',
  LeNet28: 'x 1x1x28x28 inferred: classifier.1 (Linear) takes 400 values, which sizes from 28 to 31 give',
  Mnist: 'x 1x1x28x28 inferred: told.0 (Linear) takes 9216 values, which sizes from 28 to 29 give',
  CifarVGG: 'x 1x3x32x32 inferred: classifier (Linear) takes 512 values, which sizes from 32 to 63 give',
  AlexLike: 'x 1x3x227x227 inferred: view takes 9216 values, which sizes from 227 to 258 give',
  TwoBranches: 'x 1x3x48x48 inferred: head (Linear) takes 6912 values',
  ImageAndNumbers:
    'picture 1x1x32x32 inferred: image (Linear) takes 3600 values, which sizes from 32 to 33 give; table 1x7 inferred: numbers (Linear) takes 7 features',
  Signal: 'x 1x2x256 inferred: fc (Linear) takes 2048 values, which sizes from 253 to 256 give',
  Dense: 'x 1x20 inferred: net.0 (Linear) takes 20 features',
  FlatDigits: 'x 1x784 inferred: fc1 (Linear) takes 784 features',
  SmallUNet: 'x 1x1x224x224 the default: d1 (Conv2d) takes 1 channel',
  Adaptive: 'x 1x3x224x224 the default: stem (Conv2d) takes 3 channels',
  Ambiguous: 'x 1x3x64x64 inferred: fc (Linear) takes 1800 values, which sizes from 62 to 65 give',
  DcganCritic: 'x 1x3x32x32 inferred: verdict.2 (Linear) takes 1 value, which sizes from 32 to 39 give',
  Volume: 'x 1x1x16x16x16 inferred: fc (Linear) takes 4096 values, which sizes from 16 to 17 give',
  ZeroPatches: 'x 1x3x64x64 inferred: add needs a size of 64, which sizes from 64 to 71 give',
};

const analysis = analyzeText(readFileSync(fixture('backwards.py'), 'utf8'));

test('every model of the file is one of these, and none has an error', () => {
  expect(analysis.models.map(({ name }) => name)).toEqual(Object.keys(expected));
  expect(problemsOf(analysis).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each(Object.entries(expected))('%s: %s', (wanted, said) => {
  const inputs = analysis.models.find(({ name }) => name === wanted)?.inputs ?? [];
  const texts = inputs.map(
    (input) => `${input.name} ${(input.shape ?? []).map(dimText).join('x')} ${originText(input)}`,
  );
  expect(texts.join('; ')).toBe(said);
});
