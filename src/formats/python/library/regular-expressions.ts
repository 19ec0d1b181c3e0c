import { dictOf } from '../interpreter/keys.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyInstance, PyIterator, PyList, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from './object.ts';

/** Texts and expressions for which a search could take long are not searched. */
const mostSteps = 1e7;

/** A group that repeats and holds a repetition or a choice may take exponential time. */
const explosive = /\([^()]*[*+|{][^()]*\)[*+{]/;

const flagNames: Readonly<Record<string, number>> = {
  I: 2,
  IGNORECASE: 2,
  M: 8,
  MULTILINE: 8,
  S: 16,
  DOTALL: 16,
};
const flagLetters: readonly (readonly [bit: number, letter: string])[] = [
  [2, 'i'],
  [8, 'm'],
  [16, 's'],
];

/** Python's expression as JavaScript writes it; null where it holds what JavaScript has not, or may take long. */
function translated(pattern: string, flags: number): RegExp | null {
  if (explosive.test(pattern) || pattern.length > 300) return null;
  const source = pattern
    .replaceAll('(?P<', '(?<')
    .replace(/\(\?P=(\w+)\)/g, String.raw`\k<$1>`)
    .replaceAll(String.raw`\A`, '^')
    .replaceAll(String.raw`\Z`, '$');
  const letters = flagLetters.filter(([bit]) => (flags & bit) !== 0).map(([, letter]) => letter);
  try {
    return new RegExp(source, `dg${letters.join('')}`);
  } catch {
    return null;
  }
}

function isQuick(source: string, text: string): boolean {
  const repetitions = source.match(/[^\\][*+]|\{\d*,/g)?.length ?? 0;
  return text.length ** Math.max(1, repetitions) <= mostSteps;
}

const matchType = libraryClass('Match', [objectType]);
const patternType = libraryClass('Pattern', [objectType]);

class PyMatch extends PyInstance {
  constructor(readonly match: RegExpExecArray) {
    super(matchType, null);
  }
}

class PyPattern extends PyInstance {
  constructor(readonly expression: RegExp) {
    super(patternType, null);
  }
}

/** What the groups of a match have taken; one that took no part has nothing. */
function groupsOf(match: RegExpExecArray): readonly (string | undefined)[] {
  return match.slice(1);
}

function namedGroups({ groups }: RegExpExecArray): Readonly<Record<string, string | undefined>> {
  return groups ?? {};
}

function groupOf(match: RegExpExecArray, key: Value): Value {
  if (typeof key === 'number') return match[key] ?? null;
  return typeof key === 'string' ? (match.groups?.[key] ?? null) : null;
}

function placeIn(match: RegExpExecArray, key: Value): readonly [number, number] {
  const { indices } = match;
  const place =
    typeof key === 'string' ? indices?.groups?.[key] : indices?.[typeof key === 'number' ? key : 0];
  return place ?? [-1, -1];
}

type Member = readonly [signature: string, body: (args: Bound, match: RegExpExecArray) => Value];

const matchMembers: Readonly<Record<string, Member>> = {
  group: [
    'self, *groups',
    (args, match) => {
      const keys = args.rest('groups');
      const values = (keys.length === 0 ? [0] : keys).map((key) => groupOf(match, key));
      return values.length === 1 ? (values[0] ?? null) : new PyTuple(values);
    },
  ],
  __getitem__: ['self, key', (args, match) => groupOf(match, args.value('key'))],
  groups: [
    'self, default=None',
    (args, match) => new PyTuple(groupsOf(match).map((each) => each ?? args.value('default'))),
  ],
  groupdict: [
    'self, default=None',
    (args, match) =>
      dictOf(Object.entries(namedGroups(match)).map(([name, text]) => [name, text ?? args.value('default')])),
  ],
  start: ['self, group=0', (args, match) => placeIn(match, args.value('group'))[0]],
  end: ['self, group=0', (args, match) => placeIn(match, args.value('group'))[1]],
  span: ['self, group=0', (args, match) => new PyTuple([...placeIn(match, args.value('group'))])],
};
for (const [name, [signature, body]] of Object.entries(matchMembers)) {
  matchType.names.set(
    name,
    native(name, signature, (args) => {
      const self = args.value('self');
      return self instanceof PyMatch ? body(args, self.match) : args.vm.unknown('a match that is not known');
    }),
  );
}

function expressionOf(pattern: Value, flags: number): RegExp | null {
  if (pattern instanceof PyPattern) return pattern.expression;
  return typeof pattern === 'string' ? translated(pattern, flags) : null;
}

/** The expression and text of a call; unknown where either is, or where a search could take long. */
function searched(args: Bound): { readonly expression: RegExp; readonly text: string } | Unknown {
  const pattern = args.value('pattern');
  const text = args.string('string');
  const expression = expressionOf(pattern, args.int('flags') ?? 0);
  if (!expression || text === undefined || !isQuick(expression.source, text))
    return args.vm.unknown('what a regular expression finds');
  return { expression, text };
}

function all({
  expression,
  text,
}: {
  readonly expression: RegExp;
  readonly text: string;
}): RegExpExecArray[] {
  return [...text.matchAll(expression)];
}

/** The first match, at the beginning or over the whole text where that is asked for. */
function first(where: 'anywhere' | 'start' | 'whole'): (args: Bound) => Value {
  return (args) => {
    const search = searched(args);
    if (search instanceof Unknown) return search;
    const { source, flags } = search.expression;
    const before = where === 'anywhere' ? '' : '^';
    const after = where === 'whole' ? '$' : '';
    const expression =
      where === 'anywhere'
        ? search.expression
        : new RegExp(`${before}(?:${source})${after}`, flags.replace('m', ''));
    const [match] = all({ expression, text: search.text });
    return match ? new PyMatch(match) : null;
  };
}

/** Parts between matches, with what groups have taken in between. */
function split(args: Bound): Value {
  const search = searched(args);
  if (search instanceof Unknown) return search;
  const most = args.int('maxsplit') ?? 0;
  const parts: Value[] = [];
  let from = 0;
  for (const match of all(search).slice(0, most > 0 ? most : undefined)) {
    parts.push(search.text.slice(from, match.index), ...groupsOf(match).map((each) => each ?? null));
    from = match.index + match[0].length;
  }
  return new PyList([...parts, search.text.slice(from)]);
}

function findAll(args: Bound): Value {
  const search = searched(args);
  if (search instanceof Unknown) return search;
  return new PyList(
    all(search).map((match): Value => {
      if (match.length === 1) return match[0];
      if (match.length === 2) return match[1] ?? '';
      return new PyTuple(groupsOf(match).map((each) => each ?? ''));
    }),
  );
}

function substituted(args: Bound): Value {
  const search = searched(args);
  if (search instanceof Unknown) return search;
  const replacement = args.value('repl');
  const most = args.int('count') ?? 0;
  let text = '';
  let from = 0;
  for (const match of all(search).slice(0, most > 0 ? most : undefined)) {
    const by: Value =
      typeof replacement === 'string'
        ? replacement.replace(/\\g<(\w+)>|\\(\d)/g, (_, name?: string, digit?: string) => {
            const key = digit ?? name ?? '';
            const group = groupOf(match, /^\d+$/.test(key) ? Number(key) : key);
            return typeof group === 'string' ? group : '';
          })
        : args.vm.call(replacement, [new PyMatch(match)]);
    if (typeof by !== 'string') return args.vm.unknown('what a regular expression is replaced by');
    text += search.text.slice(from, match.index) + by;
    from = match.index + match[0].length;
  }
  return text + search.text.slice(from);
}

function compiled(args: Bound): Value {
  const expression = expressionOf(args.value('pattern'), args.int('flags') ?? 0);
  return expression ? new PyPattern(expression) : args.vm.unknown('a regular expression that is not read');
}

type Rule = readonly [signature: string, body: (args: Bound) => Value];

/** `re.split(pattern, string)`, and the same as methods of a pattern. */
const rules: Readonly<Record<string, Rule>> = {
  search: ['pattern, string, flags=0', first('anywhere')],
  match: ['pattern, string, flags=0', first('start')],
  fullmatch: ['pattern, string, flags=0', first('whole')],
  split: ['pattern, string, maxsplit=0, flags=0', split],
  sub: ['pattern, repl, string, count=0, flags=0', substituted],
  findall: ['pattern, string, flags=0', findAll],
  finditer: [
    'pattern, string, flags=0',
    (args) => {
      const search = searched(args);
      return search instanceof Unknown
        ? search
        : new PyIterator(all(search).map((match) => new PyMatch(match)));
    },
  ],
};
for (const [name, [signature, body]] of Object.entries(rules))
  patternType.names.set(name, native(name, signature.replace(', flags=0', ''), body));

/** Python's `re`, for the expressions that JavaScript has too. */
export const regularExpressions: Readonly<Record<string, Value>> = {
  ...natives({
    ...rules,
    compile: ['pattern, flags=0', compiled],
    escape: ['pattern', (args) => (args.string('pattern') ?? '').replace(/[^\w]/g, String.raw`\$&`)],
  }),
  ...flagNames,
  Pattern: patternType,
  Match: matchType,
};
