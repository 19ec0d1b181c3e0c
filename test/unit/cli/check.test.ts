import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { convlens } from '../../support/terminal.ts';

const pool = (size: number) =>
  `rounding: floor\ninput: [1, ${size}, ${size}]\nlayers:\n  - max_pool: { kernel_size: 2, stride: 2 }\n`;
const files = {
  'fits.convlens.yaml': pool(8),
  'models/loses.convlens.yaml': pool(7),
  'models/deep/refused.convlens.yaml': pool(1),
  'models/notes.txt': 'no model',
  'node_modules/other.convlens.yaml': pool(1),
};

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly {
    readonly physicalLocation: { readonly artifactLocation: object; readonly region: object };
  }[];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
  readonly fixes: readonly {
    readonly artifactChanges: readonly { readonly replacements: readonly object[] }[];
  }[];
}

interface SarifLog {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly help: object }[] };
    };
    readonly results: readonly SarifResult[];
  }[];
}

/** The schema of OASIS, as Microsoft's package carries it; what it uses of draft 4 means the same in draft 7. */
const {
  $schema: _draft,
  id: _id,
  ...schema
} = JSON.parse(
  readFileSync('node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json', 'utf8'),
) as Readonly<Record<string, unknown>>;
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

const sarifOf = async (args: readonly string[], texts: Readonly<Record<string, string | Uint8Array>>) =>
  JSON.parse((await convlens(['check', ...args, '--format', 'sarif'], texts)).out) as SarifLog;

describe('check', () => {
  test('a warning: where, what, which code; exit code 0 without a limit, 1 above it', async () => {
    const { out, code } = await convlens(['check', 'models/loses.convlens.yaml'], files);
    expect(out).toMatch(
      /^models\/loses\.convlens\.yaml:4:\d+: warning: .* \[pixels-lost\]\n1 file: 1 warning\n$/,
    );
    expect(code).toBe(0);
    const limited = await convlens(['check', 'models/loses.convlens.yaml', '--max-warnings', '0'], files);
    expect(limited.code).toBe(1);
  });

  test.each([
    [['fits.convlens.yaml'], '1 file: nothing found', 0],
    [['models'], '2 files: 1 error, 1 warning', 1],
    [['.'], '3 files: 1 error, 1 warning', 1],
    [['models/**/*.yaml'], '2 files: 1 error, 1 warning', 1],
    [['models/*.{yaml,yml}'], '1 file: 1 warning', 0],
    [['m?dels/loses.*', 'fits.convlens.yaml'], '2 files: 1 warning', 0],
    [['fits.convlens.yaml', 'fits.convlens.yaml'], '1 file: nothing found', 0],
  ])('%j: %s', async (args, summary, exitCode) => {
    const { out, code } = await convlens(['check', ...args], files);
    expect(out.trim().split('\n').at(-1)).toBe(summary);
    expect(code).toBe(exitCode);
  });

  test.each([
    [['models/notes.txt', 'fits.convlens.yaml'], 'models/notes.txt is in no format that ConvLens reads.'],
    [['gone.cfg', 'fits.convlens.yaml'], 'gone.cfg cannot be read: there is no such file.'],
    [['*.cfg'], 'No file matches *.cfg.'],
    [[], 'takes files, folders or patterns'],
    [['.', '--max-warnings', 'x'], '--max-warnings takes a whole number from 0, not "x".'],
  ])('%j: exit code 2, the others are checked all the same', async (args, message) => {
    const { error, code } = await convlens(['check', ...args], files);
    expect(error).toContain(message);
    expect(code).toBe(2);
  });

  test('a line that builds many layers has one error, which names the others', async () => {
    const { out } = await convlens(['check', 'net.py'], {
      'net.py': `import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [3, 8, 16, 32, 64]
        self.stages = nn.ModuleList(
            nn.Sequential(nn.Conv2d(a, b, 3, padding=1), nn.BatchNorm2d(a)) for a, b in zip(widths, widths[1:])
        )

    def forward(self, x):
        for stage in self.stages:
            x = stage(x)
        return x


Net()(torch.zeros(1, 3, 8, 8))
`,
    });
    expect(out.replaceAll(/^net\.py:/gm, '')).toBe(
      '10:73: error: The normalisation expects 3 features, its input [1, 8, 8, 8] has 8 there. Change it to 8, or the layer before. The same here: stages.1.1, stages.2.1, stages.3.1. [normalization-mismatch]\n1 file: 1 error\n',
    );
  });

  test('json holds a report of each file', async () => {
    const { out } = await convlens(['check', 'models', '--format', 'json'], files);
    const { files: reports } = JSON.parse(out) as { files: readonly { file: string }[] };
    expect(reports.map(({ file }) => file)).toEqual([
      'models/deep/refused.convlens.yaml',
      'models/loses.convlens.yaml',
    ]);
  });

  test('SARIF as GitHub takes it: rules with help, relative places from 1, fingerprints, fixes', async () => {
    const { out } = await convlens(['check', './models/loses.convlens.yaml', '--format', 'sarif'], {
      './models/loses.convlens.yaml': pool(7),
    });
    const log = JSON.parse(out) as SarifLog;
    expect(log.version).toBe('2.1.0');
    const [run] = log.runs;
    expect(run?.tool.driver.rules.map(({ id, help }) => [id, help])).toEqual([
      [
        'pixels-lost',
        { text: 'Default: warning. Rows are lost.', markdown: 'Default: warning. Rows are lost.' },
      ],
    ]);
    const [result] = run?.results ?? [];
    expect(result).toMatchObject({ ruleId: 'pixels-lost', ruleIndex: 0, level: 'warning' });
    const place = result?.locations[0]?.physicalLocation;
    expect(place?.artifactLocation).toEqual({ uri: 'models/loses.convlens.yaml', uriBaseId: '%SRCROOT%' });
    expect(place?.region).toMatchObject({ startLine: 4, endLine: 4 });
    expect(result?.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:1$/);
    expect(result?.fixes[0]?.artifactChanges[0]?.replacements[0]).toHaveProperty('deletedRegion.startLine');
  });

  test('SARIF follows the schema of OASIS', async () => {
    const torn = {
      ...files,
      'torn.cfg': '[net]\nwidth=8\n[convolutional]\nsize=x\n',
      'torn.onnx': new Uint8Array(9),
    };
    const log = await sarifOf(['.', 'torn.onnx'], torn);
    validate(log);
    expect(validate.errors).toBeNull();
    expect(log.runs[0]?.results.length).toBeGreaterThan(3);
  });

  test.each([
    ['a b/c#.convlens.yaml', 'a%20b/c%23.convlens.yaml'],
    ['./models/../a.convlens.yaml', 'a.convlens.yaml'],
    [join(process.cwd(), 'a.convlens.yaml'), 'a.convlens.yaml'],
    ['/elsewhere/a.convlens.yaml', 'file:///elsewhere/a.convlens.yaml'],
  ])('SARIF places %s at %s', async (path, uri) => {
    const log = await sarifOf([path], { [path]: pool(7) });
    expect(log.runs[0]?.results[0]?.locations[0]?.physicalLocation.artifactLocation).toMatchObject({ uri });
  });

  test('of 25,001 results SARIF keeps the 25,000 worst, which GitHub takes', async () => {
    const twice = 'probability=.5\n'.repeat(1001);
    const cfg = `[net]\nwidth=8\nheight=8\nchannels=1\n[dropout]\n${twice}`;
    const many = Array.from({ length: 25 }, (_, file) => [`${file}.cfg`, cfg] as const);
    const log = await sarifOf(['.'], { ...Object.fromEntries(many), 'z.convlens.yaml': pool(1) });
    const levels = log.runs[0]?.results.map(({ level }) => level) ?? [];
    expect(levels).toHaveLength(25_000);
    expect(levels[0]).toBe('error');
  });

  test('a fingerprint does not depend on where the line stands', async () => {
    const hashOf = async (text: string) => {
      const { out } = await convlens(['check', 'a.convlens.yaml', '--format', 'sarif'], {
        'a.convlens.yaml': text,
      });
      return (JSON.parse(out) as SarifLog).runs[0]?.results[0]?.partialFingerprints;
    };
    expect(await hashOf(`# moved\n\n${pool(7)}`)).toEqual(await hashOf(pool(7)));
  });
});
