import type { Tensor } from '../tensor.ts';
import { contraction, fewRows } from './contraction.ts';
import { padPlanes } from './padded-planes.ts';
import type { KernelSession } from './session.ts';
import type { WindowPlan } from './window-plan.ts';

/**
 * dW in float32. Equals `kernelGradient` up to rounding. It is Z's product with the roles of taps and windows exchanged;
 * where a group has few out-channels, both operands are read where they stand.
 */
export function fastKernelGradient(session: KernelSession, plan: WindowPlan, x: Tensor, dz: Tensor): Tensor {
  const { workspace } = session;
  workspace.reset();
  const { layout, gradient, inPerGroup, outPerGroup, kernelRow, outputPlane, kernelShape } = plan;
  const [batch = 1, channels = 1] = x.shape;
  const [outChannels = 1] = kernelShape;
  const source = padPlanes(session, x.data, batch * channels, layout);
  const dzAt = workspace.floats(dz.data);
  const dw = workspace.allocate((outChannels + 3) * kernelRow);
  if (gradient.rowCount > fewRows) {
    const start = workspace.start(null, outPerGroup);
    const multiply = contraction(session, gradient, plan.taps);
    for (let first = 0, c = 0; first < outChannels; first += outPerGroup, c += inPerGroup) {
      multiply(
        dzAt + first * outputPlane * 4,
        source + c * layout.planeSize * 4,
        start,
        dw + first * kernelRow * 4,
      );
    }
  } else {
    const correlate = rowCorrelation(session, plan);
    for (let out = 0; out < outChannels; out++) {
      const c = Math.floor(out / outPerGroup) * inPerGroup;
      correlate(dzAt + out * outputPlane * 4, source + c * layout.planeSize * 4, dw + out * kernelRow * 4);
    }
  }
  return { shape: kernelShape, data: workspace.copyOf(dw, outChannels * kernelRow) };
}

/** dW of one out-channel after another. Writes up to three values too many, which the next one's overwrite. */
function rowCorrelation(
  { run, workspace }: KernelSession,
  { windows, taps, gradientRuns, kernelRow }: WindowPlan,
): (dz: number, x: number, dw: number) => void {
  const dzRuns = workspace.table(gradientRuns);
  const xRuns = workspace.table(windows.runs);
  const tapTable = workspace.table(taps.columns);
  const inLastVector = ((windows.runWidth - 1) % 4) + 1;
  const mask = workspace.table(Int32Array.from({ length: 4 }, (_, lane) => (lane < inLastVector ? -1 : 0)));
  return (dz, x, dw) =>
    run.correlateToTaps(
      ...([dz, dzRuns, x, xRuns] as const),
      ...([windows.runs.length, windows.runWidth] as const),
      ...([tapTable, kernelRow, mask, dw] as const),
    );
}
