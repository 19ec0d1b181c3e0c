import { plainKernels, type ProductKernels } from '../../engine/network/product-kernels.ts';
import type { ComputeWorker, NetworkProgress } from '../../protocol/compute.ts';
import { Transfer, type Handlers } from '../../protocol/rpc/channel.ts';
import type { Schedule } from '../../protocol/rpc/port.ts';
import { checkCell, checkExample, runExample, runLayer } from '../run-layer.ts';
import { buffersOf } from './buffers.ts';
import { layoutNetwork } from './layout-network.ts';
import { Pacer } from './pacer.ts';
import { runNetworkWork } from './run-network.ts';

export interface ComputeParts {
  readonly schedule: Schedule;
  /** Milliseconds now. */
  readonly clock: () => number;
  /** The kernels of fast mode; the plain ones where there is no WebAssembly SIMD. */
  readonly fastKernels: () => ProductKernels;
  readonly progress: (notice: NetworkProgress) => void;
  /** What the user reads, as VS Code names it; English unless told. */
  readonly language?: string | undefined;
}

/** Answers of the compute worker; the values go to the host without being copied. */
export function computeHandlers({
  schedule,
  clock,
  fastKernels,
  progress,
  language,
}: ComputeParts): Handlers<ComputeWorker> {
  const kernelsFor = (arithmetic: 'exact' | 'fast'): ProductKernels =>
    arithmetic === 'exact' ? plainKernels : fastKernels();
  return {
    runLayer: ({ layer, ...work }) => handedOver(runLayer(layer, work, fastKernels)),
    checkCell: ({ layer, ...work }) => checkCell(layer, work),
    checkExample,
    runExample: (work) => handedOver(runExample(work)),
    runNetwork: async (work, { token }) =>
      handedOver(
        await runNetworkWork(
          work,
          kernelsFor(work.choices.arithmetic),
          new Pacer(schedule, clock, token),
          progress,
          language,
        ),
      ),
    layoutNetwork: ({ sources }) => layoutNetwork(sources),
  };
}

const handedOver = <T>(answer: T) => new Transfer(answer, buffersOf(answer));
