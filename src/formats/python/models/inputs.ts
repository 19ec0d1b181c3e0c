import type { Dim, Shape } from '../../../model/graph/shape.ts';
import type { InputOrigin } from '../../../model/graph/operation.ts';
import type { Directive, InputDirective } from '../../comments/directive.ts';
import { chosenInput } from '../../input-choice.ts';
import type { InputChoice } from '../../format.ts';
import { isSameFile, spanIn } from '../graph/source.ts';
import { mapTensors } from '../graph/tensors-in.ts';
import type { Place } from '../interpreter/atoms.ts';
import { PyList, PyTensor, Unknown, type PyInstance, type Value } from '../interpreter/values.ts';
import type { Session } from '../session.ts';
import type { FunctionDefinition, Parameter } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { constant } from '../torch/tensors.ts';
import { writtenShape } from './annotated-shapes.ts';
import type { Candidate } from './candidates.ts';
import { forwardOf, passOf, requiredInputs, type ModelInput } from './forward.ts';
import type { SeenCall } from './script.ts';
import { said } from '../../../model/text/text.ts';

/** An input before its size is complete. */
export interface OpenInput extends ModelInput {
  /** Sizes that something in the file or the user gives; null where nothing gives even the rank. */
  readonly dims: Shape;
}

/**
 * What the file and the user say about a model's inputs. The strongest first: what the user asks for here and now, a
 * comment, a call or an annotation in the file; a setting only where the file says nothing.
 */
export function statedInputs(
  session: Session,
  candidate: Candidate,
  call: SeenCall | null,
): readonly OpenInput[] {
  const comments = directivesFor(session, candidate).flatMap(({ inputs: said }) =>
    said.map((each) => [choiceOf(each), each] as const),
  );
  const commented = comments.map(([choice]) => choice);
  const placeOf = (choice: InputChoice): Place | null => {
    const written = comments.find(([each]) => each === choice)?.[1];
    return written ? { file: session.file, start: written.start, end: written.end } : null;
  };
  const { inputs } = session.context;
  const asked = inputs.filter(({ origin }) => origin !== 'setting');
  const set = session.prepared ? [] : inputs.filter(({ origin }) => origin === 'setting');
  const stated =
    (call && fromCall(session, candidate, call)) ??
    withRest(fromParameters(session, candidate), candidate, asked.length > 0 ? asked : commented);
  const all = withNamed(stated, candidate, [...commented, ...inputs]);
  return all.map((input, index) => {
    const decided = chosen(input, index, asked) ?? chosen(input, index, commented, placeOf);
    if (decided) return decided;
    return (input.origin === 'file' ? null : chosen(input, index, set)) ?? input;
  });
}

/** `*inputs` takes as many as are given without a name. */
function withRest(
  inputs: readonly OpenInput[],
  { model }: Candidate,
  choices: readonly InputChoice[],
): readonly OpenInput[] {
  const rest = forwardOf(model)?.parameters.find(({ kind }) => kind === '*');
  if (!rest) return inputs;
  const count = choices.filter(({ name }) => name === undefined).length - inputs.length;
  const more = Array.from({ length: Math.max(0, count) }, (_, place) =>
    openInput(`${rest.name}[${place}]`, null),
  );
  return [...inputs, ...more];
}

/** A choice by name may be for a parameter that has a default. */
function withNamed(
  inputs: readonly OpenInput[],
  { model }: Candidate,
  choices: readonly InputChoice[],
): readonly OpenInput[] {
  const parameters = (forwardOf(model)?.parameters ?? []).slice(1);
  const missing = parameters.filter(
    ({ name }) =>
      choices.some((choice) => choice.name === name) && !inputs.some((input) => input.name === name),
  );
  return [...inputs, ...missing.map(({ name }) => ({ ...openInput(name, null), byName: true }))];
}

function chosen(
  input: OpenInput,
  index: number,
  choices: readonly InputChoice[],
  placeOf: (choice: InputChoice) => Place | null = () => null,
): OpenInput | null {
  const { shape, origin, choice } = chosenInput(
    input.dims,
    choices,
    input.name,
    index,
    'channels-first',
    false,
  );
  if (origin === null || shape === null) return null;
  const dtype = input.value instanceof PyTensor ? input.value.dtype : 'float';
  const value = input.value instanceof PyList ? samples(shape) : constant(shape, dtype);
  return { ...input, dims: shape, value, origin, reason: null, place: choice ? placeOf(choice) : null };
}

/** A batch as detectors take it: a list of images. */
function samples([count = 1, ...image]: readonly Dim[]): PyList {
  const length = typeof count === 'number' ? Math.min(count, 16) : 1;
  return new PyList(Array.from({ length }, () => constant(image, 'float')));
}

function choiceOf({ name, dims }: InputDirective): InputChoice {
  return { dims, origin: 'comment', ...(name === null ? {} : { name }) };
}

/** The comments that are for this model: beside its `model=`, in or above its definition; else those of no model. */
function directivesFor(session: Session, candidate: Candidate): readonly Directive[] {
  const own = session.directives.filter(({ model }) => model !== null && model === candidate.name);
  if (own.some(({ inputs }) => inputs.length > 0)) return own;
  const free = session.directives.filter(({ model }) => model === null);
  const inside = free.filter((directive) => scopeOf(session, directive) === candidate.definition);
  if (candidate.definition !== null && inside.length > 0) return inside;
  return free.filter((directive) => scopeOf(session, directive) === null);
}

/** The class or function that a comment stands in, or directly above. */
function scopeOf({ file }: Session, { start, end }: Directive): string | null {
  const statement = file.module.body.find((each) => each.end >= start);
  if (statement?.kind !== 'class' && statement?.kind !== 'function') return null;
  if (start >= statement.start) return statement.name;
  const between = file.text.slice(end, statement.start);
  return /^\s*$/.test(between) && !/\n[ \t]*\n/.test(between) ? statement.name : null;
}

/** What the file itself gives the model, or another one of its class. */
function fromCall(session: Session, { model }: Candidate, call: SeenCall): readonly OpenInput[] {
  const parameters = (forwardOf(model)?.parameters ?? []).slice(1);
  const { site } = call;
  const isHere = isSameFile(session.file, site?.file);
  const place = isHere && site ? { file: site.file, start: site.call.start, end: site.call.end } : null;
  const reason = place && said('the call in line {0}', lineOf(session, place));
  const given = (name: string, value: Value, byName: boolean): OpenInput => {
    const copy = mapTensors(value, ({ shape, dtype }) => constant(shape, dtype));
    const dims = copy instanceof PyTensor ? copy.shape : null;
    return { name, value: copy, byName, origin: 'file', reason, place, dims };
  };
  return [
    ...call.args.map((value, index) => given(parameters[index]?.name ?? nameAt(index), value, false)),
    ...[...call.kwargs].map(([name, value]) => given(name, value, true)),
  ];
}

/** The line of the analysed file that a place of it is in, counted from 1; what names one is another one wherever lines are added above. */
export function lineOf({ file, vm }: Session, place: Place): number {
  vm.reads.spoil();
  return file.lines.position(spanIn(file, place.file, place.start, place.end).start).line + 1;
}

function fromParameters(session: Session, { model }: Candidate): readonly OpenInput[] {
  const forward = forwardOf(model);
  const parameters = forward ? requiredInputs(model) : [];
  if (!forward) return [openInput('input', null)];
  const file = inheritedFile(model) ?? session.file;
  const inFile = isSameFile(session.file, file);
  const { text } = file;
  const commented = typeComment(text, forward);
  return parameters
    .filter(({ kind }) => kind !== '*')
    .map((parameter) => {
      const annotation =
        annotationOf(text, parameter) ?? commented[forward.parameters.indexOf(parameter) - 1] ?? null;
      if (annotation !== null && !/Tensor|Float|Int|Shaped|ndarray|Annotated|Any|object/.test(annotation)) {
        return {
          ...openInput(parameter.name, null),
          value: new Unknown(said('{0} is not given', parameter.name), null),
        };
      }
      if (annotation !== null && /^(typing\.)?(List|list|Sequence)\b/.test(annotation)) {
        return { ...openInput(parameter.name, null), value: new PyList([constant(null, 'float')]) };
      }
      const dims = inFile
        ? writtenShape(text, forward, parameter, file.comments, parameters.length === 1)
        : null;
      if (!dims) return openInput(parameter.name, null);
      const { start, end } = parameter;
      const place = { file, start, end };
      const reason = said('what forward says in line {0}', lineOf(session, place));
      return { ...openInput(parameter.name, dims), origin: 'file', reason, place };
    });
}

/** The file that the forward pass is written in. */
function inheritedFile(model: PyInstance): SourceFile | null {
  return passOf(model)?.code.file ?? null;
}

/** `# type: (List[Tensor], Tensor) -> Tensor` under the head of a function, parameter by parameter. */
function typeComment(text: string, { start, body }: FunctionDefinition): readonly string[] {
  const head = text.slice(start, body()[0]?.start ?? start);
  const list = /#\s*type:\s*\((.*)\)\s*->/.exec(head)?.[1];
  if (list === undefined) return [];
  const parts = [''];
  let depth = 0;
  for (const character of list) {
    if (character === '[') depth++;
    if (character === ']') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + character);
  }
  return parts.map((part) => part.trim());
}

function annotationOf(text: string, { annotation }: Parameter): string | null {
  return annotation && text.slice(annotation.start, annotation.end);
}

/** An input of which nothing is known but its name, and perhaps its sizes. */
export function openInput(name: string, dims: Shape, origin: InputOrigin = 'default'): OpenInput {
  return { name, value: constant(dims, 'float'), byName: false, origin, reason: null, place: null, dims };
}

function nameAt(index: number): string {
  return index === 0 ? 'input' : `input${index}`;
}
