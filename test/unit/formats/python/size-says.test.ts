import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { originText } from '../../../../src/language/size-origin.ts';
import { dimText } from '../../../../src/model/problems/number-text.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { analyzeText, fixture } from '../../../support/python.ts';

/** Models that say nothing of their input, each with the sizes that PyTorch 1.13 takes and what is said of them. */
const expected: Readonly<Record<string, string>> = {
  NormOfAll: 'x 1x3x36x36 inferred: norm (LayerNorm) takes 18 values, which sizes from 36 to 37 give',
  NormOfRows: 'x 1x3x48x48 inferred: norm (LayerNorm) takes 24 values, which sizes from 48 to 49 give',
  NormOfFlat: 'x 1x3x28x28 inferred: norm (BatchNorm1d) takes 1176 values, which sizes from 28 to 29 give',
  NormOfNoSquare: 'x 1x3x?x? inferred: stem.conv (Conv2d) takes 3 channels',
  Scaled: 'x 1x3x44x44 inferred: mul needs a size of 22, which sizes from 44 to 45 give',
  WithGrid: 'x 1x3x52x52 inferred: cat needs a size of 26, which sizes from 52 to 53 give',
  Rows: 'x 1x1x40x40 inferred: lstm (LSTM) takes 120 values, which sizes from 40 to 41 give',
  Cells: 'x 1x3x32x32 inferred: view takes 1536 values, which sizes from 32 to 33 give',
  Asserted: 'x 1x3x56x56 inferred',
  Raised: 'x 1x3x44x44 inferred',
  Squeezed: 'x 1x3x10x10 inferred: head (Linear) takes 10 values, which sizes from 10 to 11 give',
  Averaged: 'x 1x3x18x18 inferred: head (Linear) takes 6 values, which sizes from 18 to 35 give',
  Echo: 'x 1x2x95 inferred: head (Linear) takes 135 values, which sizes from 95 to 96 give',
  Sound: 'x 1x1x16000 inferred: head (Linear) takes 3192 values, which sizes from 16000 to 16039 give',
  WrongWidth: 'x 1x3x224x224 the default: stem.conv (Conv2d) takes 3 channels',
};

const analysis = analyzeText(readFileSync(fixture('size_says.py'), 'utf8'));

test('every model of the file is one of these, and none but the last has an error or a warning', () => {
  expect(analysis.models.map(({ name }) => name)).toEqual(Object.keys(expected));
  const heavy = problemsOf(analysis).filter(({ severity }) => severity === 'error' || severity === 'warning');
  expect(heavy.map(({ message }) => message)).toEqual([expect.stringContaining('expects 12 features')]);
});

test.each(Object.entries(expected))('%s: %s', (wanted, said) => {
  const inputs = analysis.models.find(({ name }) => name === wanted)?.inputs ?? [];
  const texts = inputs.map(
    (input) => `${input.name} ${(input.shape ?? []).map(dimText).join('x')} ${originText(input)}`,
  );
  expect(texts.join('; ')).toBe(said);
});
