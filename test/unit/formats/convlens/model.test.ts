import { describe, expect, test } from 'vitest';
import type { InputChoice } from '../../../../src/formats/format.ts';
import { parseConvlens, problemLines, readOne } from '../../../support/convlens.ts';

/** `id(inputs)` of every node, in order. */
function wiring(text: string): readonly string[] {
  const { graph } = readOne(text);
  return graph.nodes.map(({ id, inputs }) => {
    const sources = inputs.map((input) => {
      if (input === null) return '?';
      const source = graph.nodes[input.node]?.id ?? '?';
      return input.output === 0 ? source : `${source}:${input.output}`;
    });
    return `${id}(${sources.join(', ')})`;
  });
}

describe('input', () => {
  test.each<[string, unknown]>([
    ['input: 224', [1, 1, 224, 224]],
    ['input: [5, 7]', [1, 1, 5, 7]],
    ['input: [3, 224, 225]', [1, 3, 224, 225]],
    ['input: [8, 3, 224, 224]', [8, 3, 224, 224]],
    ['input: [1, 2, 16, 64, 65]', [1, 2, 16, 64, 65]],
    ['input: 3x224x225', [1, 3, 224, 225]],
    ['input: {channels: 2, length: 100}', [1, 2, 100]],
    ['input: {size: 9}', [1, 1, 9, 9]],
    ['input: {batch: 2, channels: 3, height: 4, width: 5}', [2, 3, 4, 5]],
    ['input: {channels: 3, size: [2, 4, 5]}', [1, 3, 2, 4, 5]],
    ['input: {depth: 2, height: 4, width: 5}', [1, 1, 2, 4, 5]],
    ['input: {shape: [7, 784]}', [7, 784]],
    ['input:\n  values:\n    - [1, 2, 3]\n    - [4, 5, 6]', [1, 1, 2, 3]],
    ['input: {values: [[[1], [2]], [[3], [4]]]}', [1, 2, 2, 1]],
  ])('%j', (input, shape) => {
    const { graph, problems } = readOne(`${input}\nlayers: [relu]\n`);
    expect(problems).toEqual([]);
    expect(graph.nodes[0]?.operation).toMatchObject({ kind: 'input', shape, origin: 'file' });
  });

  test('values are kept in the order of the shape', () => {
    const { graph } = readOne('input: {values: [[[1, 2]], [[3, 4]]]}\nlayers: [relu]\n');
    expect(graph.nodes[0]?.operation).toMatchObject({ shape: [1, 2, 1, 2], values: [1, 2, 3, 4] });
  });

  const setting: InputChoice = { dims: [1, 3, 64, 64], origin: 'setting' };
  const argument: InputChoice = { dims: [32, 33], origin: 'argument' };
  test.each<[string, string, readonly InputChoice[], unknown]>([
    ['the file', 'input: 8\n', [], { shape: [1, 1, 8, 8], origin: 'file' }],
    ['the file comes before a setting', 'input: 8\n', [setting], { shape: [1, 1, 8, 8], origin: 'file' }],
    [
      'a choice of the spatial sizes',
      'input: [3, 8, 8]\n',
      [argument],
      { shape: [1, 3, 32, 33], origin: 'argument' },
    ],
    ['a choice where the file says nothing', '', [setting], { shape: [1, 3, 64, 64], origin: 'setting' }],
  ])('%s', (_title, input, inputs, expected) => {
    const { graphs, problems } = parseConvlens(`${input}layers: [relu]\n`, { inputs });
    expect(graphs[0]?.nodes[0]?.operation).toMatchObject(expected as object);
    expect(problems).toEqual([]);
  });
});

describe('wiring', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'a chain',
      'input: 9\nlayers: [relu, {relu: {name: x}}, tanh]',
      ['input()', 'relu1(input)', 'x(relu1)', 'tanh1(x)'],
    ],
    [
      'one name joins the layer before',
      'input: 9\nlayers:\n- relu: {name: a}\n- tanh\n- add: a\n',
      ['input()', 'a(input)', 'tanh1(a)', 'add1(tanh1, a)'],
    ],
    [
      'several names',
      'input: 9\nlayers:\n- relu: {name: a}\n- tanh: {from: input}\n- concat: [a, tanh1, input]\n- add:\n  from: [a, concat1]',
      ['input()', 'a(input)', 'tanh1(input)', 'concat1(a, tanh1, input)', 'add1(a, concat1)'],
    ],
    [
      'a layer that comes later in the file',
      'input: 9\nlayers:\n- relu: {from: late}\n- tanh: {name: late, from: input}\n',
      ['input()', 'late(input)', 'relu1(late)'],
    ],
    [
      'parts of a split',
      'input: [4, 9, 9]\nlayers:\n- split: {name: s, parts: 2}\n- relu: {from: s.1}\n- add: s.0\n',
      ['input()', 's(input)', 'relu1(s:1)', 'add1(relu1, s)'],
    ],
    [
      'several inputs',
      'inputs: {a: 9, b: 9}\nlayers:\n- relu\n- relu: {from: b}\n- add: [relu1, relu2]\n',
      ['a()', 'b()', 'relu1(a)', 'relu2(b)', 'add1(relu1, relu2)'],
    ],
    [
      'a repeated block, its input and its name',
      'input: 9\nlayers:\n- block: s\n  repeat: 2\n  layers: [relu, {add: input}]\n- tanh: {from: input}\n- add: s\n',
      [
        'input()',
        's.0.relu1(input)',
        's.0.add1(s.0.relu1, input)',
        's.1.relu1(s.0.add1)',
        's.1.add1(s.1.relu1, s.0.add1)',
        'tanh1(input)',
        'add1(tanh1, s.1.add1)',
      ],
    ],
    [
      'blocks in blocks see the names around them',
      'input: 9\nlayers:\n- relu: {name: r}\n- block: {name: o, layers: [tanh, {block: {layers: [{add: r}, {add: tanh1}]}}]}\n',
      [
        'input()',
        'r(input)',
        'o.tanh1(r)',
        'o.block1.add1(o.tanh1, r)',
        'o.block1.add2(o.block1.add1, o.tanh1)',
      ],
    ],
    [
      'a number that a name already uses is left out',
      'input: 9\nlayers: [relu, {tanh: {name: relu2}}, relu]\n',
      ['input()', 'relu1(input)', 'relu2(relu1)', 'relu3(relu2)'],
    ],
  ])('%s', (_title, text, expected) => {
    expect(wiring(text)).toEqual(expected);
    expect(readOne(text).problems).toEqual([]);
  });

  test('blocks are named for folding, repeated ones as a whole and each time', () => {
    const { graph } = readOne(
      'input: 9\nlayers:\n- block: {name: o, layers: [{block: {repeat: 2, layers: [relu]}}]}\n',
    );
    expect(graph.nodes.map(({ blocks }) => blocks)).toEqual([
      [],
      ['o', 'o.block1', 'o.block1.0'],
      ['o', 'o.block1', 'o.block1.1'],
    ]);
  });

  test('several models share what stands beside them', () => {
    const text =
      'input: 9\nrounding: ceil\nmodels:\n  a:\n    layers: [{max_pool: 2}]\n  b: {input: 8, rounding: floor, layers: [{max_pool: 2}]}\n';
    const { graphs, problems } = parseConvlens(text);
    expect(problems).toEqual([]);
    expect(graphs.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(graphs.map(({ nodes }) => nodes.map(({ operation }) => operation))).toMatchObject([
      [{ shape: [1, 1, 9, 9] }, { rounding: 'ceil-inside' }],
      [{ shape: [1, 1, 8, 8] }, { rounding: 'floor' }],
    ]);
  });
});

describe('bad input gives a problem at its place', () => {
  test.each<[string, readonly string[]]>([
    [
      '',
      [
        'empty-model [] This file is empty. Write `input: [3, 224, 224]` and, below `layers:`, a list of layers.',
      ],
    ],
    [
      '- relu\n',
      [
        'invalid-value [- relu] A model is expected here, not a list. Write `input: [3, 224, 224]` and, below `layers:`, a list of layers.',
      ],
    ],
    [
      'input: 9\n',
      [
        'empty-model [input] A model needs `layers`, a list such as `- conv: {out_channels: 64, kernel_size: 3}`.',
      ],
    ],
    ['input: 9\nlayers:\n', ['empty-model [layers] This model has no layers yet.']],
    ['input: 9\nlayers: 3\n', ['invalid-value [3] `layers` must be a list, not 3.']],
    [
      'layers: [relu]\n',
      [
        'missing-field [layers] Without the size of its input no layer has a size. Add `input: [3, 224, 224]` (channels, height, width).',
      ],
    ],
    [
      'input: 9\nlayer: [relu]\nlayers: [relu]\n',
      ['unknown-field [layer] A model has no `layer`. Did you mean `layers`?'],
    ],
    [
      'input: [3, -4, 5]\nlayers: [relu]\n',
      ['invalid-value [-4] `input` must be a whole number of at least 1, not -4.'],
    ],
    [
      'input: [3, 4, 5, 6, 7, 8]\nlayers: [relu]\n',
      [
        'invalid-value [[3, 4, 5, 6, 7, 8]] `input` has 6 sizes. Write [height, width], [channels, height, width] or [batch, channels, height, width].',
      ],
    ],
    [
      'input: big\nlayers: [relu]\n',
      ['invalid-value [big] `input` must be sizes, such as [3, 224, 224], not "big".'],
    ],
    [
      'input: {hight: 3, width: 3}\nlayers: [relu]\n',
      ['unknown-field [hight] An input has no `hight`. Did you mean `height`?'],
    ],
    [
      'input: {values: [[1, 2], [3]]}\nlayers: [relu]\n',
      [
        'missing-field [{values: [[1, 2], [3]]}] The input needs a size: write `size: 224`, or `height` and `width`.',
        'invalid-value [[3]] All lists of one level of `values` must be equally long: this one differs from the first.',
      ],
    ],
    [
      'input: 9\nrounding: flor\nlayers: [relu]\n',
      ['invalid-value [flor] `rounding` must be one of exact, floor, ceil, not "flor".'],
    ],
    ['input: 9\nlayers: [cnv]\n', ['unknown-layer [cnv] There is no layer `cnv`. Did you mean `conv`?']],
    [
      'input: 9\nlayers: [transformer]\n',
      [
        'unknown-layer [transformer] There is no layer `transformer`. For a layer of your own write `custom: {output_shape: [channels, height, width]}`.',
      ],
    ],
    [
      'input: 9\nlayers: [3, [relu], {}]\n',
      [
        'invalid-value [3] A layer is written `- relu` or `- conv: {kernel_size: 3}`; this is 3.',
        'invalid-value [[relu]] A layer is written `- relu` or `- conv: {kernel_size: 3}`; this is a list.',
        'invalid-value [{}] A layer is written `- relu` or `- conv: {kernel_size: 3}`; this is a mapping.',
      ],
    ],
    ['input: 9\nlayers:\n- conv: {out_channels: 4}\n', ['missing-field [conv] `conv` needs `kernel_size`.']],
    [
      'input: 9\nlayers:\n- conv: 64\n',
      [
        'missing-field [conv] `conv` needs `kernel_size`.',
        'invalid-value [64] The fields of `conv` are missing: this is 64. Write `conv: {out_channels: …}`.',
      ],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: 3, strides: 2}\n',
      ['unknown-field [strides] `conv` has no `strides`. Did you mean `stride`?'],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: 3, filters: 2}\n',
      ['unknown-field [filters] `conv` has no `filters`. Did you mean `out_channels`?'],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: 3, stride:2}\n',
      ['unknown-field [stride:2] A space is missing behind the colon of `stride`.'],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: 0, stride: -1, padding: 1.5, groups: 99999999999}\n',
      [
        'invalid-value [0] `kernel_size` must be a whole number of at least 1, not 0.',
        'invalid-value [-1] `stride` must be a whole number of at least 1, not -1.',
        'invalid-value [1.5] `padding` must be a whole number of at least 0, not 1.5.',
        'invalid-value [99999999999] `groups` is larger than any framework takes (2,147,483,647).',
      ],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: [3, x], stride: {a: 1}, padding: sane, bias: maybe}\n',
      [
        'invalid-value [x] `kernel_size` must be a whole number of at least 1, not "x".',
        'invalid-value [{a: 1}] `stride` must be a whole number of at least 1, not a mapping.',
        'invalid-value [sane] `padding` must be a number, a list, sides by name, `same` or `valid`, not "sane".',
        'invalid-value [maybe] `bias` must be true or false, not "maybe".',
      ],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: [3, 3], stride: [1, 1, 1]}\n',
      [
        'invalid-value [[3, 3]] `kernel_size` has 2 values, but the layer has 3 spatial axes. Write one number for all or one for each.',
      ],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: 3, padding: [1, 1, 2, 2]}\n',
      [
        'invalid-value [[1, 1, 2, 2]] `padding` has 4 values, but the layer has 2 spatial axes. For the four sides write [[top, bottom], [left, right]].',
      ],
    ],
    [
      'input: 9\nlayers:\n- conv: {kernel_size: 3, padding: {up: 1}}\n',
      ['unknown-field [up] `padding` has no side `up` here; it has before, after, left, right, top, bottom.'],
    ],
    [
      'input: 9\nlayers:\n- conv: {weight: [1, 2]}\n',
      [
        'weights-mismatch [[1, 2]] `weight` has 1 levels of lists; it needs 2 for one kernel, or 4 for [output channel][input channel] and the kernel.',
      ],
    ],
    [
      'input: 9\nlayers:\n- conv: {weight: [[1]], kernel_size: 2}\n',
      ['weights-mismatch [[[1]]] `weight` is 1×1, but `kernel_size` says 2×2.'],
    ],
    [
      'input: 9\nlayers:\n- relu: {from: nowhere}\n',
      ['unknown-reference [nowhere] There is no layer called `nowhere`. Give that layer a `name`.'],
    ],
    [
      'input: 9\nlayers:\n- relu: {name: stem}\n- add: [stm, stem]\n',
      ['unknown-reference [stm] There is no layer called `stm`. Did you mean `stem`?'],
    ],
    [
      'input: 9\nlayers:\n- relu: {from: [-1]}\n',
      ['invalid-value [-1] `from` takes names of layers, not -1. Give the layer a `name`.'],
    ],
    [
      'input: 9\nlayers:\n- relu\n- add\n',
      ['missing-field [add] `add` needs the names of the layers that it joins: `from: [a, b]`.'],
    ],
    [
      'input: 9\nlayers:\n- relu: {name: a}\n- relu: {name: a}\n',
      ['duplicate-key [a] Another layer is already called `a`. Choose another name.'],
    ],
    [
      'input: 9\nlayers:\n- relu: {name: a, from: b}\n- relu: {name: b, from: a}\n',
      ['cycle [b] This goes in a circle: `a` takes from `b` takes from `a`. Take the input from elsewhere.'],
    ],
    [
      'input: 9\nlayers:\n- relu: {from: tanh1}\n- tanh\n',
      [
        'cycle [tanh1] This goes in a circle: `relu1` takes from `tanh1` takes from `relu1`. Take the input from elsewhere.',
      ],
    ],
    [
      'input: 9\nlayers:\n- relu: {name: a, from: a}\n',
      ['cycle [a] This goes in a circle: `a` takes from `a`. Take the input from elsewhere.'],
    ],
    [
      'input: 9\nlayers:\n- block: {name: b, repeats: 2, layers: [relu]}\n',
      ['unknown-field [repeats] A block has no `repeats`. Did you mean `repeat`?'],
    ],
    ['input: 9\nlayers:\n- block: b\n', ['missing-field [block] A block needs `layers`.']],
    [
      'input: 9\nlayers:\n- block: {repeat: 1000000, layers: [relu, relu]}\n',
      ['too-large [block] Repeated blocks add more than 10,000 layers. Repeat fewer times.'],
    ],
    [
      'input: 9\nlayers:\n- relu: {x: 1, x: 2}\n',
      [
        'duplicate-key [x] `x` is written twice here; only the last value counts. Remove one of them.',
        'unknown-field [x] `relu` has no `x`. It has name, from.',
      ],
    ],
    ['input: 9\nmodels: 3\n', ['invalid-value [3] `models` must be models by name, not 3.']],
    [
      '__proto__: {layers: [relu]}\ninput: 9\nlayers: [relu]\n',
      [
        'unknown-field [__proto__] A model has no `__proto__`. It has name, description, input, inputs, rounding, layers, models, $schema.',
      ],
    ],
    [
      'input: 9\nlayers:\n- constructor\n- __proto__: {toString: 1}\n',
      [
        'unknown-layer [constructor] There is no layer `constructor`. For a layer of your own write `custom: {output_shape: [channels, height, width]}`.',
        'unknown-layer [__proto__] There is no layer `__proto__`. For a layer of your own write `custom: {output_shape: [channels, height, width]}`.',
      ],
    ],
  ])('%j', (text, expected) => {
    const { problems } = parseConvlens(text);
    expect(problemLines(problems, text)).toEqual(expected);
  });

  test('nested repeats end in bounded time', () => {
    const nested = Array.from({ length: 8 }).reduce(
      (inner) => `[{block: {repeat: 1000, layers: ${String(inner)}}}]`,
      '[relu]',
    );
    const { graphs, problems } = parseConvlens(`input: 9\nlayers: ${String(nested)}\n`);
    expect(problems.map(({ code }) => code)).toContain('too-large');
    expect(graphs[0]?.nodes.length).toBeLessThan(40_000);
  });

  test('what is wrong is unknown, and the rest is read', () => {
    const text =
      'input: [3, 9, 9]\nlayers:\n- conv: {out_channels: 4, kernel_size: 3, stride: two}\n- conv: {out_channels: 4\n- max_pool: 2\n';
    const { graph } = readOne(text);
    expect(graph.nodes.map(({ operation }) => operation)).toMatchObject([
      { kind: 'input' },
      { kind: 'convolution', outChannels: 4, stride: [null, null] },
      { kind: 'unknown' },
      { kind: 'pool' },
    ]);
  });
});
