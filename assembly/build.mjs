// Compiles the entry files for SIMD and for relaxed SIMD and writes both, as base64, to where they are used.
// They are small enough to be part of every bundle, so that no worker has to find or fetch a file.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import asc from 'assemblyscript/asc';

const sources = new Map(
  readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.ts'))
    .toSorted()
    .map((name) => [name, readFileSync(new URL(name, import.meta.url), 'utf8')]),
);
const digest = createHash('sha256')
  .update([...sources.values()].join(''))
  .digest('hex');

/**
 * @param {string} entry
 * @param {readonly string[]} options
 */
async function compile(entry, options) {
  /** @type {Uint8Array | undefined} */
  let binary;
  const { error, stderr } = await asc.main(
    [entry, '--outFile=kernels.wasm', '--runtime=stub', '--noAssert', '-O3', '--use=abort=', ...options],
    {
      readFile: (name) => sources.get(name) ?? null,
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm') && typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !binary) throw new Error(`${String(error)}\n${stderr.toString()}`);
  return Buffer.from(binary).toString('base64');
}

const literal = (/** @type {string} */ text) => `\n  '${(text.match(/.{1,110}/g) ?? []).join("' +\n  '")}'`;

/**
 * @param {string} entry
 * @param {readonly string[]} options
 * @param {readonly [simd: string, relaxed: string]} names
 */
async function constants(entry, options, [simd, relaxed]) {
  const plain = await compile(entry, ['--enable=simd', ...options]);
  const fused = await compile(entry, ['--enable=simd', '--enable=relaxed-simd', ...options]);
  return `/** For SIMD, as base64. */
export const ${simd} =${literal(plain)};

/** For relaxed SIMD, as base64. */
export const ${relaxed} =${literal(fused)};
`;
}

writeFileSync(
  new URL('../src/engine/fast/binaries.ts', import.meta.url),
  `// Written by assembly/build.mjs from assembly/kernels.ts.

/** SHA-256 of the sources that they were compiled from. */
export const sourceDigest = '${digest}';

${await constants('kernels.ts', ['--importMemory'], ['simdBinary', 'relaxedSimdBinary'])}`,
);
writeFileSync(
  new URL('../test/bench/engine/ceiling-binaries.ts', import.meta.url),
  `// Written by assembly/build.mjs from assembly/ceiling.ts.

${await constants('ceiling.ts', [], ['ceilingBinary', 'relaxedCeilingBinary'])}`,
);
