import type { TextProblem } from '../../../model/problems/problem.ts';
import { defaultSeverities } from '../../../model/problems/severities.ts';
import { said, type Filled } from '../../../model/text/text.ts';
import { closestWord } from '../../../util/closest.ts';
import { ownName, inClass } from '../interpreter/attributes.ts';
import { PyClass, PyFunction } from '../interpreter/values.ts';
import type { Session } from '../session.ts';
import type { ClassDefinition, FunctionDefinition } from '../syntax/ast.ts';
import { wordPlaces } from '../syntax/word-places.ts';
import { moduleType } from '../torch/module.ts';

/** Methods that are looked at more closely: by a name that may be meant for another one, or without `self`. */
const suspects =
  /^[ \t]+def[ \t]+(?:(?!forward\b|__init__\b)(\w{5,9})[ \t]*\(|forward[ \t]*\([ \t]*(?!self\b|\*)\w)/gm;

/** What PyTorch and Python call, by how many letters another name may differ from it. */
const called = [
  { name: 'forward', by: 'PyTorch', limit: 2 },
  { name: '__init__', by: 'Python', limit: 2 },
] as const;

/** Names that may stand for `self`. */
const selves = /^(?:self|this|cls|s|m|mod|module|net|model|me|slf|_\w*)$/;

/** Methods of a module that nothing calls, because of their name, and forward passes that leave `self` out. */
export function misnamedMethods(session: Session): TextProblem[] {
  const { file } = session;
  const problems: TextProblem[] = [];
  for (const { index, 0: found, 1: name = 'forward' } of file.text.matchAll(suspects)) {
    if (name !== 'forward' && meantBy(name) === null) continue;
    const at = index + found.length;
    const within = file.module.body.find(({ start, end }) => start <= index && at <= end);
    if (within?.kind !== 'class') continue;
    const type = ownName(session.module.scope, within.name);
    if (!(type instanceof PyClass) || type.definition?.syntax !== within) continue;
    if (!type.isSubclassOf(moduleType) || type.open || type.isAltered) continue;
    const method = type.names.get(name);
    if (!(method instanceof PyFunction) || method.definition.kind !== 'function') continue;
    const problem =
      name === 'forward'
        ? withoutSelf(session, method.definition)
        : misnamed(session, within, type, method.definition);
    if (problem) problems.push(problem);
  }
  return problems;
}

/** What a method is meant for by its name; the helpers of a forward pass begin as it does. */
function meantBy(name: string): (typeof called)[number] | null {
  if (name.startsWith('forward') || name.startsWith('_forward')) return null;
  return called.find((each) => closestWord(each.name, [name], each.limit) !== null) ?? null;
}

function misnamed(
  session: Session,
  { name: className }: ClassDefinition,
  type: PyClass,
  { name, nameStart, nameEnd, start, end, decorators }: FunctionDefinition,
): TextProblem | null {
  const meant = meantBy(name);
  const { text } = session.file;
  // What something speaks of may be called by it.
  if (!meant || decorators.length > 0 || [...wordPlaces(text, name)].length !== 1) return null;
  if (meant.name === 'forward') {
    const own = ['forward', '__call__'].some((each) => inClass(type, each) !== moduleType.names.get(each));
    // One that others derive from may leave it to them.
    if (
      own ||
      [...wordPlaces(text, className)].some((at) => /^\s*[,)]/.test(text.slice(at + className.length)))
    )
      return null;
  } else if (
    type.names.has('__init__') ||
    !/super\s*\([^()]*\)\s*\.\s*__init__\s*\(|Module\s*\.\s*__init__\s*\(/.test(text.slice(start, end))
  )
    return null;
  return problem(
    said('Nothing calls {0}: {1} calls {2}.', name, meant.by, meant.name),
    { start: nameStart, end: nameEnd },
    { title: said('Write {0}', meant.name), start: nameStart, end: nameEnd, text: meant.name },
  );
}

function withoutSelf(session: Session, definition: FunctionDefinition): TextProblem | null {
  const { parameters, decorators, start, end } = definition;
  const [first] = parameters;
  if (first?.kind !== 'plain' || selves.test(first.name) || decorators.length > 0) return null;
  const { text } = session.file;
  const usesSelf = [...wordPlaces(text.slice(start, end), 'self')].length > 0;
  if (!usesSelf || parameters.some(({ name }) => name === 'self')) return null;
  return problem(
    said('forward has no self: Python gives it the object first, as {0}.', first.name),
    { start: first.start, end: first.end },
    { title: said('Write {0}', 'self'), start: first.start, end: first.start, text: 'self, ' },
  );
}

function problem(
  message: Filled,
  span: TextProblem['span'],
  fix: { readonly title: Filled; readonly start: number; readonly end: number; readonly text: string },
): TextProblem {
  const { title, start, end, text } = fix;
  return {
    code: 'invalid-value',
    severity: defaultSeverities['invalid-value'],
    message,
    span,
    related: [],
    repairs: [{ title, edits: [{ span: { start, end }, newText: text }] }],
  };
}
