import { parseArgs } from 'node:util';
import { closestWord } from '../util/closest.ts';
import { UsageError } from './usage-error.ts';

/** An option of a command: a switch, a text, or a text that may be repeated. */
export type OptionKind = 'switch' | 'text' | 'texts';

export type OptionKinds = Readonly<Record<string, OptionKind>>;

type Value<K extends OptionKind> = K extends 'switch'
  ? boolean
  : K extends 'texts'
    ? readonly string[]
    : string | undefined;

export interface Parsed<O extends OptionKinds> {
  readonly options: { readonly [Name in keyof O]: Value<O[Name]> };
  readonly files: readonly string[];
}

/** Reads a command's arguments. Throws a UsageError that names the nearest option where one is unknown. */
export function parseOptions<const O extends OptionKinds>(args: readonly string[], kinds: O): Parsed<O> {
  const config = Object.fromEntries(
    Object.entries(kinds).map(([name, kind]) => [
      name,
      { type: kind === 'switch' ? ('boolean' as const) : ('string' as const), multiple: kind === 'texts' },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: config,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const options: Record<string, boolean | string | string[] | undefined> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    options[name] = kind === 'switch' ? false : kind === 'texts' ? [] : undefined;
  }
  const files: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const kind = Object.hasOwn(kinds, token.name) ? kinds[token.name] : undefined;
    if (kind === undefined) throw new UsageError(unknownOption(token.rawName, Object.keys(kinds)));
    if (kind === 'switch') {
      if (token.value !== undefined) throw new UsageError(`${token.rawName} takes no value.`);
      options[token.name] = true;
      continue;
    }
    if (token.value === undefined) throw new UsageError(`${token.rawName} needs a value.`);
    const before = options[token.name];
    if (Array.isArray(before)) before.push(token.value);
    else options[token.name] = token.value;
  }
  // Every name of `kinds` was given a value of its kind above.
  return { options: options as Parsed<O>['options'], files };
}

function unknownOption(written: string, names: readonly string[]): string {
  const meant = closestWord(
    written,
    names.map((name) => `--${name}`),
  );
  const advice = meant === null ? 'See --help.' : `Did you mean ${meant}?`;
  return `There is no option ${written}. ${advice}`;
}

/** One of several words, the first unless told. */
export function choiceOf<const T extends string>(
  option: string,
  value: string | undefined,
  choices: readonly [T, ...T[]],
): T {
  if (value === undefined) return choices[0];
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw new UsageError(`${option} takes ${choices.join(', ')}, not "${value}".`);
  return found;
}

/** A whole number from `least`. */
export function wholeOf(option: string, value: string | undefined, least: number): number | undefined {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (value.trim() === '' || !Number.isSafeInteger(number) || number < least) {
    throw new UsageError(`${option} takes a whole number from ${least}, not "${value}".`);
  }
  return number;
}

/** `2` or `2,1`: whole numbers from `least`, one for all axes or one per axis. */
export function wholesOf(option: string, value: string | undefined, least: number): readonly number[] {
  if (value === undefined) return [];
  return value.split(',').map((part) => wholeOf(option, part, least) ?? least);
}
