import { readdirSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import type { ShapesJson } from '../../../src/cli/shapes/json-report.ts';
import { convlens } from '../../support/terminal.ts';

const root = new URL('../../../', import.meta.url);
const example = (name: string) => readFileSync(new URL(`examples/${name}`, root));
const examples = readdirSync(new URL('examples', root)).filter((name) => name !== 'README.md');
const schema = JSON.parse(readFileSync(new URL('media/shapes.schema.json', root), 'utf8')) as object;
const validate = new Ajv({ allowUnionTypes: true }).compile(schema);

const cfg =
  '[net]\nwidth=7\nheight=7\nchannels=3\n\n[convolutional]\nfilters=4\nsize=3\nstride=1\npad=1\n\n[maxpool]\nsize=2\nstride=2\npadding=0\n';

async function jsonOf(
  name: string,
  text: string | Uint8Array,
  ...options: readonly string[]
): Promise<ShapesJson> {
  const { out, error } = await convlens(['shapes', name, '--format', 'json', ...options], { [name]: text });
  expect(error).toBe('');
  return JSON.parse(out) as ShapesJson;
}

describe('shapes --format json', () => {
  test.each(examples)('%s follows the schema of the package', async (name) => {
    const report = await jsonOf(name, example(name));
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report.models[0]?.layers.length).toBeGreaterThan(0);
  });

  test('a model that was not followed is named with its line and the reason', async () => {
    const text = [
      'from torch import nn',
      '',
      'class Inner(nn.Module):',
      '    def __init__(self):',
      '        super().__init__()',
      '        self.inner = Inner()',
      '',
      '    def forward(self, x):',
      '        return self.inner(x)',
      '',
    ].join('\n');
    const report = await jsonOf('net.py', text);
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report.leftOut?.map(({ name, line }) => [name, line])).toEqual([['Inner', 3]]);
    expect(report.leftOut?.[0]?.reason).toMatch(/\w/);
  });

  test('a layer of a cfg: its index, line from 1, shapes, costs; the input is no layer', async () => {
    const report = await jsonOf('a.cfg', cfg);
    expect(report).toMatchObject({ schemaVersion: 1, file: 'a.cfg', format: 'darknet' });
    expect(report.models[0]?.inputs).toEqual([{ name: 'input', shape: [1, 3, 7, 7], origin: 'file' }]);
    expect(report.models[0]?.layers.map(({ id }) => id)).toEqual(['0', '1']);
    expect(report.models[0]?.layers[0]).toMatchObject({
      id: '0',
      line: 6,
      inputShapes: [[1, 3, 7, 7]],
      outputShape: [1, 4, 7, 7],
      params: 112,
      macs: 4 * 27 * 49,
      receptiveField: [3, 3],
    });
  });

  test('an axis that does not fit: what is lost, the verdict, the problem with its range and a checked fix', async () => {
    const text = 'rounding: floor\ninput: [1, 7, 7]\nlayers:\n  - max_pool: { kernel_size: 2, stride: 2 }\n';
    const { models } = await jsonOf('a.convlens.yaml', text);
    expect(models[0]?.layers[0]?.axes[0]).toEqual({
      exact: false,
      remainder: 1,
      tail: 1,
      lost: { tail: 1, gaps: 0, holes: 0 },
      verdict: 'pixels-lost',
    });
    const [problem] = models[0]?.problems ?? [];
    expect(problem).toMatchObject({
      code: 'pixels-lost',
      severity: 'warning',
      range: { start: { line: 3 } },
    });
    expect(problem?.fixes[0]?.edits[0]).toMatchObject({ range: { start: { line: 3 } } });
  });

  test('another input size', async () => {
    const report = await jsonOf('a.cfg', cfg, '--input', '2x3x9x9');
    expect(report.models[0]?.inputs[0]).toEqual({ name: 'input', shape: [2, 3, 9, 9], origin: 'argument' });
    expect(report.models[0]?.layers[1]?.outputShape).toEqual([2, 4, 4, 4]);
  });

  test('a batch that the file leaves open is 1', async () => {
    const source =
      'from torch import nn\nfrom torchsummary import summary\nclass Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(3, 8, 3)\n    def forward(self, x):\n        return self.conv(x).flatten(1)\nsummary(Net(), (3, 8, 8))\n';
    const { models } = await jsonOf('net.py', source);
    expect(models[0]?.layers.map(({ outputShape }) => outputShape)).toEqual([
      [1, 8, 6, 6],
      [1, 288],
    ]);
  });
});

describe('shapes', () => {
  test('the table: names, shapes, costs to the right, what does not fit', async () => {
    const { out, code } = await convlens(['shapes', 'resnet-stem.convlens.yaml'], {
      'resnet-stem.convlens.yaml': example('resnet-stem.convlens.yaml'),
    });
    expect(out.split('\n').slice(0, 9)).toEqual([
      'resnet-stem',
      'input 1×3×224×224, from the file',
      '',
      'layer        type        output      parameters  multiply-adds',
      'conv1        conv        64×112×112       9,408          118 M  112.5 → 112 padding unused',
      'batch_norm1  batch_norm  64×112×112         128',
      'relu1        relu        64×112×112',
      'max_pool1    max_pool    64×56×56                               56.5 → 56 padding unused',
      '',
    ]);
    expect(code).toBe(0);
  });

  test('Markdown has one row a layer', async () => {
    const { out } = await convlens(['shapes', 'a.cfg', '--format', 'markdown'], { 'a.cfg': cfg });
    expect(out).toContain('| 0 | convolutional | 4×7×7 | 112 | 5,292 |  |');
  });

  test('the standard input is recognised by its content', async () => {
    const { out, code } = await convlens(['shapes', '-'], { '-': cfg });
    expect(code).toBe(0);
    expect(out).toContain('4×7×7');
  });

  test('a refused layer: the table, the problem, exit code 1', async () => {
    const { out, code } = await convlens(['shapes', 't.convlens.yaml'], {
      't.convlens.yaml': example('textbook.convlens.yaml'),
    });
    expect(code).toBe(1);
    expect(out).toMatch(/t\.convlens\.yaml:\d+:\d+: error: .*\[impossible\]/);
  });

  test.each([
    [['shapes'], '`convlens shapes` takes one file.'],
    [['shapes', 'none.cfg'], 'none.cfg cannot be read: there is no such file.'],
    [['shapes', 'a.cfg', '--formt', 'json'], 'There is no option --formt. Did you mean --format?'],
    [['shapes', 'a.cfg', '--format', 'xml'], '--format takes table, json, markdown, not "xml".'],
    [['shapes', 'a.cfg', '--input'], '--input needs a value.'],
    [['shapes', 'a.cfg', '--input', '3x-4'], '--input takes sizes like 1x3x224x224'],
    [['shapes', 'a.txt'], 'a.txt is in no format that ConvLens reads.'],
    [['shapse'], 'There is no command shapse. Did you mean shapes?'],
  ])('%j: exit code 2 and what to do', async (args, message) => {
    const { code, error, out } = await convlens(args, { 'a.cfg': cfg, 'a.txt': 'hello' });
    expect(code).toBe(2);
    expect(error).toContain(message);
    expect(out).toBe('');
  });

  test.each([
    [['--version'], '1.2.3'],
    [['--help'], 'convlens shapes FILE'],
    [['help', 'check'], '--max-warnings'],
    [['conv', '--help'], '--transposed'],
  ])('%j', async (args, text) => {
    const { code, out } = await convlens(args);
    expect(code).toBe(0);
    expect(out).toContain(text);
  });
});
