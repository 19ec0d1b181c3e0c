import type { Tensor } from '../tensor.ts';
import { contraction, productSize } from './contraction.ts';
import { copyBox } from './copy-box.ts';
import type { InputGradientPlan, Phase } from './input-gradient-plan.ts';
import { padPlanes } from './padded-planes.ts';
import type { KernelSession } from './session.ts';

/**
 * dX in float32, without putting zeros between the cells of dZ: each phase of the input is a correlation in steps of 1
 * with its part of the kernel. Equals `inputGradientByScattering` up to rounding.
 */
export function fastInputGradient(
  session: KernelSession,
  plan: InputGradientPlan,
  dz: Tensor,
  w: Tensor,
): Tensor {
  const { workspace } = session;
  workspace.reset();
  const { layout, phases, inputShape, inputPlane, inPerGroup } = plan;
  const [batch = 1, channels = 1] = inputShape;
  const [, outChannels = 1] = dz.shape;
  const operands: Operands = {
    source: padPlanes(session, dz.data, batch * outChannels, layout),
    weights: workspace.floats(w.data),
    start: workspace.start(null, inPerGroup),
    dx: workspace.allocate((batch * channels + 3) * inputPlane),
  };
  if (!plan.coversInput) session.run.clear(operands.dx, batch * channels * inputPlane * 4);
  for (const phase of phases) workspace.within(() => runPhase(session, plan, phase, operands));
  return { shape: inputShape, data: workspace.copyOf(operands.dx, batch * channels * inputPlane) };
}

/** Addresses in the kernels' memory. */
interface Operands {
  readonly source: number;
  readonly weights: number;
  readonly start: number;
  readonly dx: number;
}

function runPhase(
  session: KernelSession,
  plan: InputGradientPlan,
  phase: Phase,
  { source, weights, start, dx }: Operands,
): void {
  const { run, workspace } = session;
  const { layout, inPerGroup, outPerGroup, kernelPlane, inputPlane } = plan;
  const { kernel, windows, placement } = phase;
  const product = placement ? workspace.allocate(productSize(kernel, windows.columnCount)) : 0;
  const multiply = contraction(session, kernel, windows);
  for (let group = 0; group < plan.groups; group++) {
    const target = dx + group * inPerGroup * inputPlane * 4;
    multiply(
      weights + group * outPerGroup * inPerGroup * kernelPlane * 4,
      source + group * outPerGroup * layout.planeSize * 4,
      start,
      placement ? product : target,
    );
    if (!placement) continue;
    for (const { from, to, box } of placement) copyBox(run, product + from * 4, target + to * 4, box);
  }
}
