import type { Random } from './random.ts';

export const hostileNumbers = [
  '0', '-0', '-1', '-3', '1', '2', '7', '0.5', '2.5', '-2.5', '1e99', '-1e99', '1e-9', '1e308', '1e309',
  'NaN', 'nan', '.nan', 'inf', '.inf', '-Infinity', '2147483647', '2147483648', '-2147483648', '4294967296',
  '9007199254740993', '99999999999999999999999999', '0x10', '0o17', '010', '1_000', '1,5', '+3', '3.', '.5',
  '3px', 'true', 'null', '~', '""', '[]', '{}', '65536', '1000000000',
] as const; // prettier-ignore

export const hostileWords = [
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'length', 'valueOf', 'undefined',
  '\uFEFF', '\0', '\u0007', '\u001b[31m', '\u202Eevil', '\u200F', '\u2028', '\u2029', '\u0085', '\uD800',
  '\uDC00', '\uD800\uD800', '👩‍🚀', 'é', '中文', '"', "'", '`', '\\', '\\u0000', '\\"', '#', ';', '//', '/*', '*/',
  '<', '>', '<<', '&a', '*a', '*undefined', '!!js/function', '!tag', '%YAML 1.2', '---', '...', '|', '>-', '? ',
  '[', ']', '{', '}', '(', ')', ',', ':', ': ', '- ', '=', '@', '$', '${x}', '\t', '  ', '\n', '\r', '\r\n', '\n\n',
] as const; // prettier-ignore

/** Text that breaks readers which follow it without a limit. */
export function hostileBlock(random: Random): string {
  const depth = random.pick([10, 70, 1000, 20_000]);
  const opening = random.pick([
    '[', '{', '(', '{a: ', '{"a":', '[{"a":[', '- ', '- - ', 'a: {b: ', 'layer {', 'layer { a { ', '? ', '"', '<', '((',
  ]); // prettier-ignore
  switch (random.below(8)) {
    case 0:
      return opening.repeat(depth);
    case 1:
      return `${'['.repeat(depth)}1${']'.repeat(depth)}`;
    case 2:
      return nestedLines(Math.min(depth, 400), random);
    case 3:
      return aliasBomb(random.pick([3, 9, 30]));
    case 4:
      return random.pick(['a', '0', ' ', '[', ',', '\u0000', '\uD83D', 'a,', '1 ', '#', '- ', '"']).repeat(random.pick([100, 5000, 100_000]));
    case 5:
      return `${random.pick(hostileNumbers)},`.repeat(random.pick([3, 500, 10_000]));
    case 6:
      return '\n'.repeat(random.pick([1, 100, 20_000]));
    default:
      return `${random.pick(hostileWords)}\n`.repeat(random.pick([2, 50, 2000]));
  }
} // prettier-ignore

function nestedLines(depth: number, random: Random): string {
  const item = random.pick(['- ', 'a:', '- a:', '[net]', '- block:', 'layers:']);
  return Array.from({ length: depth }, (_, level) => `${' '.repeat(2 * level)}${item}`).join('\n');
}

/** Each list holds the one before it nine times. */
function aliasBomb(levels: number): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < levels; level++) {
    const alias = `*a${level - 1}`;
    lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => alias).join(', ')}]`);
  }
  return `\n${lines.join('\n')}\n`;
}
