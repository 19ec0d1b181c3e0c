import { asWritten, said } from '../../../model/text/text.ts';
import { closestWord } from '../../../util/closest.ts';
import type { Name } from '../syntax/ast.ts';
import { boundNames } from '../syntax/bound-names.ts';
import type { Evaluator } from './machine.ts';
import { reportMistake } from './mistaken.ts';
import { Unknown, type Scope } from './values.ts';

/** The value of a name that nothing defines. */
export class UndefinedName extends Unknown {}

/** Names of Python, of Python 2, of its shell, of notebooks and of profilers, whatever is declared of them here. */
const elsewhere: ReadonlySet<string> = new Set([
  'In', 'Out', 'WindowsError', 'aiter', 'anext', 'apply', 'ascii', 'basestring', 'breakpoint', 'buffer', 'bytearray', 'bytes',
  'callable', 'cmp', 'coerce', 'compile', 'complex', 'copyright', 'credits', 'delattr', 'dir', 'display', 'divmod', 'exit',
  'file', 'format', 'hash', 'help', 'hex', 'id', 'input', 'intern', 'license', 'line_profiler', 'long', 'memoryview', 'oct', 'open',
  'ord', 'profile', 'quit', 'raw_input', 'reduce', 'reload', 'reveal_locals', 'reveal_type', 'unichr', 'unicode', 'xrange',
]); // prettier-ignore

/** Names of exceptions, which are more than are declared here. */
const exception = /(?:Error|Warning|Exception|Exit|Group|Interrupt)$/;

/** A name that nothing defines, where it is read. */
export function undefinedAt(vm: Evaluator, name: Name, { why, place }: UndefinedName): UndefinedName {
  vm.charge(1);
  reportUndefined(vm, name);
  const { start, end } = name;
  return new UndefinedName(why, vm.frame ? { file: vm.frame.file, start, end } : place);
}

/** A name that Python surely does not find: nothing in the whole file gives it a value, in whatever scope. */
function reportUndefined(vm: Evaluator, { id, start, end }: Name): void {
  const { frame, isSure, document } = vm;
  const file = frame?.file;
  if (!isSure || !file || file.path !== document?.file?.path) return;
  if (id.startsWith('__') || elsewhere.has(id) || exception.test(id)) return;
  if (boundNames(file)?.has(id) !== false) return;
  const meant = id.length < 4 ? null : closestWord(id, visible(frame.scope));
  const edits = [{ span: { start, end }, newText: meant ?? '' }];
  reportMistake(vm, {
    message: asWritten(`NameError: name '${id}' is not defined`),
    place: { file, start, end },
    repairs: meant === null ? [] : [{ title: said('Write {0}', meant), edits }],
  });
}

function visible(start: Scope): readonly string[] {
  const names: string[] = [];
  for (let scope: Scope | null = start; scope; scope = scope.parent)
    names.push(...scope.names.keys(), ...(scope.lazy?.keys() ?? []));
  return names;
}
