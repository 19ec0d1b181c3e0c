import type { Evaluator } from './machine.ts';
import { reportMistake } from './mistaken.ts';
import { Unknown, type PyFunction } from './values.ts';
import { said } from '../../../model/text/text.ts';

/**
 * A forward pass that has come to its end without a `return`, and sets a name there that nothing can read: its `return` is
 * forgotten. What the pass was to give is unknown; null where nothing is forgotten.
 */
export function forgottenReturn(vm: Evaluator, callee: PyFunction): Unknown | null {
  const { definition, file } = callee.code;
  if (definition.kind !== 'function' || callee.name !== 'forward') return null;
  if (callee.owner?.isSubclassOf(vm.hooks.fallbackBase) !== true) return null;
  const last = definition.body().at(-1);
  const [target, ...more] = last?.kind === 'assign' ? last.targets : [];
  if (last?.kind !== 'assign' || target?.kind !== 'name' || more.length > 0) return null;
  if (last.value?.kind !== 'call' && last.value?.kind !== 'binary') return null;
  const { text } = file;
  const indent = text.slice(text.lastIndexOf('\n', last.start - 1) + 1, last.start);
  const edits = [{ span: { start: last.end, end: last.end }, newText: `\n${indent}return ${target.id}` }];
  reportMistake(vm, {
    code: 'unused-result',
    message: said(
      'forward ends here and returns nothing: {0} is computed and dropped. Return it.',
      target.id,
    ),
    place: { file, start: target.start, end: target.end },
    repairs: /^\s*$/.test(indent) ? [{ title: said('Return {0}', target.id), edits }] : [],
  });
  return new Unknown('forward returns nothing', vm.place);
}
