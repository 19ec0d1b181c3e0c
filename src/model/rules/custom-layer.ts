import type { Layout } from '../graph/shape.ts';
import type { LayerFields, LayerRule, LayerRules } from './layer-rule.ts';
import type { Unreadable } from './read-formulas.ts';

/** A layer that ConvLens does not know, by a rule that the user declares for its type. */
export interface Custom {
  readonly kind: 'custom';
  readonly rule: LayerRule | Unreadable;
  readonly fields: LayerFields;
  /** In which order the model's tensors have their dimensions, and the rule gives them. */
  readonly order: Layout;
}

/** The operation of a layer that ConvLens does not know but the user has a rule for; null where there is none. */
export function customLayer(
  type: string,
  rules: LayerRules | undefined,
  fields: () => LayerFields,
  layout: Layout = 'channels-first',
): Custom | null {
  const rule = rules?.get(type);
  return rule ? { kind: 'custom', rule, fields: fields(), order: layout } : null;
}

/** How many outputs it has; one where the rule cannot be read. */
export const customOutputs = ({ rule }: Custom): number => ('unreadable' in rule ? 1 : rule.outputs.length);
