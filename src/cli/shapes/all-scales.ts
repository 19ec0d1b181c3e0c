import { analyze } from '../../formats/analyze.ts';
import { countText } from '../../language/quantities.ts';
import { compactShapeText } from '../../model/problems/number-text.ts';
import type { ModelReport } from '../../model/report.ts';
import { problemLines } from '../check/text-report.ts';
import type { AnalyzedFile } from '../source.ts';
import { styleOf } from '../style.ts';
import { exitCodes, type ExitCode, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { listedLayers, shapesJson, type ShapesJson } from './json-report.ts';
import { markdownText } from './markdown.ts';

/** A file as it is at one of its scales. */
interface Scaled {
  readonly scale: string;
  readonly file: AnalyzedFile;
  readonly models: readonly ModelReport[];
}

/** A file at each of its scales. Throws a UsageError where it has none. */
export function atAllScales(file: AnalyzedFile): readonly Scaled[] {
  const scales = file.analysis.scales?.scales ?? [];
  if (scales.length === 0) throw new UsageError(`${file.path} is the same at every scale: it lists none.`);
  return scales.map((scale) => {
    const context = { ...file.context, scale };
    const analysis = analyze(file.document, file.formats, context);
    const models = analysis.models.map((model) => ({ ...model, name: `${model.name} ${scale}` }));
    return { scale, file: { ...file, context, analysis: { ...analysis, models } }, models };
  });
}

/** Prints them; exit code 1 where one of them has errors. */
export function printScales(
  scaled: readonly Scaled[],
  format: 'table' | 'json' | 'markdown',
  terminal: Terminal,
): ExitCode {
  switch (format) {
    case 'json':
      terminal.out(`${JSON.stringify(jsonOf(scaled), null, 2)}\n`);
      break;
    case 'markdown':
      terminal.out(`${scaled.flatMap(({ models }) => models.map(markdownText)).join('\n\n')}\n`);
      break;
    case 'table':
      terminal.out(`${sideBySide(scaled, terminal)}\n`);
      break;
  }
  const found = scaled.flatMap(({ file: { analysis } }) => [
    ...analysis.problems,
    ...analysis.models.flatMap(({ problems }) => problems),
  ]);
  return found.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.clean;
}

/** One report with a model for each scale. */
function jsonOf(scaled: readonly Scaled[]): ShapesJson | null {
  const reports = scaled.map(({ file }) => shapesJson(file));
  const [first] = reports;
  if (!first) return null;
  const problems = new Map(
    reports.flatMap((report) => report.problems.map((problem) => [JSON.stringify(problem), problem])),
  );
  return { ...first, models: reports.flatMap(({ models }) => models), problems: [...problems.values()] };
}

/** One line for each row of the file, one column for each scale. */
function sideBySide(scaled: readonly Scaled[], terminal: Terminal): string {
  const style = styleOf(terminal.colors);
  const columns = scaled.map(({ file, models }) => rowsOf(file, models[0]));
  const rows = (columns[0] ?? []).map(({ name, module }, place) => [
    name,
    module,
    ...columns.map((column) => column[place]?.output ?? ''),
  ]);
  const total = (title: string, of: (totals: ModelReport['totals']) => number): readonly string[] => [
    title,
    '',
    ...scaled.map(({ models: [model] }) => (model ? countText(of(model.totals)) : '')),
  ];
  const totals = [total('parameters', ({ params }) => params), total('multiply-adds', ({ macs }) => macs)];
  const heads = ['row', 'module', ...scaled.map(({ scale }) => scale)];
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...[...rows, ...totals].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const problems = new Set(scaled.flatMap(({ file }) => problemLines(file, style)));
  return [
    style.faint(line(heads)),
    ...rows.map(line),
    '',
    ...totals.map((row) => style.bold(line(row))),
    ...(problems.size > 0 ? ['', ...problems] : []),
  ].join('\n');
}

interface RowShape {
  readonly name: string;
  readonly module: string;
  readonly output: string;
}

/** What each row of the file puts out: what the last of its layers gives. */
function rowsOf({ document }: AnalyzedFile, model: ModelReport | undefined): readonly RowShape[] {
  const rows = new Map<string, RowShape>();
  for (const { id, blocks, source, outputShapes } of model ? listedLayers(model) : []) {
    const name = blocks[0] ?? id;
    const module = document.text.slice(source.title.start, source.title.end);
    rows.set(name, { name, module, output: outputShapes.map(compactShapeText).join(' + ') });
  }
  return [...rows.values()];
}
