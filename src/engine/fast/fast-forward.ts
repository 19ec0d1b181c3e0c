import type { Tensor } from '../tensor.ts';
import { contraction, productSize } from './contraction.ts';
import { copyBox } from './copy-box.ts';
import { padPlanes } from './padded-planes.ts';
import type { KernelSession } from './session.ts';
import type { WindowPlan } from './window-plan.ts';

/** Z = X ⋆ W + b in float32. Equals `convolve` up to rounding. */
export function fastForward(
  session: KernelSession,
  plan: WindowPlan,
  x: Tensor,
  w: Tensor,
  b: Tensor | null,
): Tensor {
  const { run, workspace } = session;
  workspace.reset();
  const { layout, kernel, windows, inPerGroup, outPerGroup, kernelRow, outputPlane, outputShape } = plan;
  const [batch = 1, channels = 1] = x.shape;
  const [, outChannels = 1] = outputShape;
  const source = padPlanes(session, x.data, batch * channels, layout);
  const weights = workspace.floats(w.data);
  const start = workspace.start(b, outChannels);
  const columns = windows.columnCount;
  const z = workspace.allocate((outChannels + 3) * columns);
  const product = batch === 1 ? z : workspace.allocate(productSize(kernel, columns));
  const multiply = contraction(session, kernel, windows);
  for (let first = 0, c = 0; first < outChannels; first += outPerGroup, c += inPerGroup) {
    const target = z + first * outputPlane * 4;
    multiply(
      weights + first * kernelRow * 4,
      source + c * layout.planeSize * 4,
      start + first * 4,
      batch === 1 ? target : product,
    );
    // The product is [channel, batch · plane], Z [batch, channel, plane].
    if (batch > 1) {
      copyBox(run, product, target, [
        [1, 0, 0],
        [batch, outputPlane, outChannels * outputPlane],
        [outPerGroup, columns, outputPlane],
        [outputPlane, 1, 1],
      ]);
    }
  }
  return { shape: outputShape, data: workspace.copyOf(z, outChannels * columns) };
}
