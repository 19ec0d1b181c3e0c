import { describe, expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { darknetFormat } from '../../../../src/formats/darknet/darknet.ts';
import type { FormatContext } from '../../../../src/formats/format.ts';
import type { GraphNode } from '../../../../src/model/graph/graph.ts';
import { problemLines } from '../../../support/problem-lines.ts';
import { textIn } from '../../../../src/model/text/text-in.ts';

const context: FormatContext = { inputs: [], readFile: () => null };
const net = '[net]\nwidth=25\nheight=21\nchannels=12\n';

function parse(text: string) {
  const { graphs, problems } = darknetFormat().parse({ path: 'models/some.net.cfg', text }, context);
  return { graph: graphs[0], nodes: graphs[0]?.nodes ?? [], problems };
}

/** The first layer after the input. */
function layer(section: string): GraphNode {
  const node = parse(net + section).nodes[1];
  if (!node) throw new Error('no layer');
  return node;
}

/** The text that each field of a layer points at. */
function fieldTexts(section: string): Record<string, string | undefined> {
  const text = net + section;
  const { fields } = layer(section).source;
  return Object.fromEntries(
    Object.entries(fields).map(([name, { span }]) => [name, text.slice(span.start, span.end)]),
  );
}

function problems(text: string): readonly string[] {
  return problemLines(text, analyze({ path: 'a.cfg', text }, [darknetFormat()], context));
}

describe('the input', () => {
  test.each([
    [net, [1, 12, 21, 25]],
    ['[network]\ninputs = 256\nbatch=9', [1, 256]],
    ['[net]\nwidth=5 0\nheight=+5 # five\nchannels=3;x', [1, 3, 5, 50]],
    ['[net]\nwidth=5\nwidth=7\nheight=6\nchannels=1', [1, 1, 6, 5]],
  ])('%j: %j', (text, shape) => {
    expect(parse(text).nodes[0]?.operation).toEqual({ kind: 'input', shape, origin: 'file' });
  });

  test.each([
    [
      [40, 30],
      [1, 12, 40, 30],
    ],
    [
      [3, 40, 30],
      [1, 3, 40, 30],
    ],
    [
      [8, 3, 40, 30],
      [8, 3, 40, 30],
    ],
    [[77], [77]],
  ])('chosen as %j: %j', (dims, shape) => {
    const inputs = [{ dims, origin: 'argument' as const }];
    const { graphs } = darknetFormat().parse({ path: 'a.cfg', text: net }, { ...context, inputs });
    expect(graphs[0]?.nodes[0]?.operation).toEqual({ kind: 'input', shape, origin: 'argument' });
  });

  test('the model has the file’s name', () => {
    expect(parse(net).graph?.name).toBe('some.net');
  });
});

describe('a window layer', () => {
  const sides = (before: number, end: number) => ({
    kind: 'explicit',
    sides: [
      { before, after: end },
      { before, after: end },
    ],
  });
  test.each([
    [
      '[conv]',
      { kernel: [1, 1], stride: [1, 1], padding: sides(0, 0), outChannels: 1, rounding: 'truncate' },
    ],
    ['[convolutional]\nsize=5\npad=1\npadding=9', { kernel: [5, 5], padding: sides(2, 2) }],
    ['[convolutional]\nsize=4\npad=1', { padding: sides(2, 2) }],
    ['[convolutional]\nsize=5\npad=0\npadding=1', { padding: sides(1, 1) }],
    ['[convolutional]\nsize=3\npad=1\ndilation=4', { dilation: [4, 4], padding: sides(4, 4) }],
    ['[convolutional]\nsize=3\ndilation=2', { dilation: [2, 2], padding: sides(0, 2) }],
    ['[convolutional]\nsize=1\ndilation=2', { dilation: [1, 1], padding: sides(0, 0) }],
    ['[convolutional]\nstride_x=2\nstride_y=3\nstride=7', { stride: [3, 2] }],
    ['[convolutional]\nstride_x=2\nstride=7', { stride: [7, 2] }],
    [
      '[convolutional]\nbatch_normalize=1\ngroups=4\nfilters=8',
      { batchNormalized: true, groups: 4, outChannels: 8 },
    ],
    ['[convolutional]\nstride=1\nstride=2', { stride: [1, 1] }],
    ['[maxpool]', { kind: 'pool', mode: 'max', kernel: [1, 1], stride: [1, 1], padding: sides(0, 0) }],
    ['[max]\nstride=2', { kernel: [2, 2], stride: [2, 2], padding: sides(0, 1) }],
    ['[maxpool]\nsize=3\nstride=2', { padding: sides(1, 1) }],
    ['[maxpool]\nsize=4\nstride=2', { padding: sides(1, 2) }],
    ['[maxpool]\nsize=2\nstride=2\npadding=0', { padding: sides(0, 0) }],
    ['[local_avg]\nsize=3', { mode: 'average', countIncludePadding: false, padding: sides(1, 1) }],
    ['[local]\nsize=5\npad=1', { unshared: true, padding: sides(1, 3) }],
    ['[local]\nsize=5', { unshared: true, padding: sides(0, 0) }],
    ['[deconv]\nsize=4\nstride=2\npadding=1', { kind: 'transposed-convolution', padding: sides(1, 1) }],
  ])('%j', (section, expected) => {
    expect(layer(section).operation).toMatchObject(expected);
  });
});

describe('a layer of another kind', () => {
  const unknownCost = { params: null, macs: null };
  test.each([
    ['[avg]', { kind: 'global-pool', mode: 'average', keepAxes: true }],
    ['[conn]\noutput=7', { kind: 'linear', outFeatures: 7, flattens: true, spatialAxes: 2 }],
    ['[upsample]\nstride=3', { kind: 'upsample', target: { kind: 'scale', factors: [3, 3] } }],
    ['[upsample]', { target: { kind: 'scale', factors: [2, 2] } }],
    [
      '[upsample]\nstride=-2',
      { dims: [{ from: 0 }, { from: 1 }, { from: 2, over: 2 }, { from: 3, over: 2 }] },
    ],
    ['[reorg]\nstride=2', { kind: 'pixel-shuffle', direction: 'unshuffle', factor: 2, truncates: true }],
    ['[reorg3d]\nstride=2\nreverse=1', { direction: 'shuffle', factor: 2 }],
    ['[reorg]\nstride=1\nextra=1', { dims: [{ from: 0 }, { from: 'elements', plus: 1 }] }],
    ['[softmax]', { dims: [{ from: 0 }, { from: 'elements', plus: 0 }] }],
    ['[crop]\ncrop_width=30\ncrop_height=8', { dims: [{ from: 0 }, { from: 1 }, 8, 30] }],
    ['[lstm]\noutput=5', { dims: [{ from: 0 }, 5], ...unknownCost }],
    ['[crnn]\noutput=5\nhidden=9', { dims: [{ from: 0 }, 5, { from: 2 }, { from: 3 }], ...unknownCost }],
    ['[history]\nhistory_size=3', { dims: [{ from: 0 }, { from: 1, times: 3 }, { from: 2 }, { from: 3 }] }],
    ['[implicit]\nfilters=6\natoms=2', { dims: [{ from: 0 }, 6, 2, 1], params: 12 }],
    ['[maxpool]\nmaxpool_depth=1\nout_channels=3', { dims: [{ from: 0 }, 3, { from: 2 }, { from: 3 }] }],
    ['[yolo]\nmask = 0,1,2 # small\nclasses=80\nnum=9', { anchors: 3, valuesPerAnchor: 85 }],
    ['[yolo]\nclasses=80\nnum=9', { anchors: 9, valuesPerAnchor: 85 }],
    ['[Gaussian_yolo]\nmask=1,2\nclasses=10', { anchors: 2, valuesPerAnchor: 19 }],
    ['[region]\nnum=5\ncoords=4\nclasses=20', { anchors: 5, valuesPerAnchor: 25 }],
    ['[detection]\nside=7\nnum=3\ncoords=4\nclasses=20', { flat: 1715 }],
    ['[lrn]', { kind: 'normalization', name: 'local-response', parametersPerFeature: 0 }],
    ['[empty]', { kind: 'elementwise', role: 'identity' }],
    ['[nonsense]', { kind: 'unknown', outputs: 1 }],
  ])('%j', (section, expected) => {
    expect(layer(section).operation).toMatchObject(expected);
  });

  test('antialiasing: a blur takes the stride and the next layer reads it', () => {
    const { nodes } = parse(`${net}[conv]\nsize=3\nstride=2\nantialiasing=1\n[route]\nlayers=0\n[avg]`);
    expect(nodes.map(({ id }) => id)).toEqual(['input', '0', '0.blur', '1', '2']);
    expect(nodes[1]?.operation).toMatchObject({ stride: [1, 1] });
    expect(nodes[2]).toMatchObject({ operation: { kernel: [3, 3], stride: [2, 2] }, inputs: [{ node: 1 }] });
    expect(nodes[3]?.inputs).toEqual([{ node: 1, output: 0 }]);
    expect(parse(`${net}[max]\nantialiasing=2\n[avg]`).nodes[3]?.inputs).toEqual([{ node: 2, output: 0 }]);
  });
});

describe('layers that name others', () => {
  const three = `${net}[conv]\n[conv]\n[conv]\n`;
  const inputsOf = (section: string) =>
    parse(three + section).nodes[4]?.inputs.map((input) => input?.node ?? null);
  test.each([
    ['[route]\nlayers=-1, 0', [3, 1]],
    ['[route]\nlayers = -3', [1]],
    ['[route]\nlayers=1,2\ngroups=2\ngroup_id=1', [2, 3]],
    ['[shortcut]\nfrom=-3', [3, 1]],
    ['[shortcut]\nfrom=0,1', [3, 1, 2]],
    ['[scale_channels]\nfrom=0', [1, 3]],
    ['[sam]\nfrom=-2', [2, 3]],
    ['[route]\nlayers=-4', [null]],
    ['[route]\nlayers=3', [null]],
    ['[route]', [null]],
  ])('%j', (section, expected) => {
    expect(inputsOf(section)).toEqual(expected);
  });

  test('route groups take one part', () => {
    expect(parse(`${three}[route]\nlayers=-1\ngroups=2\ngroup_id=1`).nodes[4]?.operation).toEqual({
      kind: 'concat',
      axis: 1,
      part: { index: 1, of: 2 },
      flattensUneven: true,
    });
  });
});

describe('positions', () => {
  test.each([
    ['[conv]\n filters = 3 2 # x\nsize=3;y\nstride=2', { outChannels: '3 2', kernel: '3', stride: '2' }],
    ['[conv]\nsize=3\n pad = 1 # p\n', { kernel: '3', padding: 'pad = 1' }],
    ['[conv]\npadding=4', { padding: '4' }],
    ['[max]\nsize=3\npadding=4', { kernel: '3', padding: '4' }],
    ['[route]\nlayers = -1 , 4', { from: '-1 , 4' }],
    ['[yolo]\nmask=3,4\nclasses=80', { classes: '80', outChannels: '3,4' }],
  ])('%j: %j', (section, expected) => {
    expect(fieldTexts(section)).toEqual(expected);
  });

  test('pad is replaced by padding', () => {
    expect(layer('[conv]\nsize=3\npad=1').source.fields.padding?.template).toBe('padding={}');
  });

  test.each([
    [
      '[conv]\nsize=3\n\n# end\n\n[conv]',
      '\nstride={}',
      '[net]\nwidth=25\nheight=21\nchannels=12\n[conv]\nsize=3',
    ],
    ['[conv]\r\nsize=3\r\n', '\r\nstride={}', '[net]\nwidth=25\nheight=21\nchannels=12\n[conv]\r\nsize=3'],
  ])('%j: an absent key goes below the last option', (section, template, before) => {
    const insertion = layer(section).source.insertions?.stride;
    expect(insertion).toEqual({ offset: before.length, template });
  });

  test('each axis has its own stride', () => {
    const text = `${net}[conv]\nstride_x=2\nstride_y=3`;
    const axes = layer('[conv]\nstride_x=2\nstride_y=3').source.fields.stride?.axes ?? [];
    expect(axes.map(({ start, end }) => text.slice(start, end))).toEqual(['3', '2']);
  });
});

describe('problems', () => {
  test.each([
    ['[conv]\nfilters=none', ['6 error invalid-value none']],
    ['[conv]\nfilters=0', ['6 error invalid-value 0']],
    ['[conv]\nfilters=-4\nsize=3', ['6 error invalid-value -4']],
    ['[conv]\nstride=0', ['6 error invalid-value 0']],
    ['[conv]\nsize=3.5', ['6 warning invalid-value 3.5']],
    ['[conv]\nsize=0x10', ['6 error invalid-value 0']],
    ['[conv]\nsize=99999999999', ['6 error invalid-value 99999999999']],
    ['[conv]\nsize=3 # a comment', []],
    ['[conv]\nactivation=leaky # a comment', []],
    ['[shortcut]\nfrom=-1\n', ['6 error unknown-reference -1']],
    ['[route]\nlayers=0', ['6 error unknown-reference 0']],
    ['[route]', ['5 error missing-field [route]']],
    ['[shortcut]', ['5 error missing-field [shortcut]']],
    ['[conv]\nfilters\n', ['6 warning syntax filters']],
    ['[conv]\nfilters=\n', ['6 warning syntax filters=']],
    ['[conv]\nsize=1\nsize=3', ['7 warning duplicate-key size']],
    ['[conv]\nfilter=3', ['6 warning unknown-field filter']],
    ['[conv]\nmy_own=3', []],
    ['[conv] # first', ['5 error syntax [conv] # first']],
    ['[conv', ['5 error syntax [conv']],
    ['[Convolutional]', ['5 warning unknown-layer [Convolutional]']],
    ['[mine]', ['5 hint unknown-layer [mine]']],
    ['[conv]\n[net]\nwidth=4', ['6 error duplicate-key [net]']],
    ['[upsample]\nstride=0', ['6 error invalid-value 0']],
    [
      '[yolo]\nmask=0\nclasses=-1',
      ['2 warning yolo-input-size 25', '3 warning yolo-input-size 21', '7 error invalid-value -1'],
    ],
  ])('%j', (section, expected) => {
    expect(problems(net + section)).toEqual(expected);
  });

  test.each([
    ['[net]\nwidth=8\n[conv]', ['1 error missing-field [net]']],
    ['[net]\n[conv]', ['1 error missing-field [net]']],
    ['[net]\ninputs=8', ['1 warning empty-model [net]']],
    ['[net]\ninputs=8\npolicy=steps\n[conn]', ['3 error missing-field steps']],
    ['[net]\ninputs=8\nsubdivisions=0\n[conn]', ['3 error invalid-value 0']],
    ['[net]\nwidth=-8\nheight=8\nchannels=1\n[conv]', ['2 error invalid-value -8']],
  ])('%j', (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test('a header that goes on for a whole line is cut where a message names it', () => {
    const text = `${net}[shortcut]${' from=-3'.repeat(200)}`;
    const [message] = parse(text).problems.filter(({ code }) => code === 'missing-field');
    expect(message && textIn(null, message.message)).toBe(
      '[shortcut]from=-3from=-3from=-3from=-3fr…] needs `from=`: the layers that it reads.',
    );
  });

  test('a list of unreadable lines ends', () => {
    expect(parse(`${net}[conv]\n${'?\n'.repeat(10_000)}`).problems).toHaveLength(50);
  });
});
