import type { WebAssemblyHost } from '../engine/fast/wasm-module.ts';
import type { FileReader } from '../formats/format.ts';
import { knownFormats } from '../formats/known-formats.ts';
import type { AnalysisWorker } from '../protocol/analysis.ts';
import type { ComputeProgress, ComputeWorker } from '../protocol/compute.ts';
import type { NoMethods } from '../protocol/rpc/channel.ts';
import { Endpoint } from '../protocol/rpc/endpoint.ts';
import type { Port, Schedule } from '../protocol/rpc/port.ts';
import { analysisHandlers } from './analysis/handlers.ts';
import type { YoungHeap } from './analysis/warm-up/cleared-heap.ts';
import { warmUp } from './analysis/warm-up/warm-up.ts';
import { fastEngine } from './compute/fast-engine.ts';
import { computeHandlers } from './compute/handlers.ts';

/** What only the platform has. */
export interface Environment {
  /** Files of the workspace that are not open. */
  readonly readFile?: FileReader;
  /** Milliseconds now, for analyses that end when their time is up. */
  readonly clock?: () => number;
  /** Bytes in use of the heap's young part. */
  readonly youngHeap?: YoungHeap;
  /** What the user reads, as VS Code names it: `zh-cn`. English unless told. */
  readonly language?: string;
  /** Where it is missing, the fast mode computes with the plain kernels. */
  readonly webAssembly?: WebAssemblyHost;
}

/** Answers everything that comes over the port, in the role that this thread has. The same in Node and in the browser. */
export function serve(
  role: 'analysis' | 'compute',
  port: Port,
  schedule: Schedule,
  environment: Environment = {},
): void {
  switch (role) {
    case 'analysis': {
      const formats = () => knownFormats(environment.clock);
      const pause = (milliseconds: number) =>
        new Promise<void>((resolve) => void schedule(milliseconds, resolve));
      new Endpoint<AnalysisWorker, NoMethods>(port, {
        handlers: analysisHandlers(
          formats(),
          environment.readFile,
          pause,
          environment.language,
          environment.clock,
        ),
        schedule,
      });
      // With formats of their own: what the samples leave behind is forgotten with them.
      const { defer } = warmUp(formats, schedule, { youngHeap: environment.youngHeap });
      port.listen(defer);
      return;
    }
    case 'compute': {
      const clock = environment.clock ?? (() => 0);
      const endpoint = new Endpoint<ComputeWorker, ComputeProgress>(port, {
        handlers: computeHandlers({
          schedule,
          clock,
          fastKernels: fastEngine(environment.webAssembly ?? null, schedule),
          progress: (notice) => endpoint.notify('progress', notice),
          language: environment.language,
        }),
        schedule,
      });
      return;
    }
  }
}
