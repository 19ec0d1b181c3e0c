import type { Facts } from '../../engine/trace/lesson.ts';
import { isMade, row, shape, type CodeRow } from './code-row.ts';
import { notationOf, type Notation, type Setting } from './notation.ts';
import { cells, loops, paddingSettings, sizesOf } from './phrases.ts';

/** dA_prev cell by cell: the outputs that read a cell, by the index bounds of DESIGN.md 2. */
export function boundsListing(facts: Facts): readonly CodeRow[] {
  const notation = notationOf(facts);
  return [
    { text: 'def input_gradient(dZ, A_prev, W):', at: ['bounds'] },
    ...readersRows(facts, notation, { read: 'A_prev', reading: 'dZ' }),
    row('dA_prev = np.zeros_like(A_prev)'),
    ...cellRows(
      notation,
      `dA_prev[:, ${cells(notation)}] += dZ[:, ${loops(notation)}] @ ${taps(notation)}.T`,
    ),
    row('return dA_prev'),
  ];
}

/** A transposed convolution forward: which cells of A_prev add to a cell of Z. */
export function transposedBoundsListing(facts: Facts): readonly CodeRow[] {
  const notation = notationOf(facts);
  const sizes = sizesOf(notation, ({ inputSize }) => inputSize);
  return [
    { text: 'def conv_transpose(A_prev, W, b):', at: ['bounds'] },
    row(
      `Z = np.zeros((len(A_prev), ${sizes.join(', ')}, len(b)))`,
      null,
      shape(facts.samples, ...sizes, facts.outChannels),
    ),
    ...readersRows(facts, notation, { read: 'Z', reading: 'A_prev' }),
    ...cellRows(notation, `Z[:, ${cells(notation)}] += A_prev[:, ${loops(notation)}] @ ${taps(notation)}`),
    row('return Z + b'),
  ];
}

const taps = ({ all }: Notation): string =>
  `W[${all((use, { offset }) => `${offset}//${use('D')}`).join(', ')}]`;

/** Settings, sizes, and the bounds of the outputs that read a cell; settings that differ along the axes are handed in. */
function readersRows(
  facts: Facts,
  notation: Notation,
  { read, reading }: { readonly read: string; readonly reading: string },
): readonly CodeRow[] {
  const loose = isMade(facts, 'bounds');
  const unpack = (letter: string, of: string): string =>
    `_, ${notation.axes.map((axis) => `${letter}_${axis.letter}`).join(', ')}, _ = ${of}.shape`;
  const [padding = 'P'] = paddingSettings(notation);
  return [
    row(notation.settings(['S', ...paddingSettings(notation), 'D', 'F′'])),
    row(unpack('n', read), null, sizesOf(notation, ({ inputSize }) => inputSize).join(', ')),
    row(unpack('O', reading), null, sizesOf(notation, ({ outputSize }) => outputSize).join(', ')),
    row(`def readers(${['x', 'n', 'O', ...handed(notation)].join(', ')}):`),
    row(`    first = max(0, ceil((x + ${padding} - F′ + 1) / S))`, 'bounds'),
    row(
      `    last = min(${loose ? 'n' : 'O'} - 1, (x + ${padding}) // S)`,
      'bounds',
      undefined,
      loose && 'bounds',
    ),
    row('    return range(first, last + 1)'),
  ];
}

/** The settings that differ along the axes. */
function handed(notation: Notation): readonly Setting[] {
  const [padding = 'P' as const] = paddingSettings(notation);
  return (['S', padding, 'F′'] as const).filter((setting) =>
    notation.all((use) => use(setting)).some((written) => written !== setting),
  );
}

/** Loops over the cells, and for each over its readers along every axis. */
function cellRows(notation: Notation, sum: string): readonly CodeRow[] {
  const { axes, all } = notation;
  const [padding = 'P' as const] = paddingSettings(notation);
  const sizes = axes.map(({ letter }) => `n_${letter}`);
  const deep = '    '.repeat(axes.length + 1);
  const settings = handed(notation);
  const walks = all((use, { loop, cell, letter }, place) => {
    const given = [cell, `n_${letter}`, `O_${letter}`, ...settings.map(use)].join(', ');
    return `${'    '.repeat(place + 1)}for ${loop} in readers(${given}):`;
  });
  const offsets = all((use, { loop, cell }) => `${cell} + ${use(padding)} - ${loop}*${use('S')}`);
  const fits = all((use, { offset }) => `${offset} % ${use('D')} == 0`);
  return [
    row(
      `for ${cells(notation)}${axes.length === 1 ? ' in range(' : ' in np.ndindex('}${sizes.join(', ')}):`,
      'bounds',
      shape(...sizesOf(notation, ({ inputSize }) => inputSize)),
    ),
    ...walks.map((walk) => row(walk)),
    row(`${deep}${axes.map(({ offset }) => offset).join(', ')} = ${offsets.join(', ')}`),
    row(`${deep}if ${fits.join(' and ')}:`),
    row(`${deep}    ${sum}`, 'bounds'),
  ];
}
