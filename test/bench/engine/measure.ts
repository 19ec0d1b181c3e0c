import { createFastKernels } from '../../../src/engine/fast/fast-kernels.ts';
import { plainKernels } from '../../../src/engine/network/product-kernels.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import type { Cell } from './cell.ts';
import { ceilingOf, type Ceiling } from './ceiling.ts';
import {
  ours,
  oursWithoutWinograd,
  passes,
  type Contestant,
  type Pass,
  type Prepared,
} from './contestant.ts';
import { convLens, passOf } from './convlens.ts';
import { kernelClock, type KernelClock } from './kernel-clock.ts';
import { onnxRuntime, type OnnxRuntime } from './onnxruntime.ts';
import { measureNetworks, type NetworkTime } from './network-times.ts';
import { tensorFlow, type TensorFlow } from './tensorflow.ts';
import { startEngine, type StartTimes } from './start.ts';
import { interleavedMedians, median, sampleMilliseconds } from './timing.ts';
import { cellShortfalls } from './limits.ts';
import { workloadOf, workloadSizes, type Workload, type WorkloadSize } from './workload.ts';

/** The libraries, loaded by whoever runs this; null where one is not there. All of them on one thread. */
export interface Peers {
  readonly onnxWeb: OnnxRuntime | null;
  readonly onnxNode: OnnxRuntime | null;
  readonly tensorFlow: TensorFlow | null;
}

export interface MeasureOptions {
  readonly rounds: number;
  /** A part of a workload's name; an empty text takes all. */
  readonly only: string;
  readonly networks: boolean;
}

/** A cell that misses a limit is measured again from the start: what else the machine does can only slow it down. */
const mostMeasurements = 3;

export interface Report {
  readonly build: string;
  readonly start: StartTimes;
  readonly sizes: readonly WorkloadSize[];
  readonly cells: readonly Cell[];
  /** Whether these are all of the workloads: only then does their median say anything. */
  readonly isWhole: boolean;
  readonly networks: readonly NetworkTime[];
}

export async function measureEngine(
  peers: Peers,
  { rounds, only, networks }: MeasureOptions,
  log: (line: string) => void,
): Promise<Report> {
  const { kernels, ...start } = startEngine();
  const clock = kernelClock();
  const products = createFastKernels(clock.host, { winograd: false }) ?? kernels;
  const contestants: readonly Contestant[] = [
    convLens(ours, kernels),
    convLens(oursWithoutWinograd, products),
    ...(peers.onnxWeb ? [onnxRuntime('onnxruntime-web', peers.onnxWeb)] : []),
    ...(peers.tensorFlow ? [tensorFlow(peers.tensorFlow)] : []),
    ...(peers.onnxNode ? [onnxRuntime('onnxruntime-node', peers.onnxNode)] : []),
  ];
  const ceiling = ceilingOf(kernels.build);
  const cells: Cell[] = [];
  const sizes = workloadSizes.filter(({ name }) => name.includes(only));
  for (const size of sizes) {
    const workload = workloadOf(size);
    for (const pass of passes) {
      const run = passOf(products, workload, pass);
      for (let times = 1; ; times++) {
        log(`${workload.name} ${pass}${times > 1 ? ', again' : ''}`);
        const cell: Cell = {
          ...(await measureCell(contestants, workload, pass, rounds)),
          ...measureShare(run, workload.multiplyAdds, clock, ceiling, rounds),
          measured: times,
        };
        if (times < mostMeasurements && cellShortfalls(cell).length > 0) continue;
        cells.push(cell);
        break;
      }
    }
  }
  return {
    build: kernels.build,
    start,
    sizes,
    cells,
    isWhole: sizes.length === workloadSizes.length,
    networks: networks ? await measureNetworks(kernels, log) : [],
  };
}

async function measureCell(
  contestants: readonly Contestant[],
  workload: Workload,
  pass: Pass,
  rounds: number,
): Promise<Omit<Cell, 'ceiling' | 'share' | 'measured'>> {
  const prepared = new Map<string, Prepared>();
  for (const contestant of contestants) {
    const ready = await contestant.prepare(workload, pass);
    if (ready) prepared.set(contestant.name, ready);
  }
  const exact = passOf(plainKernels, inFloat64(workload), pass)();
  const errors: Record<string, number> = {};
  for (const [name, { run, read }] of prepared) errors[name] = errorOf(read(await run()), exact);
  const medians = await interleavedMedians(new Map([...prepared].map(([name, { run }]) => [name, run])), {
    rounds,
    warmUps: 3,
  });
  for (const { dispose } of prepared.values()) dispose();
  const { name, multiplyAdds, requiredShare } = workload;
  return {
    workload: name,
    pass,
    multiplyAdds,
    requiredShare,
    milliseconds: Object.fromEntries(medians),
    errors,
  };
}

/**
 * The median over rounds, in each of which the kernels run between two samples of the ceiling that take as long together:
 * a slow moment of the machine, or another process's turn, meets both.
 */
function measureShare(
  run: () => unknown,
  multiplyAdds: number,
  { spent }: KernelClock,
  ceiling: Ceiling,
  rounds: number,
): Pick<Cell, 'ceiling' | 'share'> {
  const inKernels = (count: number): number => {
    spent();
    for (let i = 0; i < count; i++) run();
    return spent() / count;
  };
  const once = inKernels(3);
  if (once === 0) return { ceiling: ceiling(sampleMilliseconds), share: null };
  const count = Math.ceil(sampleMilliseconds / once);
  const samples = Array.from({ length: rounds }, () => {
    const before = ceiling((once * count) / 2);
    const milliseconds = inKernels(count);
    const both = (before + ceiling((once * count) / 2)) / 2;
    return { ceiling: both, share: (2 * multiplyAdds) / milliseconds / 1e6 / both };
  });
  return {
    ceiling: median(samples.map((sample) => sample.ceiling)),
    share: median(samples.map(({ share }) => share)),
  };
}

function inFloat64({ x, w, dz, geometry }: Workload): Pick<Workload, 'x' | 'w' | 'dz' | 'geometry'> {
  const double = ({ shape, data }: Tensor): Tensor => ({ shape, data: Float64Array.from(data) });
  return { x: double(x), w: double(w), dz: double(dz), geometry };
}

/** The largest difference, as a share of the largest value; 1 where a length is wrong or a value is not a number. */
function errorOf(values: Float32Array, exact: Tensor): number {
  if (values.length !== exact.data.length) return 1;
  let [largest, difference] = [0, 0];
  for (const [i, value] of exact.data.entries()) {
    const own = Math.abs((values[i] ?? Number.NaN) - value);
    if (Number.isNaN(own)) return 1;
    difference = Math.max(difference, own);
    largest = Math.max(largest, Math.abs(value));
  }
  return difference / largest;
}
