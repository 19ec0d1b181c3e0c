import type { Machine } from './machine.ts';
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

/** A class' name as messages show it. */
export function typeName(value: Value, type: PyClass): string {
  return value instanceof PyClass ? value.name : type.name;
}
