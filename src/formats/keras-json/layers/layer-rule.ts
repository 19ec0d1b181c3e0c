import type { Operation } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { LayerConfig } from '../config.ts';

/** What a rule may know besides the layer's own config. */
export interface RuleContext {
  /** The shape of input 0 as the file declares it; null where it does not say. */
  readonly declaredInput: Shape;
  /** The shape of the output as the file declares it. */
  readonly declaredOutput: Shape;
  /** The inputs of this call, by the keyword that each is given as; null for those given by place. */
  readonly keywords: readonly (string | null)[];
}

/** The operation of one class of layers. */
export type LayerRule = (config: LayerConfig, context: RuleContext) => Operation;

/** Rules of classes that come for one to three axes: `Conv2D`, `MaxPooling3D`. */
export function perRank(
  name: (rank: string) => string,
  rule: (config: LayerConfig, axes: number, context: RuleContext) => Operation,
  ranks: readonly number[] = [1, 2, 3],
): readonly (readonly [string, LayerRule])[] {
  return ranks.map((axes) => [name(`${axes}D`), (config, context) => rule(config, axes, context)]);
}
