import type { Repair } from '../../../model/problems/problem.ts';
import { PyFloat } from '../interpreter/atoms.ts';
import { floatText } from '../interpreter/format.ts';
import type { Bound } from '../interpreter/native.ts';
import { reportMistake } from '../interpreter/mistaken.ts';
import { PyList, PyMethod, PyTuple, type PyInstance, type Value } from '../interpreter/values.ts';
import type { Call, Expression } from '../syntax/ast.ts';
import { argumentOf, argumentPlace } from './refusals.ts';
import { listed, toNumber } from './tensors.ts';
import { said, type Text } from '../../../model/text/text.ts';
import type { TextEdit } from '../../../util/span.ts';

/** A count that must be whole: PyTorch refuses `64 / 4` where it takes `64 // 4`. */
export function wholeCount(args: Bound, name: string): number | null {
  const value = args.value(name);
  if (value instanceof PyFloat) {
    refuseFloat(args, name, value, argumentExpression(args, name));
    return Number.isInteger(value.value) ? value.value : null;
  }
  if (typeof value === 'string') refuseText(args, name, value);
  return toNumber(value);
}

/**
 * Says that a list has numbers for other axes than there are (most often a single item stands for all, as a number does),
 * and that a whole number is written as a float. Another float is found where the sizes are worked out.
 */
export function takesPerAxis(
  args: Bound,
  name: string,
  value: Value,
  rank: number,
  single: 'for all' | 'for one' = 'for all',
): void {
  const items = listed(value);
  const count = items?.length ?? rank;
  if (count !== rank && count !== 0 && (count !== 1 || single === 'for one'))
    args.vm.hooks.report({
      code: 'refused-hyperparameter',
      message: said('{0} is one number, or one for each axis: {1}, not {2}.', name, rank, count),
      place: argumentPlace(args, name) ?? args.vm.place,
    });
  const given = items ?? [value];
  const text = given.find((each) => typeof each === 'string');
  // Paddings have names.
  if (typeof text === 'string' && name !== 'padding') refuseText(args, name, text);
  const place = given.findIndex((each) => each instanceof PyFloat && Number.isInteger(each.value));
  const float = given[place];
  if (!(float instanceof PyFloat)) return;
  const written = argumentExpression(args, name);
  refuseFloat(args, name, float, items ? itemOf(written, place) : written);
}

/**
 * Says that one of the sizes is a float: `x.view(n, c / 2)`. They are given as one list, which may be a parameter of its
 * own, or as the last of several arguments.
 */
export function takesWholeSizes(args: Bound, given: readonly Value[], name: string | null = null): void {
  const [first] = given;
  const items = given.length === 1 ? listed(first) : undefined;
  const place = (items ?? given).findIndex(
    (each) => each instanceof PyFloat || (name === null && each instanceof PyMethod),
  );
  const found = (items ?? given)[place];
  if (found === undefined) return;
  const written = args.site?.call.args.filter(({ name }) => name === null) ?? [];
  const isSpread = written.some(({ star }) => star !== '');
  const last = isSpread ? undefined : written[written.length - given.length + (items ? 0 : place)]?.value;
  const argument = name === null ? last : argumentExpression(args, name);
  const at = items ? itemOf(argument, place) : argument;
  if (found instanceof PyFloat)
    refuseFloat(args, name ?? 'size', found, items ? floatsOf(items, argument) : at);
  else refuseMethod(args, at);
}

/** Parameters that are whole numbers, or lists of such, in all functions of PyTorch that have them, but for the sequences. */
const whole: ReadonlySet<string> = new Set([
  'axis0', 'axis1', 'destination', 'diagonal', 'dim', 'dim0', 'dim1', 'dim2', 'dimension', 'dims', 'downscale_factor',
  'end_dim', 'groups', 'index', 'indices_or_sections', 'k', 'length', 'n', 'normalized_shape', 'num_classes', 'num_groups',
  'num_parameters', 'offset', 'pad', 'padding', 'padding_idx', 'repeats', 'shifts', 'size', 'sizes', 'source', 'start',
  'start_dim', 'step', 'steps', 'unflattened_size', 'upscale_factor',
]); // prettier-ignore

/** `torch.arange(0, 1, 0.1)` and the like count with any numbers, in as many steps as there are. */
const sequences = /^(?:arange|(?:lin|log)space|range)$/;

/** Says which of the numbers of a call is a float, where PyTorch takes whole ones only. */
export function takesWholeNumbers(args: Bound, called: string): void {
  for (const [place, name] of args.parameters.entries()) {
    const value = args.values[place];
    if (!(value instanceof PyFloat || value instanceof PyTuple || value instanceof PyList)) continue;
    // Sizes that are given one by one are looked at where they are read.
    if (name !== 'dims' && args.signature.parameters[place]?.kind === '*') continue;
    if (!whole.has(name) || (sequences.test(called) && name !== 'steps')) continue;
    // Kept as it is until the layer is called.
    if (called === 'GroupNorm') continue;
    // Of another meaning here: a factor, as `k` of the local response is.
    if (args.signature.parameters[place]?.fallback instanceof PyFloat) continue;
    const given = listed(value);
    // `permute((0, 2))` is `permute(0, 2)`.
    const inner =
      args.signature.parameters[place]?.kind === '*' && given?.length === 1 ? listed(given[0]) : undefined;
    const items = inner ?? given;
    const at = items?.findIndex((each) => each instanceof PyFloat) ?? -1;
    const float = items ? items[at] : value;
    if (!(float instanceof PyFloat)) continue;
    const written = argumentExpression(args, name);
    refuseFloat(args, name, float, items ? floatsOf(items, written) : written);
  }
}

/** What is written for those of several numbers that are floats: they are one mistake, and mended at once. */
function floatsOf(items: readonly Value[], written: Expression | undefined): readonly Expression[] {
  return items.flatMap((item, place) => (item instanceof PyFloat ? (itemOf(written, place) ?? []) : []));
}

function argumentExpression({ site, parameters, positional }: Bound, name: string): Expression | undefined {
  const written = site?.call.args.filter((each) => each.name === null) ?? [];
  // A method's object is its first parameter and stands before the parentheses.
  const isMethod = written.every(({ star }) => star === '') && positional > written.length;
  return argumentOf(site, isMethod ? parameters.slice(1) : parameters, name)?.value;
}

function itemOf(written: Expression | undefined, place: number): Expression | undefined {
  return written?.kind === 'tuple' || written?.kind === 'list' ? written.items[place] : undefined;
}

/** `x.view(x.size, -1)` */
function refuseMethod({ site, vm }: Bound, written: Expression | undefined): void {
  if (!site || !written) return;
  const { file } = site;
  reportMistake(vm, {
    message: said(
      '{0} is a method: it is called, with parentheses.',
      file.text.slice(written.start, written.end),
    ),
    place: { file, ...spanOf(written) },
    repairs: [
      { title: 'Call it', edits: [{ span: { start: written.end, end: written.end }, newText: '()' }] },
    ],
  });
}

/** The same of a number that a layer was built with, and takes when it is called only. */
export function takesWholeSetting(args: Bound, instance: PyInstance, name: string): void {
  const value = instance.attributes.get(name);
  if (!(value instanceof PyFloat)) return;
  const { configured } = instance;
  const written = configured && argumentOf(configured.site, configured.parameters, name)?.value;
  refuseFloat(args, name, value, written ?? undefined, written ? configured.site : args.site);
}

function refuseText(args: Bound, name: string, text: string): void {
  args.vm.hooks.report({
    code: 'refused-hyperparameter',
    message: said("{0} is the text '{1}': PyTorch takes a number.", name, text),
    place: argumentPlace(args, name) ?? args.vm.place,
  });
}

function refuseFloat(
  { vm, site: called }: Bound,
  name: string,
  { value }: PyFloat,
  written: Expression | readonly Expression[] | undefined,
  site = called,
): void {
  const expressions = written === undefined ? [] : [written].flat();
  const [first] = expressions;
  vm.hooks.report({
    code: 'refused-hyperparameter',
    message: said(
      '{0} is the float {1}: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).',
      name,
      floatText(value),
    ),
    place: site ? { file: site.file, ...spanOf(first ?? site.call) } : vm.place,
    repairs: site && first ? wholeDivisions(site.file.text, expressions) : [],
  });
}

const spanOf = ({ start, end }: Expression | Call): { readonly start: number; readonly end: number } => ({
  start,
  end,
});

/** `//` for the `/` that made each float, or `int(…)` around it. */
function wholeDivisions(text: string, values: readonly Expression[]): readonly Repair<Text>[] {
  const areDivided = values.every((value) => value.kind === 'binary' && value.operator === '/');
  const title = areDivided ? 'Divide with //' : 'Wrap it in int(…)';
  return [{ title, edits: values.flatMap((value) => wholeEdits(text, value, areDivided)) }];
}

function wholeEdits(text: string, value: Expression, isDivided: boolean): readonly TextEdit[] {
  const { start, end } = value;
  if (isDivided && value.kind === 'binary') {
    const slash = text.indexOf('/', value.left.end);
    return [{ span: { start: slash, end: slash + 1 }, newText: '//' }];
  }
  return [
    { span: { start, end: start }, newText: 'int(' },
    { span: { start: end, end }, newText: ')' },
  ];
}
