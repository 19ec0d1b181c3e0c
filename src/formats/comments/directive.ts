import type { Dim } from '../../model/graph/shape.ts';

/** A comment with its offsets, and its text without the sign that begins it: what stands before `end`. */
export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** An input size that a comment gives; a name where the comment gives one. */
export interface InputDirective {
  readonly name: string | null;
  readonly dims: readonly Dim[];
  /** Where the size stands. */
  readonly start: number;
  readonly end: number;
}

/** What a comment tells ConvLens: `# convlens: model=Net(10) input=1x3x32x32`. */
export interface Directive {
  readonly start: number;
  readonly end: number;
  /** PyTorch: a class, a factory or a call. */
  readonly model: string | null;
  /** Caffe. */
  readonly phase: 'TRAIN' | 'TEST' | null;
  /** Ultralytics. */
  readonly scale: string | null;
  /** Other programs' configs: where their lists of layers are. */
  readonly layers: string | null;
  readonly inputs: readonly InputDirective[];
}

const marker = /^convlens\s*:\s*/i;
/** A key and what stands behind it up to the next key. */
const pair = /([A-Za-z_][\w.]*)\s*=\s*((?:(?!\s+[A-Za-z_][\w.]*\s*=[^=]).)*)/g;
const dims = /^(\d+|\?)(\s*[x×,*]\s*(\d+|\?))*$/i;

/** Longer ones are nothing that a person wrote. */
const longest = 2000;

/** Keys that are no input's name. */
const ownKeys: ReadonlySet<string> = new Set(['model', 'phase', 'scale', 'layers']);

/** What comments ask for, in their order. Comments that say nothing else are left alone. */
export function directivesOf(comments: readonly Comment[]): Directive[] {
  return comments.flatMap(({ start, end, text }): Directive[] => {
    if (text.length > longest || !marker.test(text)) return [];
    const rest = text.replace(marker, '');
    // A call may have arguments by name: what stands in parentheses is no key.
    const pairs = [...hidden(rest).matchAll(pair)].map(({ 1: key = '', 2: value = '', index, 0: whole }) => {
      const from = index + whole.length - value.length;
      const said = rest.slice(from, from + value.length).trimEnd();
      return { key, value: { text: said, start: end - rest.length + from } };
    });
    const valueOf = (wanted: string): string | null =>
      pairs.find(({ key }) => key === wanted)?.value.text ?? null;
    const phase = valueOf('phase')?.toUpperCase();
    const directive = {
      start,
      end,
      model: valueOf('model'),
      phase: phase === 'TRAIN' || phase === 'TEST' ? phase : null,
      scale: valueOf('scale'),
      layers: valueOf('layers'),
      inputs: pairs.flatMap(({ key, value }) => (ownKeys.has(key) ? [] : inputsIn(key, value))),
    } as const;
    const { inputs } = directive;
    const isEmpty =
      inputs.length === 0 &&
      [directive.model, directive.phase, directive.scale, directive.layers].every((said) => said === null);
    return isEmpty ? [] : [directive];
  });
}

/** The text with what stands in parentheses or quotes made blank. */
function hidden(text: string): string {
  let depth = 0;
  return text.replace(/[^]/g, (character) => {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth > 0) return '_';
    return character;
  });
}

/** A part of a comment, and where it stands in the file. */
interface Said {
  readonly text: string;
  readonly start: number;
}

/** `input=1x3x32x32`, `input=a:1x3x32x32, b:1x10`, `input.a=1x3x32x32`, `a=1x3x32x32`. */
function inputsIn(key: string, { text, start }: Said): InputDirective[] {
  const own = key === 'input' || key === 'inputs' ? null : key.replace(/^inputs?\./, '');
  const isNamed = own === null && /[A-Za-z_]\w*\s*:/.test(text);
  const parts = isNamed
    ? text.matchAll(/([A-Za-z_]\w*)\s*:\s*([^:;]*?)(?=[\s,;]+[A-Za-z_]\w*\s*:|$)/dg)
    : text.matchAll(/()([^;]+)/dg);
  return [...parts].flatMap(({ 1: name = '', 2: sizes = '', indices, index }) =>
    sized(isNamed ? name : own, { text: sizes, start: start + (indices?.[2]?.[0] ?? index) }),
  );
}

function sized(name: string | null, { text, start }: Said): InputDirective[] {
  const [, before = '', bare = ''] = /^(\s*[([]?\s*)(.*?)[)\],\s]*$/s.exec(text) ?? [];
  if (!dims.test(bare)) return [];
  const sizes = bare.split(/\s*[x×,*]\s*/i).map((size): Dim => (size === '?' ? null : Number(size)));
  const from = start + before.length;
  return [{ name, dims: sizes, start: from, end: from + bare.length }];
}
