import type { Dim, Shape } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { amountText } from '../../rules/amount-text.ts';
import { toDim, type Amount } from '../../rules/amount.ts';
import { customOutputs, type Custom } from '../../rules/custom-layer.ts';
import { Evaluation } from '../../rules/evaluate.ts';
import type { WrittenFormula } from '../../rules/formula.ts';
import { isLacking, type RuleFailure } from '../../rules/rule-failure.ts';
import { exactCount } from '../dims.ts';
import { inferred, type OperationRule } from '../inference.ts';

/** A layer with a rule that the user declares; unknown as far as the rule leaves it so. */
export const custom: OperationRule<Custom> = (operation, inputShapes) => {
  const { rule, fields, order } = operation;
  if ('unreadable' in rule) {
    const failure: RuleFailure = { reason: 'unreadable', detail: rule.unreadable };
    return inferred(null, { params: null, macs: null, findings: [findingOf(failure)] });
  }
  const evaluation = new Evaluation({ fields, inputShapes, layout: order });
  const outputShapes = rule.outputs.map((output): Shape => {
    if (output === 'same') return inputShapes[0] ?? null;
    return output.map((size) => sizeOf(size, evaluation));
  });
  const params = rule.params && countOf(rule.params, evaluation);
  const macs = rule.macs && countOf(rule.macs, evaluation);
  const { failure } = evaluation;
  if (failure === null) return inferred(null, { outputShapes, params, macs });
  const unknown = Array.from({ length: customOutputs(operation) }, () => null);
  return inferred(null, { outputShapes: unknown, params: null, macs: null, findings: [findingOf(failure)] });
};

function sizeOf(written: WrittenFormula, evaluation: Evaluation): Dim {
  const value = evaluation.value(written.formula);
  return value && (toDim(value) ?? noSize(written, value, evaluation));
}

/** Parameters or multiply-adds; 0 is a count too. */
function countOf(written: WrittenFormula, evaluation: Evaluation): number | null {
  const value = evaluation.value(written.formula);
  if (value?.symbol !== null) return null;
  const isCount = value.den === 1 && value.num >= 0;
  return isCount ? exactCount(value.num) : noSize(written, value, evaluation);
}

function noSize(written: WrittenFormula, value: Amount, evaluation: Evaluation): null {
  const numbers = evaluation.withNumbers(written);
  return evaluation.fail({ reason: 'no-size', formula: written.text, numbers, value: amountText(value) });
}

/** Without a field that the rule reads the layer is just not known. */
function findingOf(failure: RuleFailure): Finding {
  const place = { field: 'type', axes: [] } as const;
  return isLacking(failure)
    ? { code: 'unknown-layer', ...place, lacks: failure }
    : { code: 'layer-rule', ...place, failure };
}
