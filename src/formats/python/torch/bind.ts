import { callPlace, reportMistake } from '../interpreter/mistaken.ts';
import { reportMeant } from '../interpreter/mistyped.ts';
import { PyError, type Machine, type NativeCall } from '../interpreter/machine.ts';
import { bind, type Bound } from '../interpreter/native.ts';
import type { Signature } from '../interpreter/signature.ts';
import type { Value } from '../interpreter/values.ts';
import type { Argument } from '../syntax/ast.ts';
import { closestWord } from '../../../util/closest.ts';
import type { Repair } from '../../../model/problems/problem.ts';
import { asWritten, said, type Text } from '../../../model/text/text.ts';

/**
 * Binds a call of a layer. Too many or missing arguments and unknown keywords are problems: these signatures do not change
 * between versions of PyTorch, but for those that are said to `vary`. What is left of the call is bound without what is
 * too much. How much a `*args` holds is its function's caller's affair, and a layer that is built to be looked at has none.
 */
export function bindReported(
  vm: Machine,
  name: string,
  parameters: Signature,
  call: NativeCall,
  varies = false,
): Bound {
  try {
    return bind(vm, name, parameters, call);
  } catch (thrown) {
    const unknown = unknownKeywords(call, parameters);
    const reported = unknown.filter(([, meant]) => meant !== null || (vm.isSure && !varies));
    for (const each of reported) reportUnknown(vm, name, call, each);
    if (reported.length > 0 && reported.length === unknown.length)
      return bind(vm, name, parameters, { ...call, kwargs: withoutUnknown(call, unknown) });
    const isKnown = unknown.length === 0 && thrown instanceof PyError;
    if (!isKnown || (thrown.message.includes('missing') && spreads(call))) throw thrown;
    vm.hooks.report({
      code: 'invalid-value',
      message: asWritten(thrown.message),
      place: callPlace(call.site) ?? vm.place,
    });
    const most = parameters.leading;
    if (call.args.length <= most) throw thrown;
    return bind(vm, name, parameters, { ...call, args: call.args.slice(0, most) });
  }
}

/**
 * Binds a call of a function. What is missing, or nearly a parameter's name, is a problem; how many are taken by position
 * may be another version's.
 */
export function bindFunction(vm: Machine, name: string, parameters: Signature, call: NativeCall): Bound {
  try {
    return bind(vm, name, parameters, call);
  } catch (thrown) {
    if (!vm.isSure || !call.site) throw thrown;
    const mistyped = unknownKeywords(call, parameters).find(([, meant]) => meant !== null);
    if (mistyped) reportUnknown(vm, name, call, mistyped);
    else if (thrown instanceof PyError && thrown.message.includes('missing') && !spreads(call))
      reportMistake(vm, { message: asWritten(thrown.message), place: callPlace(call.site) });
    throw thrown;
  }
}

function spreads({ site }: NativeCall): boolean {
  return site?.call.args.some(({ star }) => star !== '') ?? false;
}

type UnknownKeyword = readonly [key: string, meant: string | null];

/**
 * The keywords that no parameter has, each with the parameter that was not given and is nearly called so, or is the only
 * one that lacks.
 */
function unknownKeywords({ args, kwargs }: NativeCall, signature: Signature): readonly UnknownKeyword[] {
  const { names, parameters } = signature;
  if (parameters.some(({ kind }) => kind === '**')) return [];
  const unknown = [...kwargs.keys()].filter((key) => !names.includes(key));
  const free = names.filter((name) => !kwargs.has(name));
  const missing = parameters.flatMap(({ name, kind, fallback }, place) =>
    fallback === undefined && (kind !== 'plain' || place >= args.length) && !kwargs.has(name) ? [name] : [],
  );
  const [only = null] = unknown.length === 1 && missing.length === 1 ? missing : [];
  return unknown.map((key) => [key, closestWord(key, free) ?? calledOtherwise(key, free) ?? only] as const);
}

/** What other frameworks, or other layers, call a parameter. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  alpha: ['negative_slope'],
  axis: ['dim'],
  dilation_rate: ['dilation'],
  dim: ['start_dim'],
  drop_prob: ['p'],
  epsilon: ['eps'],
  filters: ['out_channels'],
  in_channels: ['in_features', 'num_features', 'num_channels'],
  in_features: ['in_channels', 'num_features'],
  kernel: ['kernel_size'],
  ksize: ['kernel_size'],
  mom: ['momentum'],
  out_channels: ['out_features'],
  out_features: ['out_channels'],
  pad: ['padding'],
  pool_size: ['kernel_size'],
  prob: ['p'],
  rate: ['p'],
  scale: ['scale_factor'],
  slope: ['negative_slope'],
  units: ['out_features'],
  use_bias: ['bias'],
};

function calledOtherwise(key: string, free: readonly string[]): string | null {
  const names = Object.hasOwn(otherNames, key) ? otherNames[key] : undefined;
  return names?.find((name) => free.includes(name)) ?? null;
}

/** The keywords, with those that are known to be meant under their own names, and without the others. */
function withoutUnknown({ kwargs }: NativeCall, unknown: readonly UnknownKeyword[]): NativeCall['kwargs'] {
  const meant = new Map(unknown);
  const kept = new Map<string, Value>();
  for (const [key, value] of kwargs) {
    const name = meant.has(key) ? (meant.get(key) ?? null) : key;
    if (name !== null && !kept.has(name)) kept.set(name, value);
  }
  return kept;
}

function reportUnknown(vm: Machine, name: string, { site }: NativeCall, [key, meant]: UnknownKeyword): void {
  const argument = site?.call.args.find((each) => each.name === key);
  const word =
    site && argument ? { file: site.file, start: argument.start, end: argument.start + key.length } : null;
  if (meant !== null) reportMeant(vm, said('{0} has no parameter {1}', name, key), meant, word);
  else
    vm.hooks.report({
      code: 'invalid-value',
      message: said('{0} has no parameter {1}.', name, key),
      place: word ?? callPlace(site) ?? vm.place,
      repairs: argument ? removal(site?.call.args ?? [], argument) : [],
    });
}

/** An argument and the comma before or behind it. */
function removal(all: readonly Argument[], argument: Argument): readonly Repair<Text>[] {
  const place = all.indexOf(argument);
  const [before, after] = [all[place - 1], all[place + 1]];
  const start = before?.value.end ?? argument.start;
  const end = before ? argument.value.end : (after?.start ?? argument.value.end);
  return [{ title: said('Remove {0}', argument.name ?? ''), edits: [{ span: { start, end }, newText: '' }] }];
}
