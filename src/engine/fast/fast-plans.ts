import type { ConvolutionGeometry } from '../geometry/convolution.ts';
import { kernelSizesOf, outputSizesOf } from '../geometry/window.ts';
import { elementCount } from '../tensor.ts';
import { inputGradientPlan, type InputGradientPlan } from './input-gradient-plan.ts';
import { PlanCache, type ChannelCounts } from './plan-cache.ts';
import { tinyPlan, type TinyPlan } from './tiny-convolution.ts';
import { windowPlan, type WindowPlan } from './window-plan.ts';
import {
  isForWinograd,
  winogradForwardPlan,
  winogradInputGradientPlan,
  type WinogradPlan,
} from './winograd-plan.ts';

/** How each pass of a convolution is done: which of the ways, and with which tables. */
export interface FastPlans {
  readonly forward: PlanCache<TinyPlan | WindowPlan | WinogradPlan>;
  readonly inputGradient: PlanCache<TinyPlan | InputGradientPlan | WinogradPlan>;
  readonly kernelGradient: PlanCache<TinyPlan | WindowPlan>;
}

/** Up to this many multiply-adds a list of them is walked: WebAssembly would still wait for its operands. */
const tinyWork = 2_000;

export function fastPlans(winograd: boolean): FastPlans {
  const tiny = new PlanCache(tinyPlan);
  const windows = new PlanCache(windowPlan);
  const isWinograd = (geometry: ConvolutionGeometry, counts: ChannelCounts): boolean =>
    winograd && isForWinograd(geometry, counts);
  return {
    forward: new PlanCache((geometry, counts) => {
      if (isTiny(geometry, counts)) return tiny.of(geometry, counts);
      return isWinograd(geometry, counts)
        ? winogradForwardPlan(geometry, counts)
        : windows.of(geometry, counts);
    }),
    inputGradient: new PlanCache((geometry, counts) => {
      if (isTiny(geometry, counts)) return tiny.of(geometry, counts);
      return isWinograd(geometry, counts)
        ? winogradInputGradientPlan(geometry, counts)
        : inputGradientPlan(geometry, counts);
    }),
    kernelGradient: new PlanCache((geometry, counts) =>
      isTiny(geometry, counts) ? tiny.of(geometry, counts) : windows.of(geometry, counts),
    ),
  };
}

function isTiny(
  { axes, groups }: ConvolutionGeometry,
  { batch, channels, outChannels }: ChannelCounts,
): boolean {
  const products = elementCount(kernelSizesOf(axes)) * elementCount(outputSizesOf(axes));
  return batch * outChannels * (channels / groups) * products <= tinyWork;
}
