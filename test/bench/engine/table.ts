import type { Report } from './measure.ts';
import type { StartTimes } from './start.ts';
import { ratioOf } from './limits.ts';
import { medianRatio } from './verdict.ts';

/** A report as text: one line a cell, milliseconds of everyone, the ratio to the faster peer, the share of the ceiling. */
export function tableOf(report: Report): string {
  const names = [...new Set(report.cells.flatMap(({ milliseconds }) => Object.keys(milliseconds)))];
  const header = ['work', 'pass', ...names, 'ratio', 'of ceiling', 'error'];
  const rows = report.cells.map((cell) => [
    cell.workload,
    cell.pass,
    ...names.map((name) => number(cell.milliseconds[name])),
    ratioOf(cell)?.toFixed(2) ?? '–',
    cell.share === null ? '–' : `${(100 * cell.share).toFixed(0)}%`,
    Math.max(...Object.values(cell.errors)).toExponential(0),
  ]);
  const networks = report.networks.map(
    ({ name, pass, milliseconds, megabytes }) =>
      `${name} ${pass}: ${milliseconds.toFixed(0)} ms, ${megabytes.toFixed(0)} MB of kernel memory`,
  );
  const again = report.cells.filter(({ measured }) => measured > 1);
  return [
    ...aligned([header, ...rows]),
    ...again.map(
      ({ workload, pass, measured }) =>
        `${workload} ${pass} missed a limit and was measured again: these are the numbers of time ${measured}.`,
    ),
    `Median ratio ${medianRatio(report.cells).toFixed(2)}. Kernels: ${report.build}.`,
    startLine(report.start),
    ...networks,
  ].join('\n');
}

const startLine = ({ firstResult, warmUp, firstLarge }: StartTimes): string =>
  `Start to first result ${firstResult.toFixed(1)} ms, warm-up ${warmUp.toFixed(1)} ms, then the first 56×56×64→64 in ${firstLarge.toFixed(1)} ms.`;

/** Three digits that count. */
const number = (value: number | undefined): string =>
  value === undefined ? '–' : value < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));

function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((text, column) =>
        column < 2 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}
