import type { FieldInsertion, FieldName, FieldSource, NodeSource } from '../../../model/graph/graph.ts';
import type { Span } from '../../../util/span.ts';
import type { Argument, Call } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { CallSource } from '../interpreter/machine.ts';
import type { Site } from '../interpreter/values.ts';

/** PyTorch's parameter names as the fields that problems and fixes speak of. */
export const fields: Readonly<Record<string, FieldName>> = {
  kernel_size: 'kernel',
  stride: 'stride',
  padding: 'padding',
  dilation: 'dilation',
  groups: 'groups',
  in_channels: 'inChannels',
  out_channels: 'outChannels',
  in_features: 'inFeatures',
  out_features: 'outFeatures',
  num_features: 'features',
  num_channels: 'features',
  normalized_shape: 'features',
  num_groups: 'groups',
  output_padding: 'outputPadding',
  output_size: 'outputSize',
  size: 'outputSize',
  scale_factor: 'scale',
  upscale_factor: 'scale',
  downscale_factor: 'scale',
  ceil_mode: 'rounding',
  dim: 'axis',
  shape: 'dims',
  dims: 'dims',
  sizes: 'dims',
  tensors: 'from',
  pad: 'padding',
};

/** Fields that a call may leave out and a fix may add. */
const optional: readonly string[] = ['stride', 'padding', 'dilation', 'groups', 'output_padding'];

/** Something that an analysis has kept from an earlier version of the document no longer stands in it. */
export class Misplaced extends Error {}

/** Whether both are versions of one file. */
export function isSameFile(document: SourceFile, file: SourceFile | undefined): boolean {
  return file === document || file?.path === document.path;
}

/** A span in the analysed document, where it stands by now, or in another file of the workspace. */
export function spanIn(document: SourceFile, file: SourceFile, start: number, end: number): Span {
  if (file === document) return { start, end };
  if (!isSameFile(document, file)) return { start, end, file: file.path };
  const span = document.moves.span(file, { start, end });
  if (!span) throw new Misplaced();
  return span;
}

/** The same of what stands in the call of a function: which call led to a layer is not known of one that an edit has touched. */
export function spanInCall(document: SourceFile, file: SourceFile, start: number, end: number): Span {
  if (isSameFile(document, file) && !document.moves.ofStatement(file, { start, end })) throw new Misplaced();
  return spanIn(document, file, start, end);
}

/** The innermost call in the document of those that led to what stands in another file; null where there is none. */
export function leadingCall(document: SourceFile, site: Site | null): Span | null {
  let each = site;
  while (each && !isSameFile(document, each.file)) each = each.caller?.site ?? null;
  return each && spanInCall(document, each.file, each.call.start, each.call.end);
}

/** The call in the user's own files that led to a call inside of a library's Python. */
function userSite(site: Site | null): Site | null {
  let each = site;
  while (each?.file.path.startsWith('<')) each = each.caller?.site ?? null;
  return each;
}

/** Where the nodes of one document stand. A call that makes many nodes is looked at once. */
export class Sources {
  readonly #known = new Map<readonly string[], Map<Call, NodeSource>>();

  constructor(readonly document: SourceFile) {}

  /** Null for nodes that no call of a file made. */
  of(source: CallSource | null): NodeSource | null {
    const { document } = this;
    const site = userSite(source?.site ?? null);
    if (!source || !site) return null;
    if (site !== source.site || source.positional > 0) return sourceOf(document, source, site);
    let calls = this.#known.get(source.parameters);
    if (!calls) this.#known.set(source.parameters, (calls = new Map<Call, NodeSource>()));
    let known = calls.get(site.call);
    if (!known) calls.set(site.call, (known = sourceOf(document, source, site)));
    return known;
  }
}

/** Where a node stands in the text, with the places of its hyper-parameters. */
function sourceOf(document: SourceFile, source: CallSource, site: Site): NodeSource {
  const { file, call } = site;
  const at = (start: number, end: number): Span => spanIn(document, file, start, end);
  const found: Partial<Record<FieldName, FieldSource>> = {};
  const insertions: Partial<Record<FieldName, FieldInsertion>> = {};
  const inside =
    site === source.site ? argumentsByParameter(source, call.args) : new Map<string, readonly Argument[]>();
  for (const [parameter, args] of inside) {
    const field = fields[parameter];
    const [first] = args;
    const last = args.at(-1);
    if (!field || !first || !last) continue;
    const axes = axesOf(args);
    found[field] = {
      span: at(first.value.start, last.value.end),
      ...(axes ? { axes: axes.map(({ start, end }) => at(start, end)) } : {}),
    };
  }
  const starred = call.args.some(({ star }) => star !== '');
  if (isSameFile(document, file) && !starred && site === source.site) {
    const { start: offset } = at(call.argumentsEnd, call.argumentsEnd);
    for (const parameter of optional) {
      const field = fields[parameter];
      if (!field || found[field] || !source.parameters.includes(parameter)) continue;
      insertions[field] = {
        offset,
        template: `${call.args.length > 0 ? ', ' : ''}${parameter}={}`,
      };
    }
  }
  return {
    span: at(call.start, call.end),
    title: at(call.callee.start, call.callee.end),
    fields: found,
    insertions,
  };
}

/** Which arguments a call gives to each parameter; positions after a star are not known. */
export function argumentsByParameter(
  source: CallSource,
  args: readonly Argument[],
): Map<string, readonly Argument[]> {
  const result = new Map<string, readonly Argument[]>();
  const positional = args.filter(({ name, star }) => name === null && star === '');
  const firstStar = args.findIndex(({ star }) => star === '*');
  const known = firstStar < 0 ? positional : positional.filter((each) => args.indexOf(each) < firstStar);
  // A method's object is its first parameter and stands before the parentheses.
  const offset = source.positional > 0 ? Math.max(0, source.positional - positional.length) : 0;
  source.parameters.forEach((parameter, index) => {
    const argument = known[index - offset];
    if (!argument) return;
    const rest =
      index === source.parameters.length - 1 || takesRest(source, index)
        ? known.slice(index - offset)
        : [argument];
    result.set(parameter, rest);
  });
  for (const argument of args) if (argument.name !== null) result.set(argument.name, [argument]);
  return result;
}

/** `view(*shape)`, `permute(*dims)`: the rest of the arguments is one field. */
function takesRest(source: CallSource, index: number): boolean {
  return ['shape', 'dims', 'sizes'].includes(source.parameters[index] ?? '');
}

function axesOf(
  args: readonly Argument[],
): readonly { readonly start: number; readonly end: number }[] | null {
  if (args.length > 1) return args.map(({ value }) => value);
  const value = args[0]?.value;
  return value?.kind === 'tuple' || value?.kind === 'list' ? value.items : null;
}
