import type { Pattern } from '../syntax/ast.ts';
import { getItem } from './keys.ts';
import type { Evaluator } from './machine.ts';
import { PyDict, PyList, PyTuple, Unknown, type Value } from './values.ts';
import { dictOf } from './keys.ts';

/** Whether a value fits a `case` pattern; names are bound on the way. */
export function matches(vm: Evaluator, pattern: Pattern, subject: Value): boolean | Unknown {
  switch (pattern.kind) {
    case 'capture':
      capture(vm, pattern.name, subject);
      return true;
    case 'value':
      return vm.equal(vm.evaluate(pattern.value), subject);
    case 'or': {
      let unknown: Unknown | null = null;
      for (const option of pattern.options) {
        const fits = matches(vm, option, subject);
        if (fits === true) return true;
        if (fits instanceof Unknown) unknown = fits;
      }
      return unknown ?? false;
    }
    case 'as': {
      const fits = matches(vm, pattern.pattern, subject);
      if (fits === true) capture(vm, pattern.name, subject);
      return fits;
    }
    case 'sequence':
      return sequence(vm, pattern.items, subject);
    case 'mapping':
      return mapping(vm, pattern, subject);
    case 'class': {
      const type = vm.evaluate(pattern.type);
      const fits = vm.isInstance(subject, type);
      if (fits !== true) return fits;
      const names = pattern.items.length > 0 ? positional(vm, type, pattern.items.length) : [];
      if (names instanceof Unknown) return names;
      const parts = [
        ...pattern.items.map((value, index) => ({ name: names[index] ?? '', value })),
        ...pattern.named,
      ];
      return all(parts, ({ name, value }) => {
        const attribute = name === '' ? subject : vm.find(subject, name);
        return attribute === undefined ? false : matches(vm, value, attribute);
      });
    }
    case 'star':
    case 'unreadable':
      return vm.unknown('a pattern that is not read');
  }
}

function capture(vm: Evaluator, name: string | null, value: Value): void {
  if (name !== null) vm.assign({ kind: 'name', id: name, start: 0, end: 0 }, value);
}

function all<T>(parts: readonly T[], fits: (part: T) => boolean | Unknown): boolean | Unknown {
  let unknown: Unknown | null = null;
  for (const part of parts) {
    const result = fits(part);
    if (result === false) return false;
    if (result instanceof Unknown) unknown = result;
  }
  return unknown ?? true;
}

/** Names of positional sub-patterns; the empty name is the subject itself, as for `int(x)`. */
function positional(vm: Evaluator, type: Value, count: number): readonly string[] | Unknown {
  const names = vm.find(type, '__match_args__');
  if (names instanceof PyTuple) return names.items.map((each) => (typeof each === 'string' ? each : ''));
  return count === 1 ? [''] : vm.unknown('a pattern that is not read');
}

function sequence(vm: Evaluator, patterns: readonly Pattern[], subject: Value): boolean | Unknown {
  if (subject instanceof Unknown) return subject;
  if (!(subject instanceof PyList) && !(subject instanceof PyTuple)) return false;
  if (subject instanceof PyList && subject.open) return subject.open;
  const { items } = subject;
  const star = patterns.findIndex(({ kind }) => kind === 'star');
  if (star < 0 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
  const tail = star < 0 ? 0 : patterns.length - 1 - star;
  const starred = patterns[star];
  if (starred?.kind === 'star') capture(vm, starred.name, new PyList(items.slice(star, items.length - tail)));
  const pairs = patterns.flatMap((pattern, index) => {
    if (pattern.kind === 'star') return [];
    const item = star >= 0 && index > star ? items[items.length - (patterns.length - index)] : items[index];
    return [{ pattern, item: item ?? null }];
  });
  return all(pairs, ({ pattern, item }) => matches(vm, pattern, item));
}

function mapping(vm: Evaluator, pattern: Pattern & { kind: 'mapping' }, subject: Value): boolean | Unknown {
  if (subject instanceof Unknown) return subject;
  if (!(subject instanceof PyDict)) return false;
  const used: Value[] = [];
  const fits = all(pattern.entries, ({ key, value }) => {
    const filed = vm.evaluate(key);
    used.push(filed);
    const found = getItem(subject, filed);
    return found === undefined ? (subject.open ?? false) : matches(vm, value, found);
  });
  const rest = [...subject.entries.values()].filter(({ key }) => !used.includes(key));
  if (fits === true) {
    capture(vm, pattern.rest, dictOf(rest.map(({ key, value }) => [key, value] as const)));
  }
  return fits;
}
