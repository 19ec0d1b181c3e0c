// Measures in the Node that runs this file and sends the result to the process that started it.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);
/** @type {typeof import('./in-node.ts')} */
const { measureEngine, tableOf, shortfalls } = require(
  join(import.meta.dirname, '../../../dist/test/bench-engine.cjs'),
);

/** @type {import('./onnxruntime.ts').OnnxRuntime & { env: { wasm: { numThreads: number } } }} */
const ort = require('onnxruntime-web');
ort.env.wasm.numThreads = 1;
/** @type {import('./tensorflow.ts').TensorFlow & { setBackend(name: string): Promise<boolean>, ready(): Promise<void> }} */
const tf = require('@tensorflow/tfjs-core');
/** @type {{ setWasmPaths(folder: string): void, setThreadsCount(count: number): void }} */
const backend = require('@tensorflow/tfjs-backend-wasm');
backend.setWasmPaths(join(require.resolve('@tensorflow/tfjs-backend-wasm/package.json'), '../dist/'));
backend.setThreadsCount(1);
await tf.setBackend('wasm');
await tf.ready();

/**
 * An optional package, and one that has no binary for every machine.
 *
 * @returns {import('./onnxruntime.ts').OnnxRuntime | null}
 */
function onnxNode() {
  try {
    /** @type {import('./onnxruntime.ts').OnnxRuntime} */
    const runtime = require('onnxruntime-node');
    return runtime;
  } catch {
    return null;
  }
}

/** @type {import('./measure.ts').MeasureOptions} */
const options = JSON.parse(process.argv[2] ?? '{}');
const report = await measureEngine(
  { onnxWeb: ort, onnxNode: onnxNode(), tensorFlow: tf },
  options,
  (/** @type {string} */ line) => console.error(line),
);
process.send?.({ report, table: tableOf(report), missed: shortfalls(report) });
