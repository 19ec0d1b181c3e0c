import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Shape } from '../../../src/model/graph/shape.ts';
import { customLayer } from '../../../src/model/rules/custom-layer.ts';
import { readLayerRules, type LayerFields } from '../../../src/model/rules/layer-rule.ts';
import { inferOperation } from '../../../src/model/shapes/infer-operation.ts';

const inferred = (rule: unknown, inputs: readonly Shape[], fields: LayerFields = {}) => {
  const operation = customLayer('Mine', readLayerRules({ Mine: rule }), () => fields);
  if (operation === null) throw new Error('There is a rule.');
  return inferOperation(operation, inputs, 'pytorch');
};

/** An exact fraction; null where something was divided by 0. */
type Fraction = readonly [bigint, bigint] | null;

interface Written {
  readonly text: string;
  readonly value: Fraction;
}

const sizes = { N: 2, C: 6, H: 13, W: 20 } as const;
const fields = { a: 3, b: 8 } as const;

const leaf = fc.oneof(
  fc.constantFrom(...Object.entries(sizes)),
  fc.constantFrom(...Object.entries(fields)).map(([name, value]) => [`{${name}}`, value] as const),
  fc.nat(30).map((value) => [String(value), value] as const),
);

const fractionOf = (num: bigint, den: bigint): Fraction => (den < 0n ? [-num, -den] : [num, den]);
const floorOf = ([num, den]: readonly [bigint, bigint]): bigint =>
  num / den - (num % den !== 0n && num < 0n ? 1n : 0n);

function apply(operator: string, a: Fraction, b: Fraction): Fraction {
  if (a === null || b === null) return null;
  switch (operator) {
    case '+':
      return [a[0] * b[1] + b[0] * a[1], a[1] * b[1]];
    case '-':
      return [a[0] * b[1] - b[0] * a[1], a[1] * b[1]];
    case '*':
      return [a[0] * b[0], a[1] * b[1]];
    default: {
      if (b[0] === 0n) return null;
      const exact = fractionOf(a[0] * b[1], a[1] * b[0]);
      return operator === '/' || exact === null ? exact : [floorOf(exact), 1n];
    }
  }
}

const { formula } = fc.letrec<{ formula: Written }>((tie) => ({
  formula: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf.map(([text, value]): Written => ({ text, value: [BigInt(value), 1n] })),
    fc
      .tuple(tie('formula'), fc.constantFrom('+', '-', '*', '/', '//'), tie('formula'))
      .map(([left, operator, right]): Written => ({
        text: `(${left.text} ${operator} ${right.text})`,
        value: apply(operator, left.value, right.value),
      })),
    tie('formula').map(({ text, value }): Written => ({
      text: `floor(${text})`,
      value: value && [floorOf(value), 1n],
    })),
    tie('formula').map(({ text, value }): Written => ({
      text: `ceil(${text})`,
      value: value && [-floorOf([-value[0], value[1]]), 1n],
    })),
  ),
}));

test('a formula is worked out in exact fractions', () => {
  fc.assert(
    fc.property(formula, ({ text, value }) => {
      const { outputShapes, findings } = inferred(`N, ${text}`, [[2, 6, 13, 20]], fields);
      const isSize = value !== null && value[0] % value[1] === 0n && value[0] / value[1] >= 1n;
      const isSmall = value === null || (value[0] < 2n ** 40n && value[1] < 2n ** 40n);
      fc.pre(isSmall && text.length < 400);
      if (isSize) expect(outputShapes).toEqual([[2, Number(value[0] / value[1])]]);
      else expect(findings.map(({ code }) => code)).toEqual(['layer-rule']);
    }),
    { numRuns: 2000 },
  );
});

const words = [
  'N',
  'C',
  'H2',
  'd1',
  'sum(C)',
  '{a}',
  '{a[1]}',
  '{x=2}',
  '7',
  '0.5',
  '1e9',
  '(',
  ')',
  ',',
  ';',
];
const signs = ['+', '-', '*', '/', '//', 'floor(', 'max(', 'same', '{', '}', '[', '\\', '"', ' ', '\n', '.'];
const anyShape: fc.Arbitrary<Shape> = fc.option(
  fc.array(fc.oneof(fc.nat(2 ** 31), fc.constant(null), fc.constant({ symbol: 'N', factor: 1 } as const)), {
    maxLength: 7,
  }),
  { nil: null },
);

test('any text, any shape: never an exception, and sizes are whole and at least 1', () => {
  const text = fc.oneof(
    fc.array(fc.constantFrom(...words, ...signs), { maxLength: 20 }).map((parts) => parts.join('')),
    fc.string({ maxLength: 60 }),
  );
  fc.assert(
    fc.property(text, fc.array(anyShape, { maxLength: 3 }), (rule, inputs) => {
      const { outputShapes } = inferred(rule, inputs, { a: [1, 'x', 2], b: null });
      if (rule.includes('same')) return;
      for (const shape of outputShapes) {
        for (const dim of shape ?? []) {
          if (dim === null) continue;
          const count = typeof dim === 'number' ? dim : dim.factor;
          expect(Number.isSafeInteger(count) && count >= 1).toBe(true);
        }
      }
    }),
    { numRuns: 3000 },
  );
});

test('any setting: never an exception', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (written) => {
      for (const [type, rule] of readLayerRules(written)) {
        const operation = customLayer(type, new Map([[type, rule]]), () => ({}));
        if (operation) inferOperation(operation, [[1, 2, 3, 4]], 'onnx');
      }
    }),
  );
});
