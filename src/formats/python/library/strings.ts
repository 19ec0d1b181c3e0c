import { dictOf, getItem } from '../interpreter/keys.ts';
import { formatValue } from '../interpreter/formatted.ts';
import { Pieces, textOf } from '../interpreter/pieces.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyDict, PyIterator, PyList, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from './object.ts';

function self(args: Bound): string {
  return args.string('self') ?? '';
}

/** The part from `start` to `end` that is looked at. */
function part(args: Bound): { readonly text: string; readonly start: number } {
  const text = self(args);
  const at = (given: number): number => Math.max(0, given < 0 ? given + text.length : given);
  const start = at(args.int('start') ?? 0);
  return { text: text.slice(start, at(args.int('end') ?? text.length)), start };
}

/** A test of what is looked at, with one text or any of a tuple's. */
function anyOf(args: Bound, name: string, test: (text: string, part: string) => boolean): boolean {
  const value = args.value(name);
  const texts = value instanceof PyTuple ? value.items : [value];
  const { text } = part(args);
  return texts.some((each) => typeof each === 'string' && test(text, each));
}

/** Where a text begins in another one; -1 where it does not. */
function found(args: Bound, at: (text: string, sub: string) => number): number {
  const { text, start } = part(args);
  const place = at(text, args.string('sub') ?? '');
  return place < 0 ? -1 : start + place;
}

function index(args: Bound, at: (text: string, sub: string) => number): Value {
  const place = found(args, at);
  return place < 0 ? args.vm.raise('ValueError', 'substring not found') : place;
}

/** As Python does it: of an odd number of fill characters the left side gets one more where the width is odd. */
function centred(args: Bound): string {
  const text = self(args);
  const width = Math.min(args.int('width') ?? 0, longestFill);
  const missing = Math.max(0, width - text.length);
  const left = Math.floor(missing / 2) + (missing & width & 1);
  const fill = args.string('fill') ?? ' ';
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function translated(args: Bound): string {
  const table = args.value('table');
  if (!(table instanceof PyDict)) return self(args);
  return Array.from(self(args), (character) => {
    const into = getItem(table, character.codePointAt(0) ?? 0);
    if (into === null) return '';
    return typeof into === 'number'
      ? String.fromCodePoint(into)
      : typeof into === 'string'
        ? into
        : character;
  }).join('');
}

/** `str.maketrans`. */
function translation(args: Bound): Value {
  const [first, second, dropped] = args.rest('tables');
  const code = (key: Value): Value => (typeof key === 'string' ? (key.codePointAt(0) ?? 0) : key);
  if (first instanceof PyDict)
    return dictOf(first.pairs.map(({ items: [key = null, value = null] }) => [code(key), value] as const));
  if (typeof first !== 'string' || typeof second !== 'string')
    return args.vm.unknown('a text that is not known');
  const into = Array.from(second);
  return dictOf([
    ...Array.from(first, (key, place) => [code(key), code(into[place] ?? null)] as const),
    ...Array.from(typeof dropped === 'string' ? dropped : '', (key) => [code(key), null] as const),
  ]);
}

function stripped(args: Bound, start: boolean, end: boolean): string {
  const chars = args.string('chars');
  const drop = (character: string | undefined): boolean =>
    character !== undefined && (chars === undefined ? /\s/.test(character) : chars.includes(character));
  const text = self(args);
  let from = 0;
  let to = text.length;
  while (start && from < to && drop(text[from])) from++;
  while (end && to > from && drop(text[to - 1])) to--;
  return text.slice(from, to);
}

function split(args: Bound, fromEnd: boolean): Value {
  const separator = args.string('sep');
  const most = args.int('maxsplit') ?? -1;
  const text = self(args);
  if (separator === '') return args.vm.raise('ValueError', 'empty separator');
  const parts =
    separator === undefined
      ? text
          .trim()
          .split(/\s+/)
          .filter((part) => part !== '')
      : text.split(separator);
  const glue = separator ?? ' ';
  if (most >= 0 && parts.length > most + 1) {
    if (fromEnd) parts.splice(0, parts.length - most, parts.slice(0, parts.length - most).join(glue));
    else parts.splice(most, parts.length - most, parts.slice(most).join(glue));
  }
  return new PyList(parts);
}

function join(args: Bound): Value {
  const items = args.vm.items(args.value('iterable'));
  if (items instanceof Unknown) return items;
  const unknown = items.find((item) => item instanceof Unknown);
  if (unknown !== undefined) return unknown;
  if (!items.every((item) => typeof item === 'string')) {
    return args.vm.raise('TypeError', 'sequence item: expected str instance');
  }
  const glue = self(args);
  const length = items.reduce((sum, item) => sum + item.length, glue.length * items.length);
  return textOf(args.vm, length, () => items.join(glue));
}

/** `'{} {name:.2f}'.format(…)`. */
function format(args: Bound): Value {
  const given = args.rest('args');
  const named = args.value('kwargs');
  let next = 0;
  const pieces = new Pieces(args.vm);
  const valueOf = (field: string): Value => {
    const [, head = '', path = ''] = /^([^.[]*)(.*)$/.exec(field) ?? [];
    let value: Value | undefined;
    if (head === '') value = given[next++];
    else if (/^\d+$/.test(head)) value = given[Number(head)];
    else value = named instanceof PyDict ? getItem(named, head) : undefined;
    for (const [, attribute, index] of path.matchAll(/\.(\w+)|\[([^\]]*)\]/g)) {
      if (value === undefined) break;
      if (attribute !== undefined) value = args.vm.find(value, attribute);
      else value = args.vm.subscript(value, /^\d+$/.test(index ?? '') ? Number(index) : (index ?? ''));
    }
    return value === undefined ? args.vm.unknown('a value for a format is missing') : value;
  };
  const text = self(args).replace(
    /\{\{|\}\}|\{([^{}!:]*)(![rsa])?(?::((?:[^{}]|\{[^{}]*\})*))?\}/g,
    (whole: string, field?: string, conversion?: string, spec?: string) => {
      if (whole === '{{') return '{';
      if (whole === '}}') return '}';
      const value = valueOf(field ?? '');
      const filled = (spec ?? '').replace(/\{([^{}]*)\}/g, (_: string, inner: string) =>
        pieces.add(args.vm.text(valueOf(inner))),
      );
      return pieces.add(formatValue(args.vm, value, conversion ?? '', filled));
    },
  );
  return pieces.whole(text);
}

function partition(args: Bound, at: (text: string, separator: string) => number): Value {
  const text = self(args);
  const separator = args.string('sep') ?? '';
  const index = at(text, separator);
  if (index >= 0) return new PyTuple([text.slice(0, index), separator, text.slice(index + separator.length)]);
  return new PyTuple(at === lastIndex ? ['', '', text] : [text, '', '']);
}

const firstIndex = (text: string, part: string): number => text.indexOf(part);
const lastIndex = (text: string, part: string): number => text.lastIndexOf(part);

/** What fills a text is no longer than this. */
const longestFill = 1000;

export const strType = libraryClass('str', [objectType], {
  __new__: native(
    'str',
    'cls, object="", encoding="", errors=""',
    (args) => args.vm.text(args.value('object')),
    { takesUnknown: true },
  ),
  format: native('format', 'self, *args, **kwargs', format, { takesUnknown: true }),
  format_map: native('format_map', 'self, kwargs', format, { takesUnknown: true }),
  maketrans: native('maketrans', '*tables', translation, { binds: false }),
  join: native('join', 'self, iterable', join),
  ...natives({
    split: ['self, sep=None, maxsplit=-1', (args) => split(args, false)],
    rsplit: ['self, sep=None, maxsplit=-1', (args) => split(args, true)],
    splitlines: [
      'self, keepends=False',
      (args) => {
        const lines = self(args).match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
        const keeps = args.value('keepends') === true;
        return new PyList(keeps ? lines : lines.map((line) => line.replace(/[\r\n]+$/, '')));
      },
    ],
    strip: ['self, chars=None', (args) => stripped(args, true, true)],
    lstrip: ['self, chars=None', (args) => stripped(args, true, false)],
    rstrip: ['self, chars=None', (args) => stripped(args, false, true)],
    startswith: [
      'self, prefix, start=None, end=None',
      (args) => anyOf(args, 'prefix', (text, prefix) => text.startsWith(prefix)),
    ],
    endswith: [
      'self, suffix, start=None, end=None',
      (args) => anyOf(args, 'suffix', (text, suffix) => text.endsWith(suffix)),
    ],
    removeprefix: [
      'self, part',
      (args) => {
        const part = args.string('part') ?? '';
        return self(args).startsWith(part) ? self(args).slice(part.length) : self(args);
      },
    ],
    removesuffix: [
      'self, part',
      (args) => {
        const part = args.string('part') ?? '';
        return part !== '' && self(args).endsWith(part) ? self(args).slice(0, -part.length) : self(args);
      },
    ],
    replace: [
      'self, old, new, count=-1',
      (args) => {
        const count = args.int('count') ?? -1;
        const [before, after] = [args.string('old') ?? '', args.string('new') ?? ''];
        const text = self(args);
        const parts = text.split(before);
        const kept = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
        const replaced = (): string =>
          parts.slice(0, kept + 1).join(after) +
          parts
            .slice(kept + 1)
            .map((part) => before + part)
            .join('');
        return textOf(args.vm, text.length + kept * (after.length - before.length), replaced);
      },
    ],
    lower: ['self', (args) => self(args).toLowerCase()],
    upper: ['self', (args) => self(args).toUpperCase()],
    casefold: ['self', (args) => self(args).toLowerCase()],
    capitalize: ['self', (args) => self(args).slice(0, 1).toUpperCase() + self(args).slice(1).toLowerCase()],
    title: [
      'self',
      (args) =>
        self(args)
          .toLowerCase()
          .replace(/[a-z]+/g, (word) => word.slice(0, 1).toUpperCase() + word.slice(1)),
    ],
    count: [
      'self, sub, start=None, end=None',
      (args) => part(args).text.split(args.string('sub') ?? '').length - 1,
    ],
    find: ['self, sub, start=None, end=None', (args) => found(args, firstIndex)],
    rfind: ['self, sub, start=None, end=None', (args) => found(args, lastIndex)],
    index: ['self, sub, start=None, end=None', (args) => index(args, firstIndex)],
    rindex: ['self, sub, start=None, end=None', (args) => index(args, lastIndex)],
    partition: ['self, sep', (args) => partition(args, firstIndex)],
    rpartition: ['self, sep', (args) => partition(args, lastIndex)],
    isdigit: ['self', (args) => /^\d+$/.test(self(args))],
    isnumeric: ['self', (args) => /^\d+$/.test(self(args))],
    isdecimal: ['self', (args) => /^\d+$/.test(self(args))],
    isalpha: ['self', (args) => /^\p{L}+$/u.test(self(args))],
    isalnum: ['self', (args) => /^[\p{L}\d]+$/u.test(self(args))],
    isupper: ['self', (args) => /\p{Lu}/u.test(self(args)) && !/\p{Ll}/u.test(self(args))],
    islower: ['self', (args) => /\p{Ll}/u.test(self(args)) && !/\p{Lu}/u.test(self(args))],
    isspace: ['self', (args) => /^\s+$/.test(self(args))],
    istitle: [
      'self',
      (args) => /\p{Lu}/u.test(self(args)) && !/\p{L}\p{Lu}|(?<!\p{L})\p{Ll}/u.test(self(args)),
    ],
    isidentifier: ['self', (args) => /^[\p{L}_][\p{L}\d_]*$/u.test(self(args))],
    swapcase: [
      'self',
      (args) =>
        Array.from(self(args), (each) =>
          each === each.toUpperCase() ? each.toLowerCase() : each.toUpperCase(),
        ).join(''),
    ],
    zfill: [
      'self, width',
      (args) => {
        const [, sign = '', digits = ''] = /^([+-]?)(.*)$/s.exec(self(args)) ?? [];
        return sign + digits.padStart(Math.min(args.int('width') ?? 0, longestFill) - sign.length, '0');
      },
    ],
    center: ['self, width, fill=" "', centred],
    ljust: [
      'self, width, fill=" "',
      (args) => self(args).padEnd(Math.min(args.int('width') ?? 0, longestFill), args.string('fill')),
    ],
    rjust: [
      'self, width, fill=" "',
      (args) => self(args).padStart(Math.min(args.int('width') ?? 0, longestFill), args.string('fill')),
    ],
    expandtabs: [
      'self, tabsize=8',
      (args) => {
        const size = Math.min(args.int('tabsize') ?? 8, longestFill);
        let column = 0;
        return Array.from(self(args), (each) => {
          const shown = each === '\t' ? ' '.repeat(size > 0 ? size - (column % size) : 0) : each;
          column = /[\r\n]/.test(each) ? 0 : column + shown.length;
          return shown;
        }).join('');
      },
    ],
    translate: ['self, table', translated],
    encode: ['self, encoding="utf-8"', (args) => self(args)],
    decode: ['self, encoding="utf-8"', (args) => self(args)],
    __len__: ['self', (args) => self(args).length],
    __iter__: ['self', (args) => new PyIterator(Array.from(self(args)))],
    __contains__: ['self, part', (args) => self(args).includes(args.string('part') ?? '')],
  }),
});
