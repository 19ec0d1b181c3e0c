import type { ConvolutionGeometry } from '../geometry/convolution.ts';

/** What a plan depends on beside the geometry. */
export interface ChannelCounts {
  readonly batch: number;
  readonly channels: number;
  readonly outChannels: number;
}

/**
 * The plan that was last made for each geometry: tables of offsets, which layers of a network need again in every run.
 * A plan goes when its geometry does.
 */
export class PlanCache<Plan> {
  readonly #plans = new WeakMap<ConvolutionGeometry, ChannelCounts & { readonly plan: Plan }>();
  readonly #make: (geometry: ConvolutionGeometry, counts: ChannelCounts) => Plan;

  constructor(make: (geometry: ConvolutionGeometry, counts: ChannelCounts) => Plan) {
    this.#make = make;
  }

  of(geometry: ConvolutionGeometry, { batch, channels, outChannels }: ChannelCounts): Plan {
    return this.get(geometry, batch, channels, outChannels);
  }

  /** With the counts as numbers: the smallest convolutions take less time than making an object of them. */
  get(geometry: ConvolutionGeometry, batch: number, channels: number, outChannels: number): Plan {
    const known = this.#plans.get(geometry);
    if (known?.batch === batch && known.channels === channels && known.outChannels === outChannels) {
      return known.plan;
    }
    const counts = { batch, channels, outChannels };
    const plan = this.#make(geometry, counts);
    this.#plans.set(geometry, { ...counts, plan });
    return plan;
  }
}
