import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { writeNpy } from '../../src/engine/numpy/npy-writer.ts';

/** The bundle that users run, in a process of its own. */
const project = join(import.meta.dirname, '../..');
const bundle = join(project, 'dist/cli.cjs');

const convlens = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [bundle, ...args], { cwd: project, encoding: 'utf8', input });

describe('the bundled command', () => {
  test.each(['examples/resnet-stem.convlens.yaml', 'examples/tiny-detector.cfg', 'examples/residual.py'])(
    'reads %s',
    (file) => {
      const { status, stdout, stderr } = convlens(['shapes', file, '--format', 'json']);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, file });
    },
  );

  test('reads ONNX', () => {
    const packed = readFileSync(join(project, 'test/fixtures/onnx/alexnet.onnx.gz'));
    const file = join(mkdtempSync(join(tmpdir(), 'convlens-cli-')), 'alexnet.onnx');
    writeFileSync(file, gunzipSync(packed));
    expect(convlens(['shapes', file]).stdout).toContain('64×55×55');
  });

  test('reads the standard input', () => {
    const { stdout } = convlens(
      ['shapes', '-'],
      '[net]\nwidth=8\nheight=8\nchannels=3\n[maxpool]\nsize=2\nstride=2\n',
    );
    expect(stdout).toContain('3×4×4');
  });

  test('check walks a folder, and tells by its exit code', () => {
    const { status, stdout } = convlens(['check', 'examples']);
    expect(stdout).toContain('examples/textbook.convlens.yaml:');
    expect(status).toBe(1);
  });

  test('SARIF takes its rules from the documentation in the package', () => {
    const { stdout } = convlens(['check', 'examples/textbook.convlens.yaml', '--format', 'sarif']);
    expect(stdout).toContain('The axis has no output');
  });

  test('colours only where they are asked for', () => {
    const run = (environment: Record<string, string>) =>
      spawnSync(process.execPath, [bundle, 'check', 'examples/textbook.convlens.yaml'], {
        cwd: project,
        encoding: 'utf8',
        env: { PATH: process.env['PATH'], ...environment },
      }).stdout.includes('\u001b[');
    expect(run({})).toBe(false);
    expect(run({ FORCE_COLOR: '1' })).toBe(true);
    expect(run({ FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(false);
  });

  test('a reader that goes away ends it quietly', () => {
    const command = `"${process.execPath}" "${bundle}" shapes examples/unet.convlens.yaml --format json | head -c 10`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: project, encoding: 'utf8' });
    expect(stdout).toHaveLength(10);
    expect(stderr).toBe('');
  });

  test('a folder that cannot be written is one line and exit code 2', () => {
    const folder = mkdtempSync(join(tmpdir(), 'convlens-cli-'));
    const file = join(folder, 'ones.npy');
    writeFileSync(file, writeNpy({ shape: [1, 1, 1], data: Float64Array.of(1) }));
    const { status, stderr } = convlens(['conv', '--x', file, '--w', file, '--out', join(file, 'inside')]);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^convlens: E[A-Z]+: [^\n]*\n$/);
  });

  test('conv writes NumPy files', () => {
    const folder = mkdtempSync(join(tmpdir(), 'convlens-cli-'));
    const file = (name: string, shape: readonly number[], values: readonly number[]) => {
      writeFileSync(join(folder, name), writeNpy({ shape, data: Float64Array.from(values) }));
      return join(folder, name);
    };
    const x = file('x.npy', [1, 1, 3], [1, 2, 3]);
    const w = file('w.npy', [1, 1, 2], [1, 1]);
    const { status } = convlens(['conv', '--x', x, '--w', w, '--out', join(folder, 'out')]);
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'out')).sort()).toEqual(['db.npy', 'dw.npy', 'dx.npy', 'z.npy']);
  });
});
