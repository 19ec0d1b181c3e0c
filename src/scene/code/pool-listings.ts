import type { Facts } from '../../engine/trace/lesson.ts';
import { isMade, row, shape, type CodeRow } from './code-row.ts';
import { notationOf, paddedSize, type Notation } from './notation.ts';
import { cells, cropped, loops, paddingSettings, sizesOf, windows } from './phrases.ts';
import { eachCell, settingsRow } from './scatter-listing.ts';

/** A pool forward: the greatest or the mean value of every window, all samples and channels at once. */
export function poolForwardListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels: channels, divisor } = facts;
  const notation = notationOf(facts);
  const sizes = sizesOf(notation, ({ outputSize }) => outputSize);
  const axes = `axis=${pythonTuple(notation.axes.map((_, place) => place + 1))}`;
  const window = `A[:, ${cells(notation)}]`;
  return [
    { text: `def ${nameOf(facts)}(A_prev):`, at: ['arguments'] },
    settingsRow(notation),
    paddedRow(facts, notation),
    ...countedRows(facts, notation),
    row(`Z = np.zeros((len(A), ${sizes.join(', ')}, A.shape[-1]))`, null, shape(m, ...sizes, channels)),
    notation.axes.length === 1
      ? row(`for ${loops(notation)} in range(${sizes.join(', ')}):`)
      : row(`for ${loops(notation)} in np.ndindex(${sizes.join(', ')}):`),
    ...windows(notation).map((line) => row(`    ${line}`)),
    row(
      `    Z[:, ${loops(notation)}] = ${divisor === undefined ? `${window}.max(${axes})` : `${window}.sum(${axes}) / ${dividedBy(facts, notation)}`}`,
      'pool',
    ),
    row('return Z', 'return'),
  ];
}

/** Back: every gradient goes to the winner of its window, or in equal parts to all of it. */
export function poolBackwardListing(facts: Facts): readonly CodeRow[] {
  const { samples: m, inChannels: channels, divisor } = facts;
  const notation = notationOf(facts);
  const window = `[i, ${cells(notation)}, c]`;
  const cell = `dZ[i, ${loops(notation)}, c]`;
  const tied = isMade(facts, 'ties');
  return [
    { text: `def ${nameOf(facts)}_backward(dZ, A_prev):`, at: ['arguments'] },
    settingsRow(notation),
    paddedRow(facts, notation),
    ...countedRows(facts, notation),
    row('dA = np.zeros_like(A)'),
    ...eachCell('dZ', channels, facts, notation),
    ...(divisor !== undefined
      ? sharedRows(`dA${window}`, cell, facts, notation)
      : tied
        ? [
            row(`    mask = A${window} == A${window}.max()`, 'route', undefined, 'ties'),
            row(`    dA${window} += mask * ${cell}`, 'route', undefined, 'ties'),
          ]
        : [
            row(`    winner = A${window}.argmax()`, 'route'),
            row(`    dA${window}.flat[winner] += ${cell}`, 'route'),
          ]),
    row(
      `dA_prev = dA${cropped(notation)}`,
      'crop',
      shape(m, ...sizesOf(notation, ({ inputSize }) => inputSize), channels),
    ),
    row('return dA_prev', 'return'),
  ];
}

const nameOf = ({ divisor }: Facts): string => (divisor === undefined ? 'max_pool' : 'average_pool');

function paddedRow({ samples: m, inChannels, divisor }: Facts, notation: Notation): CodeRow {
  const given = ['A_prev', ...paddingSettings(notation), ...(divisor === undefined ? ['value=-np.inf'] : [])];
  return row(`A = pad(${given.join(', ')})`, 'pad', shape(m, ...sizesOf(notation, paddedSize), inChannels));
}

/** Where windows have different numbers of cells that count: ones where a cell does. */
function countedRows({ divisor }: Facts, notation: Notation): readonly CodeRow[] {
  if (divisor === 'input-cells')
    return [row(`N = pad(np.ones_like(A_prev), ${paddingSettings(notation).join(', ')})`)];
  if (divisor !== 'padded-cells') return [];
  // What an overhanging window reaches beyond the padding does not count.
  const within = notation.axes.map(
    ({ geometry: { inputSize, padding } }) => `:${padding.before + inputSize + padding.after}`,
  );
  return [row('N = np.zeros_like(A)'), row(`N[:, ${within.join(', ')}] = 1`)];
}

/** The share of every cell of a window; where not all count, of those that do. */
const sharedRows = (
  window: string,
  cell: string,
  { divisor }: Facts,
  notation: Notation,
): readonly CodeRow[] =>
  typeof divisor === 'number'
    ? [row(`    ${window} += ${cell} / ${divisor}`, 'route')]
    : [
        row(`    n = N[0, ${cells(notation)}, 0]`, 'route'),
        row(`    ${window} += n * ${cell} / n.sum()`, 'route'),
      ];

const dividedBy = ({ divisor }: Facts, notation: Notation): string =>
  typeof divisor === 'number' ? String(divisor) : `N[0, ${cells(notation)}, 0].sum()`;

const pythonTuple = (items: readonly number[]): string =>
  items.length === 1 ? String(items[0]) : `(${items.join(', ')})`;
