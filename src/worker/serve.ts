import type { FileReader } from '../formats/format.ts';
import { knownFormats } from '../formats/known-formats.ts';
import type { AnalysisWorker } from '../protocol/analysis.ts';
import type { ComputeWorker } from '../protocol/compute.ts';
import type { NoMethods } from '../protocol/rpc/channel.ts';
import { Endpoint } from '../protocol/rpc/endpoint.ts';
import type { Port, Schedule } from '../protocol/rpc/port.ts';
import { analysisHandlers } from './analysis/handlers.ts';
import { computeHandlers } from './compute/handlers.ts';

/** What only the platform has. */
export interface Environment {
  /** Files of the workspace that are not open. */
  readonly readFile?: FileReader;
  /** Milliseconds now, for analyses that end when their time is up. */
  readonly clock?: () => number;
}

/** Answers everything that comes over the port, in the role that this thread has. The same in Node and in the browser. */
export function serve(
  role: 'analysis' | 'compute',
  port: Port,
  schedule: Schedule,
  environment: Environment = {},
): void {
  switch (role) {
    case 'analysis':
      new Endpoint<AnalysisWorker, NoMethods>(port, {
        handlers: analysisHandlers(knownFormats(environment.clock), environment.readFile),
        schedule,
      });
      return;
    case 'compute':
      new Endpoint<ComputeWorker, NoMethods>(port, { handlers: computeHandlers, schedule });
      return;
  }
}
