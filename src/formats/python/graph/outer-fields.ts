import type { FieldName, FieldSource } from '../../../model/graph/graph.ts';
import { keepsChannels } from '../../../model/problems/producer.ts';
import type { Expression } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { Site } from '../interpreter/values.ts';
import { nodeOf, type Recorded } from './recorded.ts';
import { argumentsByParameter, fields, spanInCall } from './source.ts';
import { wordPlaces } from '../syntax/word-places.ts';

/** Numbers of a layer that are to be those of what comes before it. */
const taken: ReadonlySet<FieldName> = new Set(['inChannels', 'inFeatures', 'features']);
/** How many functions a number is followed through. */
const deepest = 8;

/**
 * Where a layer that does not fit has its numbers from: `Block(128, 64)` for `nn.Conv2d(i, o, 3)` in Block, where what
 * comes before the layer was not built by the same call. Within the block the block itself is wrong.
 */
export function outerFields(
  document: SourceFile,
  node: Recorded,
): Readonly<Partial<Record<FieldName, FieldSource>>> {
  const { source } = node;
  const site = source?.site;
  const outer = site?.caller?.site;
  if (!disagrees(node) || !source || !site || !outer || builtBy(before(node)) === outer) return {};
  const places: Partial<Record<FieldName, FieldSource>> = {};
  for (const [parameter, args] of argumentsByParameter(source, site.call.args)) {
    const field = fields[parameter];
    const [argument, ...others] = args;
    if (!field || !taken.has(field) || !argument || others.length > 0) continue;
    const written = writtenOutside(argument.value, site);
    if (written) places[field] = { span: spanInCall(document, written.file, written.start, written.end) };
  }
  return places;
}

/** Whether a layer has other numbers than what comes before it. */
function disagrees({ found, known }: Recorded): boolean {
  const codes = found ? (known?.inference.findings.map(({ code }) => code) ?? []) : [];
  return codes.some(
    (code) =>
      code === 'channel-mismatch' || code === 'features-mismatch' || code === 'normalization-mismatch',
  );
}

/** The call of a function that built a layer. */
function builtBy(node: Recorded | null): Site | null {
  return node?.instance ? (node.source?.site?.caller?.site ?? null) : null;
}

/** What gave a node's input its numbers of channels: back over what keeps them. */
function before(node: Recorded): Recorded | null {
  let each: Recorded | null = inputOf(node);
  while (each && keeps(each)) each = inputOf(each);
  return each;
}

function inputOf({ inputs: [origin] }: Recorded): Recorded | null {
  return origin ? nodeOf(origin) : null;
}

function keeps({ operation, inputs }: Recorded): boolean {
  return keepsChannels(operation) && inputs.length === 1;
}

/** Whether the text of a function gives a name another value. */
export function setsName(text: string, name: string): boolean {
  for (const at of wordPlaces(text, name)) {
    const isFirst = /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
    if (isFirst && /^[ \t]*[-+*/%]*=[^=]/.test(text.slice(at + name.length))) return true;
  }
  return false;
}

/** The number that a function is called with for the name that it hands on. */
function writtenOutside(
  value: Expression,
  site: Site,
): { readonly file: SourceFile; readonly start: number; readonly end: number } | null {
  let each = value;
  let at = site;
  for (let depth = 0; depth < deepest; depth++) {
    const { caller } = at;
    const outer = caller?.site;
    if (each.kind !== 'name' || !outer) break;
    const { definition } = caller.callee;
    const { id } = each;
    const parameters = definition.parameters.map(({ name }) => name);
    const isSet = setsName(at.file.text.slice(definition.start, definition.end), id);
    const place = parameters.indexOf(id) - (parameters[0] === 'self' ? 1 : 0);
    const { args } = outer.call;
    if (isSet || place < 0 || args.some(({ star }) => star !== '')) return null;
    const given =
      args.find(({ name }) => name === id) ?? args.filter(({ name }) => name === null)[place] ?? null;
    if (!given) return null;
    each = given.value;
    at = outer;
  }
  const isNumber = each.kind === 'constant' && typeof each.value === 'number';
  return isNumber && at !== site ? { file: at.file, start: each.start, end: each.end } : null;
}
