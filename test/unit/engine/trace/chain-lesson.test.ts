import { expect, test } from 'vitest';
import { lastPlane } from '../../../../src/engine/trace/compare-stages.ts';
import type { Lesson, PassId } from '../../../../src/engine/trace/lesson.ts';
import { exampleLesson } from '../../../support/panel/plain-lesson.ts';

const plain = { trueConvolution: false, faults: [] };

const resultOf = (lesson: Lesson, pass: PassId) =>
  lastPlane(lesson.passes.find(({ id }) => id === pass)?.stages ?? []);

test('the example has every view of its convolution', () => {
  expect(exampleLesson().passes.map(({ id }) => id)).toEqual([
    'forward',
    'backward-data',
    'backward-data-scatter',
    'backward-data-agree',
    'backward-weights',
    'im2col',
    'im2col-data',
    'im2col-weights',
    'sharing',
    'reads',
    'code-formula',
    'code-scatter',
    'code-bounds',
  ]);
});

test('dX through all three is dX by scattering the dZ that came back, and the code’s', () => {
  const lesson = exampleLesson();
  const dx = resultOf(lesson, 'backward-data')?.values;
  expect(resultOf(lesson, 'backward-data-scatter')?.values).toEqual(dx);
  expect(resultOf(lesson, 'code-scatter')?.values).toEqual(dx);
});

test('a mistake shows beside what is right', () => {
  const lesson = exampleLesson({ ...plain, faults: ['transposed'] });
  const code = lesson.passes.find(({ id }) => id === 'code-formula');
  const compared = code?.stages.find(({ id }) => id === 'compare')?.planes ?? [];
  expect(compared.map(({ tensor, variant }) => `${tensor} ${variant}`)).toEqual(['dW wrong', 'dW plain']);
  expect(lesson.facts?.faults.map(({ fault }) => fault)).not.toContain('mean');
});
