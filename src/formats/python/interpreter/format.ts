import type { Machine } from './machine.ts';
import { PyFloat } from './atoms.ts';
import { PyClass, PyInstance, PyTuple, Unknown, type Value } from './values.ts';

/** A float as Python prints it. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude >= 1e16 || magnitude < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** What `str` gives. */
export function text(vm: Machine, value: Value): string | Unknown {
  if (typeof value === 'string') return value;
  if (value instanceof PyInstance) {
    const method = vm.find(value, '__str__') ?? vm.find(value, '__repr__');
    if (method !== undefined) return stringOr(vm, vm.call(method, []));
    const args = value.attributes.get('args');
    if (args instanceof PyTuple && args.items[0] !== undefined) return vm.text(args.items[0]);
    if (value.base !== undefined) return vm.text(value.base);
  }
  return vm.repr(value);
}

function stringOr(vm: Machine, value: Value): string | Unknown {
  if (typeof value === 'string') return value;
  return value instanceof Unknown ? value : vm.unknown('a text that is not known');
}

/** What `repr` gives. */
export function repr(vm: Machine, value: Value): string | Unknown {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return quoted(value);
  switch (value.kind) {
    case 'unknown':
      return value;
    case 'float':
      return floatText(value.value);
    case 'symbol':
      return value.factor === 1 ? value.symbol : `${value.factor}${value.symbol}`;
    case 'tuple':
      return listed(vm, value.items, '(', value.items.length === 1 ? ',)' : ')');
    case 'list':
      return value.open ?? listed(vm, value.items, '[', ']');
    case 'set':
      return value.open ?? (value.entries.size === 0 ? 'set()' : listed(vm, value.keys, '{', '}'));
    case 'dict': {
      if (value.open) return value.open;
      return joined(
        [...value.entries.values()].map((entry) => pair(vm, entry.key, entry.value)),
        '{',
        '}',
      );
    }
    case 'range':
      return `range(${value.start}, ${value.stop}${value.step === 1 ? '' : `, ${value.step}`})`;
    case 'token':
      return value.name;
    case 'function':
    case 'native':
      return `<function ${value.name}>`;
    case 'class':
      return `<class '${value.name}'>`;
    case 'namespace':
      return `<module '${value.name}'>`;
    case 'instance': {
      const method = vm.find(value, '__repr__');
      if (method !== undefined && !(method instanceof Unknown)) return stringOr(vm, vm.call(method, []));
      return value.base === undefined ? `<${value.type.name} object>` : vm.repr(value.base);
    }
    default:
      return vm.unknown('a text that is not known');
  }
}

function pair(vm: Machine, key: Value, value: Value): string | Unknown {
  const left = vm.repr(key);
  const right = vm.repr(value);
  return left instanceof Unknown ? left : right instanceof Unknown ? right : `${left}: ${right}`;
}

function listed(vm: Machine, items: readonly Value[], open: string, close: string): string | Unknown {
  vm.charge(items.length);
  return joined(
    items.map((item) => vm.repr(item)),
    open,
    close,
  );
}

function joined(parts: readonly (string | Unknown)[], open: string, close: string): string | Unknown {
  const unknown = parts.find((part) => part instanceof Unknown);
  return unknown ?? open + parts.filter((part) => typeof part === 'string').join(', ') + close;
}

function quoted(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

const specification = /^(?:(.)?([<>^=]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/;

/** A value in a format string: conversion (`!r`) and specification (`:>8.2f`). */
export function formatValue(vm: Machine, value: Value, conversion: string, spec: string): string | Unknown {
  if (value instanceof Unknown) return value;
  const converted = conversion === '!r' || conversion === '!a' ? vm.repr(value) : null;
  if (converted instanceof Unknown) return converted;
  if (spec === '') return converted ?? vm.text(value);
  const match = specification.exec(spec);
  if (!match) return vm.unknown('a format that is not read');
  const [, fill, align, sign, , zero, width, grouping, precision, type] = match;
  const number = numberOf(value);
  let shown: string | Unknown;
  if (converted !== null) shown = converted;
  else if (number !== undefined && (type !== undefined || precision !== undefined)) {
    shown = numberText(number, type ?? 'g', precision === undefined ? undefined : Number(precision));
  } else shown = vm.text(value);
  if (shown instanceof Unknown) return shown;
  if (number === undefined && precision !== undefined) shown = shown.slice(0, Number(precision));
  if (number !== undefined && number >= 0 && (sign === '+' || sign === ' ')) shown = sign + shown;
  if (grouping !== undefined)
    shown = shown.replace(/\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, grouping));
  return padded(
    shown,
    Number(width ?? 0),
    fill ?? (zero ? '0' : ' '),
    align ?? (number === undefined ? '<' : '>'),
  );
}

function numberOf(value: Value): number | undefined {
  return typeof value === 'number' ? value : value instanceof PyFloat ? value.value : undefined;
}

function numberText(value: number, type: string, precision: number | undefined): string {
  switch (type) {
    case 'd':
      return String(value);
    case 'f':
    case 'F':
      return value.toFixed(Math.min(precision ?? 6, 100));
    case '%':
      return `${(value * 100).toFixed(Math.min(precision ?? 6, 100))}%`;
    case 'e':
    case 'E':
      return value.toExponential(Math.min(precision ?? 6, 100)).replace(/e([+-])(\d)$/, 'e$10$2');
    case 'x':
      return value.toString(16);
    case 'X':
      return value.toString(16).toUpperCase();
    case 'b':
      return value.toString(2);
    case 'o':
      return value.toString(8);
    default:
      return String(Number(value.toPrecision(Math.min(Math.max(precision ?? 6, 1), 100))));
  }
}

function padded(shown: string, width: number, fill: string, align: string): string {
  const missing = Math.min(width, 1000) - shown.length;
  if (missing <= 0) return shown;
  if (align === '<') return shown + fill.repeat(missing);
  if (align === '^') {
    const left = Math.floor(missing / 2);
    return fill.repeat(left) + shown + fill.repeat(missing - left);
  }
  return fill.repeat(missing) + shown;
}

/** A class' name as messages show it. */
export function typeName(value: Value, type: PyClass): string {
  return value instanceof PyClass ? value.name : type.name;
}
