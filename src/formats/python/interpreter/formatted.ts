import type { Machine } from './machine.ts';
import { PyFloat } from './atoms.ts';
import { getItem } from './keys.ts';
import { formattedNumber, padded, type Format } from './number-format.ts';
import { Pieces } from './pieces.ts';
import { PyDict, PyTuple, Unknown, type Value } from './values.ts';

const specification = /^(?:(.)?([<>^=]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([a-zA-Z%])?$/su;

/** A value in a format string: conversion (`!r`) and specification (`:>8.2f`). */
export function formatValue(vm: Machine, value: Value, conversion: string, spec: string): string | Unknown {
  if (value instanceof Unknown) return value;
  if (conversion !== '') {
    const converted = conversion === '!s' ? vm.text(value) : vm.repr(value);
    return converted instanceof Unknown ? converted : formatValue(vm, converted, '', spec);
  }
  if (spec === '') return vm.text(value);
  const match = specification.exec(spec);
  if (!match) return vm.unknown('a format that is not read');
  const [, fill, align, sign = '', alternate, zero, width, grouping = '', precision, type = ''] = match;
  return shownAs(vm, value, {
    fill: fill ?? (zero ? '0' : ' '),
    align: align ?? (zero ? '=' : undefined),
    sign: sign === '-' ? '' : sign,
    alternate: alternate !== undefined,
    width: Number(width ?? 0),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  });
}

function isNumber(value: Value): boolean {
  return typeof value === 'number' || typeof value === 'boolean' || value instanceof PyFloat;
}

function shownAs(vm: Machine, value: Value, format: Format): string | Unknown {
  if (isNumber(value)) {
    const shown = formattedNumber(value, format);
    return shown ?? vm.raise('ValueError', `Unknown format code '${format.type}'`);
  }
  const shown = vm.text(value);
  if (shown instanceof Unknown) return shown;
  return padded(shown.slice(0, format.precision), format);
}

const form = /%(?:\((.*?)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g;

/** `template % values`. */
export function percentFormatted(vm: Machine, template: string, values: Value): Value {
  const list = values instanceof PyTuple ? values.items : [values];
  const pieces = new Pieces(vm);
  let index = 0;
  const size = (written: string | undefined): number | undefined => {
    const given = written === '*' ? list[index++] : written;
    return given === undefined ? undefined : Number(given);
  };
  const text = template.replace(
    form,
    (
      _,
      name: string | undefined,
      flags: string,
      wide: string | undefined,
      precise: string | undefined,
      type: string,
    ) => {
      if (type === '%') return '%';
      const width = size(wide);
      const precision = size(precise);
      const value = name !== undefined && values instanceof PyDict ? getItem(values, name) : list[index++];
      if (value === undefined) return pieces.add(vm.unknown('a value for % is missing'));
      return pieces.add(percentForm(vm, value, { flags, width, precision, type }));
    },
  );
  return pieces.whole(text);
}

interface PercentForm {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly type: string;
}

function percentForm(
  vm: Machine,
  value: Value,
  { flags, width = 0, precision, type }: PercentForm,
): string | Unknown {
  if (value instanceof Unknown) return value;
  const isText = /[rsa]/.test(type);
  const zero = flags.includes('0') && !isText;
  const format: Format = {
    fill: zero && !flags.includes('-') ? '0' : ' ',
    align: flags.includes('-') ? '<' : zero ? '=' : '>',
    sign: flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '',
    alternate: flags.includes('#'),
    width,
    grouping: '',
    precision,
    type: /[iu]/.test(type) ? 'd' : isText ? '' : type,
  };
  if (isText || !isNumber(value)) {
    const shown = type === 'r' || type === 'a' ? vm.repr(value) : vm.text(value);
    return shown instanceof Unknown ? shown : shownAs(vm, shown, format);
  }
  const isWhole = format.type === 'd' && value instanceof PyFloat && Number.isFinite(value.value);
  return shownAs(vm, isWhole ? Math.trunc(value.value) : value, format);
}
