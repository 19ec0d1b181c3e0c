import type { LayerRun, NetworkRun } from '../../engine/session/network-run.ts';
import { runEnglish } from '../../language/words/run-english.ts';
import { sentenceFor } from '../../util/sentences.ts';
import type { Style } from '../style.ts';

type Row = readonly string[];

const head: Row = ['layer', 'type', 'output', '|Z|', 'zeros', '|dZ|', '|dW|'];

/** The gradient flow as a table: how large the values, the gradients and those of the weights are, layer by layer. */
export function gradientFlowText(model: string, run: NetworkRun, style: Style): string {
  const rows = run.layers.map(rowOf);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? title).length)),
  );
  const line = (row: Row): string =>
    row
      .map((cell, column) =>
        column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [
    style.bold(model),
    ...headLines(run),
    '',
    style.faint(line(head)),
    ...rows.map(line),
    ...(run.notes.length > 0 ? ['', ...run.notes.map((note) => sentenceFor(runEnglish.notes, note))] : []),
  ].join('\n');
}

function headLines({ choices, loss, inputs, layers }: NetworkRun): readonly string[] {
  const { arithmetic, weights, seed } = choices;
  const inputTexts = inputs.map(
    ({ name, shape, origin, gradient }) =>
      `${name} [${shape.join(', ')}] ${origin}${gradient ? `, |dX| ${numberText(gradient.norm)}` : ''}`,
  );
  const seeded = layers.filter(({ parameters }) => parameters.some(({ origin }) => origin === 'seeded'));
  const given = layers.filter(({ parameters }) => parameters.some(({ origin }) => origin === 'file'));
  const sources = [
    ...(seeded.length > 0 ? [`${seeded.length} layers have seeded weights (${weights}, seed ${seed})`] : []),
    ...(given.length > 0 ? [`${given.length} have those of the file`] : []),
  ];
  return [
    ...inputTexts,
    ...(sources.length > 0 ? [`${sources.join(', ')}.`] : []),
    ...(loss === null
      ? ['Forward only.']
      : [`loss (${lossText(choices.loss)}) ${numberText(loss)}, ${arithmetic}`]),
  ];
}

function lossText(loss: NetworkRun['choices']['loss']): string {
  switch (loss.kind) {
    case 'cross-entropy':
      return `cross-entropy of class ${loss.target}`;
    case 'cell':
      return `cell ${loss.place.join(', ')}`;
    case 'sum':
    case 'none':
      return loss.kind;
  }
}

function rowOf({ id, type, shape, value, gradient, parameters }: LayerRun): Row {
  const weight = parameters.find(({ name }) => name === 'weight');
  return [
    id,
    type,
    shape.join('×'),
    numberText(value.norm),
    `${Math.round(100 * value.shareOfZeros)}%`,
    gradient ? numberText(gradient.norm) : '',
    weight?.gradient ? numberText(weight.gradient.norm) : '',
  ];
}

const numberText = (value: number): string => (value === 0 ? '0' : Number(value.toPrecision(4)).toString());
