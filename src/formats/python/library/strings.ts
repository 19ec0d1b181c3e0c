import { getItem } from '../interpreter/keys.ts';
import { formatValue } from '../interpreter/format.ts';
import { Pieces, textOf } from '../interpreter/pieces.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { PyDict, PyIterator, PyList, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from './object.ts';

function self(args: Bound): string {
  return args.string('self') ?? '';
}

/** A test against one text or any of a tuple's. */
function anyOf(args: Bound, name: string, test: (text: string) => boolean): boolean {
  const value = args.value(name);
  const texts = value instanceof PyTuple ? value.items : [value];
  return texts.some((each) => typeof each === 'string' && test(each));
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
  const text = self(args).replace(
    /\{\{|\}\}|\{([^{}!:]*)(![rsa])?(?::([^{}]*))?\}/g,
    (whole, field?: string, conversion?: string, spec?: string) => {
      if (whole === '{{') return '{';
      if (whole === '}}') return '}';
      const [, head = '', path = ''] = /^([^.[]*)(.*)$/.exec(field ?? '') ?? [];
      let value: Value | undefined;
      if (head === '') value = given[next++];
      else if (/^\d+$/.test(head)) value = given[Number(head)];
      else value = named instanceof PyDict ? getItem(named, head) : undefined;
      for (const [, attribute, index] of path.matchAll(/\.(\w+)|\[([^\]]*)\]/g)) {
        if (value === undefined) break;
        if (attribute !== undefined) value = args.vm.find(value, attribute);
        else value = args.vm.subscript(value, /^\d+$/.test(index ?? '') ? Number(index) : (index ?? ''));
      }
      return pieces.add(
        value === undefined
          ? args.vm.unknown('a value for a format is missing')
          : formatValue(args.vm, value, conversion ?? '', spec ?? ''),
      );
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

export const strType = libraryClass('str', [objectType], {
  __new__: native(
    'str',
    'cls, object="", encoding="", errors=""',
    (args) => args.vm.text(args.value('object')),
    { takesUnknown: true },
  ),
  format: native('format', 'self, *args, **kwargs', format, { takesUnknown: true }),
  join: native('join', 'self, iterable', join),
  ...natives({
    split: ['self, sep=None, maxsplit=-1', (args) => split(args, false)],
    rsplit: ['self, sep=None, maxsplit=-1', (args) => split(args, true)],
    splitlines: ['self, keepends=False', (args) => new PyList(self(args).split(/\r\n|\r|\n/))],
    strip: ['self, chars=None', (args) => stripped(args, true, true)],
    lstrip: ['self, chars=None', (args) => stripped(args, true, false)],
    rstrip: ['self, chars=None', (args) => stripped(args, false, true)],
    startswith: ['self, prefix', (args) => anyOf(args, 'prefix', (text) => self(args).startsWith(text))],
    endswith: ['self, suffix', (args) => anyOf(args, 'suffix', (text) => self(args).endsWith(text))],
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
    count: ['self, part', (args) => self(args).split(args.string('part') ?? '').length - 1],
    find: ['self, part', (args) => self(args).indexOf(args.string('part') ?? '')],
    rfind: ['self, part', (args) => self(args).lastIndexOf(args.string('part') ?? '')],
    index: [
      'self, part',
      (args) => {
        const at = self(args).indexOf(args.string('part') ?? '');
        return at < 0 ? args.vm.raise('ValueError', 'substring not found') : at;
      },
    ],
    partition: ['self, sep', (args) => partition(args, firstIndex)],
    rpartition: ['self, sep', (args) => partition(args, lastIndex)],
    isdigit: ['self', (args) => /^\d+$/.test(self(args))],
    isnumeric: ['self', (args) => /^\d+$/.test(self(args))],
    isdecimal: ['self', (args) => /^\d+$/.test(self(args))],
    isalpha: ['self', (args) => /^\p{L}+$/u.test(self(args))],
    isalnum: ['self', (args) => /^[\p{L}\d]+$/u.test(self(args))],
    isupper: ['self', (args) => /\p{Lu}/u.test(self(args)) && !/\p{Ll}/u.test(self(args))],
    islower: ['self', (args) => /\p{Ll}/u.test(self(args)) && !/\p{Lu}/u.test(self(args))],
    isidentifier: ['self', (args) => /^[\p{L}_][\p{L}\d_]*$/u.test(self(args))],
    zfill: ['self, width', (args) => self(args).padStart(Math.min(args.int('width') ?? 0, 1000), '0')],
    ljust: [
      'self, width, fill=" "',
      (args) => self(args).padEnd(Math.min(args.int('width') ?? 0, 1000), args.string('fill')),
    ],
    rjust: [
      'self, width, fill=" "',
      (args) => self(args).padStart(Math.min(args.int('width') ?? 0, 1000), args.string('fill')),
    ],
    encode: ['self, encoding="utf-8"', (args) => self(args)],
    decode: ['self, encoding="utf-8"', (args) => self(args)],
    __len__: ['self', (args) => self(args).length],
    __iter__: ['self', (args) => new PyIterator(Array.from(self(args)))],
    __contains__: ['self, part', (args) => self(args).includes(args.string('part') ?? '')],
  }),
});
