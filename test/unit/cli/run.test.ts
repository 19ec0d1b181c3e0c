import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../../src/engine/numpy/npy-writer.ts';
import { convlens } from '../../support/terminal.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../../examples/${name}`, import.meta.url), 'utf8');

const files = {
  'lenet.convlens.yaml': example('lenet.convlens.yaml'),
  'edge.convlens.yaml': example('edge-detector.convlens.yaml'),
  'rms.convlens.yaml': 'input: [3, 4, 4]\nlayers:\n- relu\n- rms_norm: 3\n- relu\n',
  'x.npy': writeNpy({ shape: [1, 1, 6, 6], data: new Float64Array(36).fill(2) }),
  'empty.convlens.yaml': 'layers: []\n',
};

interface Answer {
  readonly loss: number | null;
  readonly choices: { readonly loss: { readonly kind: string } };
  readonly inputs: readonly { readonly origin: string }[];
  readonly layers: readonly {
    readonly id: string;
    readonly value: { readonly norm: number; readonly histogram: readonly number[] };
    readonly gradient: { readonly norm: number } | null;
    readonly parameters: readonly { readonly name: string; readonly origin: string }[];
  }[];
}

async function answerOf(...args: readonly string[]): Promise<Answer> {
  const { out } = await convlens(['run', ...args, '--format', 'json'], files);
  return JSON.parse(out) as Answer;
}

describe('run', () => {
  test('LeNet as a table: where the weights came from, the loss, and each layer', async () => {
    const { code, out } = await convlens(['run', 'lenet.convlens.yaml', '--loss', 'cross-entropy:3'], files);
    expect(code).toBe(0);
    const lines = out.split('\n');
    expect(lines[1]).toMatch(/^input \[1, 1, 28, 28\] seeded, \|dX\| [\d.]+$/);
    expect(lines[2]).toBe('5 layers have seeded weights (kaiming, seed 1).');
    expect(lines[3]).toMatch(/^loss \(cross-entropy of class 3\) [\d.]+, fast$/);
    expect(lines[5]).toMatch(/^layer +type +output +\|Z\| +zeros +\|dZ\| +\|dW\|$/);
    expect(lines[6]).toMatch(/^conv1 +conv +1×6×28×28( +[\d.e-]+){1} +0%( +[\d.e-]+){2}$/);
    expect(lines.filter((line) => line.startsWith('linear')).length).toBe(3);
  });

  test('as JSON: statistics of every layer, and no tensors', async () => {
    const { layers, loss, inputs } = await answerOf('lenet.convlens.yaml', '--mode', 'exact');
    expect(loss).not.toBe(null);
    expect(inputs.map(({ origin }) => origin)).toEqual(['seeded']);
    expect(layers[0]?.value.histogram.length).toBe(32);
    expect(layers[0]?.parameters.map(({ name, origin }) => `${name} ${origin}`)).toEqual([
      'weight seeded',
      'bias seeded',
    ]);
  });

  test('what the file writes down comes first; --data comes before it', async () => {
    const written = await answerOf('edge.convlens.yaml', '--mode', 'exact');
    // 30 in 8 of 16 cells.
    expect([written.loss, written.inputs[0]?.origin]).toEqual([240, 'file']);
    const given = await answerOf('edge.convlens.yaml', '--data', 'x.npy', '--mode', 'exact');
    expect([given.loss, given.inputs[0]?.origin]).toEqual([0, 'given']);
  });

  test('one cell of the output as the loss', async () => {
    const { loss, layers } = await answerOf('edge.convlens.yaml', '--loss', 'cell:0,0,0,1');
    expect([loss, layers[0]?.gradient?.norm]).toEqual([30, 1]);
  });

  test('forward up to a layer that the engine does not have', async () => {
    const { out, code } = await convlens(['run', 'rms.convlens.yaml'], files);
    expect(code).toBe(0);
    expect(out).toContain('Forward only.');
    expect(out).toContain('rms_norm1 (rms_norm) is not run: the engine has no rms normalisation.');
  });

  test.each([
    [[], '`convlens run` takes one file.'],
    [['lenet.convlens.yaml', '--loss', 'hinge'], '--loss takes sum, none, cross-entropy:CLASS or cell:PLACE'],
    [['lenet.convlens.yaml', '--loss', 'cross-entropy:10'], 'Class 10 is none of an output of [1, 10].'],
    [['lenet.convlens.yaml', '--mode', 'half'], '--mode takes fast, exact, not "half".'],
    [['lenet.convlens.yaml', '--data', 'x.npy'], 'The input input takes [1, 1, 28, 28]'],
    [['lenet.convlens.yaml', '--max-memory', '1', '--mode', 'exact'], '--max-memory allows more.'],
  ])('%j: exit code 2', async (args, message) => {
    const { code, error } = await convlens(['run', ...args], files);
    expect(code).toBe(2);
    expect(error).toContain(message);
  });
});
