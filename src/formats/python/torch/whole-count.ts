import type { Repair } from '../../../model/problems/problem.ts';
import { floatText } from '../interpreter/format.ts';
import type { Bound } from '../interpreter/native.ts';
import { argumentOf, argumentPlace } from './refusals.ts';
import { toNumber } from './tensors.ts';
import { said, type Text } from '../../../model/text/text.ts';

/** A count that must be whole: PyTorch refuses `64 / 4` where it takes `64 // 4`. */
export function wholeCount(args: Bound, name: string): number | null {
  const value = args.value(name);
  if (typeof value === 'object' && value?.kind === 'float') {
    args.vm.hooks.report({
      code: 'refused-hyperparameter',
      message: said(
        '{0} is the float {1}: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
        name,
        floatText(value.value),
      ),
      place: argumentPlace(args, name),
      repairs: wholeDivision(args, name),
    });
    return Number.isInteger(value.value) ? value.value : null;
  }
  return toNumber(value);
}

/** `//` for the `/` that made a float, or `int(…)` around it. */
function wholeDivision(args: Bound, name: string): readonly Repair<Text>[] {
  const { site } = args;
  const value = site && argumentOf(site, args.parameters, name)?.value;
  if (!site || !value) return [];
  const { start, end } = value;
  if (value.kind !== 'binary' || value.operator !== '/') {
    const edits = [
      { span: { start, end: start }, newText: 'int(' },
      { span: { start: end, end }, newText: ')' },
    ];
    return [{ title: 'Wrap it in int(…)', edits }];
  }
  const slash = site.file.text.indexOf('/', value.left.end);
  const span = { start: slash, end: slash + 1 };
  return [{ title: 'Divide with //', edits: [{ span, newText: '//' }] }];
}
