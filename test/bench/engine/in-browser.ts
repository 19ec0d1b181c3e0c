import { measureEngine, type MeasureOptions, type Report } from './measure.ts';
import type { OnnxRuntime } from './onnxruntime.ts';
import type { TensorFlow } from './tensorflow.ts';
import { tableOf } from './table.ts';
import { shortfalls } from './verdict.ts';

/** What the libraries' own scripts leave in the page. */
interface Page {
  readonly ort: OnnxRuntime & {
    readonly env: { readonly wasm: { numThreads: number; wasmPaths: string } };
  };
  readonly tf: TensorFlow & {
    readonly wasm: { setWasmPaths(folder: string): void; setThreadsCount(count: number): void };
    setBackend(name: string): Promise<boolean>;
    ready(): Promise<void>;
  };
  measureInPage?: (
    options: MeasureOptions,
  ) => Promise<{ report: Report; table: string; missed: readonly string[] }>;
}

const page = globalThis as unknown as Page;

/** Called from outside by run-in-chromium.mjs, in a page that has loaded both libraries. */
page.measureInPage = async (options) => {
  const { ort, tf } = page;
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = new URL('/onnxruntime-web/dist/', location.href).href;
  tf.wasm.setWasmPaths(new URL('/@tensorflow/tfjs-backend-wasm/dist/', location.href).href);
  tf.wasm.setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  const report = await measureEngine({ onnxWeb: ort, onnxNode: null, tensorFlow: tf }, options, console.log);
  return { report, table: tableOf(report), missed: shortfalls(report) };
};
