import { surveyDocument } from '../../formats/size-survey.ts';
import { choiceOf, parseOptions, wholeOf } from '../options.ts';
import { Reader, readingOptions } from '../source.ts';
import { unrecognized } from '../shapes/shapes.ts';
import { styleOf } from '../style.ts';
import { exitCodes, type ExitCode, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { sizesJson } from './json-report.ts';
import { sizesTable } from './table.ts';

const largestSize = 100_000;

/** `convlens sizes FILE`: the input sizes that a model fits, loses nothing at, and runs at. */
export async function sizes(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { options, files } = parseOptions(args, {
    ...readingOptions,
    format: 'text',
    name: 'text',
    from: 'text',
    to: 'text',
  });
  const format = choiceOf('--format', options.format, ['table', 'json']);
  const from = wholeOf('--from', options.from, 1);
  const to = wholeOf('--to', options.to, from ?? 1);
  if ((to ?? from ?? 1) > largestSize) throw new UsageError(`--to takes at most ${largestSize}.`);
  const [path] = files;
  if (path === undefined || files.length > 1) throw new UsageError('`convlens sizes` takes one file.');
  const isInput = path === '-';
  const file = await new Reader(terminal, options).analyze(path, isInput ? (options.name ?? 'stdin') : path);
  if (file.analysis.format === null) throw new UsageError(unrecognized(file.path, isInput));
  const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const surveys = file.analysis.models.map((_, model) => surveyDocument(file, model, range));
  if (format === 'json') terminal.out(`${JSON.stringify(sizesJson(file, surveys), null, 2)}\n`);
  else {
    const style = styleOf(terminal.colors);
    const tables = file.analysis.models.map(({ name }, model) =>
      sizesTable(name, surveys[model] ?? [], style),
    );
    terminal.out(tables.join('\n'));
  }
  const runsNow = surveys.flat().every(({ runs }) => runs.present !== false);
  return runsNow ? exitCodes.clean : exitCodes.findings;
}
