import type { Operation } from '../../../model/graph/operation.ts';
import type { LayerConfig } from '../config.ts';
import type { LayerRule, RuleContext } from './layer-rule.ts';
import { pointwiseRules } from './pointwise.ts';
import { resizingRules } from './resizing.ts';
import { shapeRules } from './shapes.ts';
import { windowRules } from './windows.ts';

const rules: ReadonlyMap<string, LayerRule> = new Map([
  ...windowRules,
  ...resizingRules,
  ...pointwiseRules,
  ...shapeRules,
]);

/** The operation of a layer; a class that is not known has the output that the file declares for it, if any. */
export function operationOf(className: string, config: LayerConfig, context: RuleContext): Operation {
  const rule = rules.get(className);
  if (rule !== undefined) return rule(config, context);
  return { kind: 'unknown', outputs: 1, declared: context.declaredOutput };
}
