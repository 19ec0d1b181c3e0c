import type { Operation } from '../../../model/graph/operation.ts';
import type { LayerConfig } from '../config.ts';
import type { LayerRule, RuleContext } from './layer-rule.ts';
import { attentionRules } from './attention.ts';
import { pointwiseRules } from './pointwise.ts';
import { resizingRules } from './resizing.ts';
import { shapeRules } from './shapes.ts';
import { sequenceRules } from './sequences.ts';
import { windowRules } from './windows.ts';

const rules: ReadonlyMap<string, LayerRule> = new Map([
  ...windowRules,
  ...resizingRules,
  ...pointwiseRules,
  ...shapeRules,
  ...sequenceRules,
  ...attentionRules,
]);

/**
 * keras/src/layers/rnn/time_distributed.py: the layer inside, for each step of [N, T, …]. One that works on the last
 * dimension or on every value alone does so over all steps at once.
 */
function eachStep(config: LayerConfig, context: RuleContext): Operation {
  const inner = config.inside('layer');
  const name = inner.text('class_name') ?? '';
  const operation = operationOf(name, inner.inside('config'), {
    declaredInput: null,
    declaredOutput: null,
    keywords: [null],
  });
  if (operation.kind === 'flatten') return { ...operation, start: operation.start + 1 };
  if (operation.kind === 'linear' || (operation.kind === 'elementwise' && !operation.learned))
    return operation;
  if (operation.kind === 'unknown') return { ...operation, declared: context.declaredOutput };
  return { kind: 'each-step', inner: operation };
}

/** The operation of a layer; a class that is not known has the output that the file declares for it, if any. */
export function operationOf(className: string, config: LayerConfig, context: RuleContext): Operation {
  if (className === 'TimeDistributed') return eachStep(config, context);
  const rule = rules.get(className);
  if (rule !== undefined) return rule(config, context);
  return { kind: 'unknown', outputs: 1, declared: context.declaredOutput };
}
