import { assertNever } from '../../util/assert-never.ts';
import type { MisfitRule } from '../rules/rule-failure.ts';
import { textIn } from '../text/text-in.ts';
import { shapeText } from './number-text.ts';
import type { ProblemWords } from './words/english-problems.ts';

/** What is wrong with a rule of `convlens.layers`, where a layer of its type stands. */
export function layerRuleMessage(
  failure: MisfitRule,
  type: string,
  { rule: say, translation }: ProblemWords,
): string {
  switch (failure.reason) {
    case 'unreadable':
      return say.unreadable(type, textIn(translation, failure.detail));
    case 'no-dimension':
      return say.noDimension(type, failure.name, shapeText(failure.shape));
    case 'no-input':
      return say.noInput(type, failure.name, failure.inputs);
    case 'no-item':
      return say.noItem(type, failure.name, failure.index);
    case 'list':
      return say.list(type, failure.name, failure.length);
    case 'division-by-zero':
      return say.divisionByZero(type);
    case 'no-size':
      return say.noSize(type, worked([failure.formula, failure.numbers, failure.value]));
    default:
      return assertNever(failure);
  }
}

/** `H/2 = 13/2 = 6.5`, `H/3 = 14/3 ≈ 4.67` */
const worked = (steps: readonly string[]): string => [...new Set(steps)].join(' = ').replace('= ≈', '≈');
