import { expect, test } from 'vitest';
import {
  ceiling,
  fenced,
  mathText,
  node,
  row,
  type MathNode,
} from '../../../../src/scene/equations/math-node.ts';

const partsOf = (math: MathNode): readonly MathNode[] => (math.kind === 'row' ? math.parts : [math]);
const texts = (math: MathNode): readonly string[] => fenced(partsOf(math)).map(mathText);

test('what stands in parentheses is one part, so that both are as high as it', () => {
  const bound = row('max', '(', 0, ',', ceiling(node('x')), ')', '≤', 'i');
  expect(texts(bound)).toEqual(['max', '( 0 , ⌈ x ⌉ )', '≤', 'i']);
});

test('parentheses in parentheses are parts of what is in the outer ones', () => {
  expect(texts(row('a', '(', 'b', '(', 'c', ')', ')', 'd'))).toEqual(['a', '( b ( c ) )', 'd']);
  expect(texts(row('(', 'b', '(', 'c', ')', ')'))).toEqual(['(', 'b', '( c )', ')']);
});

test('one that nothing closes stays as it is', () => {
  expect(texts(row('a', '(', 'b'))).toEqual(['a', '(', 'b']);
});
