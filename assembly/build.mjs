// Compiles kernels.ts for SIMD and for relaxed SIMD and writes both, as base64, into src/engine/fast/binaries.ts.
// They are small enough to be part of every bundle, so that no worker has to find or fetch a file.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const source = readFileSync(new URL('kernels.ts', import.meta.url), 'utf8');

/** @param {readonly string[]} features */
async function compile(features) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [
      'kernels.ts',
      '--outFile=kernels.wasm',
      '--runtime=stub',
      '--noAssert',
      '-O3',
      '--importMemory',
      '--use=abort=',
      ...features.map((feature) => `--enable=${feature}`),
    ],
    {
      readFile: (name) => (name === 'kernels.ts' ? source : null),
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm') && typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`${String(error)}\n${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}

const simd = await compile(['simd']);
const relaxed = await compile(['simd', 'relaxed-simd']);
const literal = (/** @type {string} */ text) => `\n  '${(text.match(/.{1,110}/g) ?? []).join("' +\n  '")}'`;
writeFileSync(
  new URL('../src/engine/fast/binaries.ts', import.meta.url),
  `// Written by assembly/build.mjs from assembly/kernels.ts.

/** SHA-256 of the source that they were compiled from. */
export const sourceDigest = '${createHash('sha256').update(source).digest('hex')}';

/** The kernels for SIMD, as base64. */
export const simdBinary =${literal(simd)};

/** The kernels for relaxed SIMD, as base64. */
export const relaxedSimdBinary =${literal(relaxed)};
`,
);
