import { hostileBlock, hostileNumbers, hostileWords } from './hostile-text.ts';
import type { Random } from './random.ts';

interface Material {
  readonly random: Random;
  /** Words of the format. */
  readonly words: readonly string[];
  /** Another file of the format, to take pieces from. */
  readonly other: string;
}

type Mutation = (text: string, material: Material) => string;

/** A mutated text never grows beyond this: larger ones are not parsed anyway. */
const mostCharacters = 400_000;

/** One to four changes, most of them small, so that most of the file still means what it meant. */
export function mutateText(text: string, material: Material): string {
  let result = text;
  const times = 1 + material.random.below(material.random.chance(0.6) ? 1 : 4);
  for (let time = 0; time < times; time++) {
    const changed = material.random.pick(mutations)(result, material);
    if (changed.length <= mostCharacters) result = changed;
  }
  return result;
}

const replaced = (text: string, start: number, end: number, by: string): string =>
  text.slice(0, start) + by + text.slice(end);

const onLines =
  (change: (lines: string[], at: number, material: Material) => void): Mutation =>
  (text, material) => {
    const lines = text.split('\n');
    change(lines, material.random.below(lines.length), material);
    return lines.join('\n');
  };

/** Replaces one match of a pattern, if there is any. */
const onMatch =
  (pattern: RegExp, by: (matched: string, material: Material) => string): Mutation =>
  (text, material) => {
    // From a place chosen at random, so that long texts are not searched as a whole.
    const from = material.random.below(text.length);
    const near = text.slice(from, from + 2000);
    const match = pattern.exec(near) ?? pattern.exec(text);
    if (!match) return text;
    const start = match.input === near ? from + match.index : match.index;
    return replaced(text, start, start + match[0].length, by(match[0], material));
  };

const wordOf = ({ random, words }: Material): string =>
  random.chance(0.5) && words.length > 0
    ? (words[random.below(words.length)] ?? '')
    : random.pick(hostileWords);

const deleteCharacters: Mutation = (text, { random }) => {
  const start = random.below(text.length);
  return replaced(text, start, start + 1 + random.below(random.pick([1, 4, 40, 400])), '');
};

const duplicateCharacters: Mutation = (text, { random }) => {
  const start = random.below(text.length);
  const piece = text.slice(start, start + 1 + random.below(random.pick([1, 8, 200])));
  return replaced(text, start, start, piece.repeat(1 + random.below(4)));
};

const insertWord: Mutation = (text, material) => {
  const at = material.random.below(text.length + 1);
  return replaced(text, at, at, wordOf(material));
};

const insertBlock: Mutation = (text, { random }) => {
  const at = random.below(text.length + 1);
  const start = random.chance(0.5) ? at : text.lastIndexOf('\n', at) + 1;
  return replaced(text, start, start, hostileBlock(random));
};

const truncate: Mutation = (text, { random }) => text.slice(0, random.below(text.length + 1));

const replaceNumber = onMatch(/-?\d+(?:\.\d+)?/, (_, { random }) => random.pick(hostileNumbers));

const replaceWord = onMatch(/[A-Za-z_]\w*/, (_, material) => wordOf(material));

const replaceString = onMatch(/"[^"\n]*"|'[^'\n]*'/, (quoted, { random }) =>
  random.pick([quoted.slice(1), quoted.slice(0, -1), quoted.slice(1, -1), '""', random.pick(hostileNumbers)]),
);

const deleteLines = onLines(
  (lines, at, { random }) => void lines.splice(at, 1 + random.below(random.pick([1, 3, 30]))),
);

const duplicateLines = onLines((lines, at, { random }) => {
  const piece = lines.slice(at, at + 1 + random.below(6));
  for (let times = random.pick([1, 1, 2, 20]); times > 0; times--) lines.splice(at, 0, ...piece);
});

const swapLines = onLines((lines, at, { random }) => {
  const other = random.chance(0.5) ? at + 1 : random.below(lines.length);
  const [first, second] = [lines[at], lines[other]];
  if (first !== undefined && second !== undefined) [lines[at], lines[other]] = [second, first];
});

const moveLines = onLines((lines, at, { random }) => {
  const piece = lines.splice(at, 1 + random.below(10));
  lines.splice(random.below(lines.length + 1), 0, ...piece);
});

const spliceOther = onLines((lines, at, { random, other }) => {
  const foreign = other.split('\n');
  const from = random.below(foreign.length);
  lines.splice(at, random.below(3), ...foreign.slice(from, from + 1 + random.below(12)));
});

const indentLine = onLines((lines, at, { random }) => {
  const line = lines[at] ?? '';
  lines[at] = random.chance(0.5)
    ? random.pick([' ', '  ', '\t', '        ']) + line
    : line.replace(/^\s{1,2}/, '');
});

const joinLines = onLines((lines, at, { random }) => {
  lines.splice(at, 2, lines.slice(at, at + 2).join(random.pick(['', ' ', ',', '\t'])));
});

const changeCase = onMatch(/[A-Za-z]{3,}/, (word) =>
  word === word.toUpperCase() ? word.toLowerCase() : word.toUpperCase(),
);

const lineEnds: Mutation = (text, { random }) => {
  const from = random.chance(0.5) ? 0 : random.below(text.length);
  const end = random.pick(['\r\n', '\r', '\u2028', '\n\n']);
  return text.slice(0, from) + text.slice(from).replaceAll('\n', end);
};

const markOrder: Mutation = (text) => `\uFEFF${text}`;

const mutations: readonly [Mutation, ...Mutation[]] = [
  deleteCharacters,
  duplicateCharacters,
  insertWord,
  insertWord,
  insertBlock,
  truncate,
  replaceNumber,
  replaceNumber,
  replaceNumber,
  replaceWord,
  replaceWord,
  replaceString,
  deleteLines,
  duplicateLines,
  swapLines,
  moveLines,
  spliceOther,
  indentLine,
  joinLines,
  changeCase,
  lineEnds,
  markOrder,
];
