import { describe, expect, test } from 'vitest';
import { withoutNames } from '../../../../src/formats/caffe/alike.ts';
import { caffeFormat } from '../../../../src/formats/caffe/caffe.ts';
import { emptyContext } from '../../../support/format-context.ts';
import { textIn } from '../../../../src/model/text/text-in.ts';

const input = 'input: "data" input_dim: [1, 3, 9, 9]\n';

/** Read by one format, and each node's place read as text. */
function read(text: string) {
  const { graphs, problems } = caffeFormat().parse({ path: 'a.prototxt', text }, emptyContext);
  const nodes = (graphs[0]?.nodes ?? []).map(
    ({ id, inputs, operation, source: { span, title, fields } }) => ({
      id,
      inputs,
      kind: operation.kind,
      text: text.slice(span.start, span.end),
      title: text.slice(title.start, title.end),
      from: fields.from && text.slice(fields.from.span.start, fields.from.span.end),
      operation,
    }),
  );
  return {
    nodes,
    problems: problems.map(({ message, span }) => [textIn(null, message), text.slice(span.start, span.end)]),
  };
}

const convolution = (name: string, bottom: string, top: string) =>
  `layer { name: "${name}" type: "Convolution" bottom: "${bottom}" top: "${top}" convolution_param { num_output: 8 kernel_size: 3 } }\n`;

describe('layers that are written alike', () => {
  const { nodes, problems } = read(
    input + convolution('a', 'data', 'A') + convolution('b', 'data', 'B') + convolution('c', 'none', 'A'),
  );

  test('have names, inputs and places of their own', () => {
    expect(nodes.map(({ id, inputs, title, from }) => [id, inputs[0]?.node, title, from])).toEqual([
      ['input', undefined, '"data"', undefined],
      ['a', 0, '"Convolution"', '"data"'],
      ['b', 0, '"Convolution"', '"data"'],
      ['c', undefined, '"Convolution"', '"none"'],
    ]);
    expect(nodes.map(({ text }) => text.slice(0, 18)).slice(1)).toEqual([
      '{ name: "a" type: ',
      '{ name: "b" type: ',
      '{ name: "c" type: ',
    ]);
  });

  test('share what they do', () => {
    expect(nodes[2]?.operation).toBe(nodes[1]?.operation);
  });

  test('have problems of their own', () => {
    expect(problems).toEqual([
      ['No layer before this one has the top "none".', '"none"'],
      ['Another layer already has the top "A". Give this one another name.', '"A"'],
    ]);
  });
});

describe('layers that differ in more than their names', () => {
  const layer = (rest: string) => `layer { type: "ReLU" bottom: "data" ${rest} }\n`;
  test.each([
    [
      'no name of their own',
      layer('top: "data" # name: "x"\n'),
      layer('top: "data" # name: "y"\n'),
      'ReLU',
      'ReLU#2',
    ],
    [
      'an unknown type',
      layer('name: "x" top: "r"').replace('ReLU', 'Mine'),
      layer('name: "y" top: "s"').replace('ReLU', 'Mine'),
      'x',
      'y',
    ],
    [
      'a name in a comment',
      layer('name: "x" top: "r" # name: "b"\n'),
      layer('name: "y" top: "s" # name: "c"\n'),
      'x',
      'y',
    ],
    ['a name in two strings', layer('name: "x" "1" top: "r"'), layer('name: "x" "2" top: "s"'), 'x1', 'x2'],
    ['a name in other quotes', layer(`name: 'x' top: "r"`), layer(`name: 'y' top: "s"`), 'x', 'y'],
    [
      'a name of a parameter',
      layer('name: "x" top: "r" param { name: "1" }'),
      layer('name: "y" top: "s" param { name: "2" }'),
      'x',
      'y',
    ],
    ['a name with an escape', layer('name: "x\\\\" top: "r"'), layer('name: "y\\\\" top: "s"'), 'x\\', 'y\\'],
    [
      'the character that stands for a name',
      layer('name: "x\0" top: "r"'),
      layer('name: "\0x" top: "s"'),
      'x\0',
      '\0x',
    ],
  ])('%s: %j and %j', (_, first, second, ...ids) => {
    const { nodes, problems } = read(input + first + second);
    expect(nodes.map(({ id }) => id)).toEqual(['input', ...ids]);
    expect(problems).toEqual([]);
  });
});

test.each([
  [
    'layer { name: "ab" top:"c" }',
    'layer { name: "\0\0" top:"\0" }',
    [
      [15, 17],
      [24, 25],
    ],
  ],
  ['layer { filename: "ab" name: "" }', 'layer { filename: "ab" name: "" }', [[30, 30]]],
  ['layer { name: "ab\n }', 'layer { name: "ab\n }', []],
])('%j without names', (text, pattern, names) => {
  expect(withoutNames(text)).toEqual({ pattern, names: names.map(([start, end]) => ({ start, end })) });
});
