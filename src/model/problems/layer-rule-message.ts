import { assertNever } from '../../util/assert-never.ts';
import type { LackingField, MisfitRule } from '../rules/rule-failure.ts';
import { counted, shapeText } from './number-text.ts';

/** What is wrong with a rule of `convlens.layers`, where a layer of its type stands. */
export function layerRuleMessage(failure: MisfitRule, type: string): string {
  const rule = `The rule that you declared for ${type}`;
  switch (failure.reason) {
    case 'unreadable':
      return `${rule} cannot be read: ${failure.detail}.`;
    case 'no-dimension':
      return `${rule} reads ${failure.name}, but the input is ${shapeText(failure.shape)}.`;
    case 'no-input':
      return `${rule} reads ${failure.name}, but the layer has ${failure.inputs === 0 ? 'no input' : `only ${counted(failure.inputs, 'input')}`}.`;
    case 'no-item':
      return `${rule} reads {${failure.name}[${failure.index}]}: the list has no such place. The first is 0.`;
    case 'list':
      return `${rule} reads {${failure.name}} as one number, but it is a list of ${failure.length}. Write {${failure.name}[0]}, {${failure.name}[1]}, … there.`;
    case 'division-by-zero':
      return `${rule} divides by 0.`;
    case 'no-size': {
      const { formula, numbers, value } = failure;
      return `${rule} gives ${worked([formula, numbers, value])}, which is no size. Round it there with floor() or ceil(), or change the layer.`;
    }
    default:
      return assertNever(failure);
  }
}

export function lackingMessage({ reason, name }: LackingField, type: string): string {
  const lack = reason === 'no-field' ? 'which is not given here' : 'which is no number here';
  return `The rule that you declared for ${type} reads {${name}}, ${lack}: the output is unknown. A value to take instead is written {${name}=1}.`;
}

/** `H/2 = 13/2 = 6.5`, `H/3 = 14/3 ≈ 4.67` */
const worked = (steps: readonly string[]): string => [...new Set(steps)].join(' = ').replace('= ≈', '≈');
