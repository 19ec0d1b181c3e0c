import { choiceOf, parseOptions } from '../options.ts';
import { Reader, readingOptions, type AnalyzedFile } from '../source.ts';
import { styleOf } from '../style.ts';
import { exitCodes, type ExitCode, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { problemLines } from '../check/text-report.ts';
import { explanationText } from './explain.ts';
import { atAllScales, printScales } from './all-scales.ts';
import { shapesJson } from './json-report.ts';
import { markdownText } from './markdown.ts';
import { tableText } from './table.ts';

/** `convlens shapes FILE`: every layer of a file with its shape and costs. */
export async function shapes(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { options, files } = parseOptions(args, {
    ...readingOptions,
    format: 'text',
    name: 'text',
    explain: 'switch',
    'all-scales': 'switch',
  });
  const format = choiceOf('--format', options.format, ['table', 'json', 'markdown']);
  const [path] = files;
  if (path === undefined || files.length > 1) throw new UsageError('`convlens shapes` takes one file.');
  const name = path === '-' ? (options.name ?? 'stdin') : path;
  const file = await new Reader(terminal, options).analyze(path, name);
  if (file.analysis.format === null) throw new UsageError(unrecognized(file.path, path === '-'));
  if (options['all-scales']) return printScales(atAllScales(file), format, terminal);
  switch (format) {
    case 'json':
      terminal.out(`${JSON.stringify(shapesJson(file), null, 2)}\n`);
      break;
    case 'markdown':
      terminal.out(`${file.analysis.models.map(markdownText).join('\n\n')}\n`);
      break;
    case 'table':
      terminal.out(`${tables(file, terminal)}\n`);
      break;
  }
  if (options.explain && format !== 'json') terminal.out(`\n${explanationText(file)}\n`);
  return hasErrors(file) ? exitCodes.findings : exitCodes.clean;
}

function tables(file: AnalyzedFile, terminal: Terminal): string {
  const style = styleOf(terminal.colors);
  const { models: reports, variants } = file.analysis;
  const models = reports.map((model) => tableText(model, style, variants));
  const problems = problemLines(file, style);
  return [...models, ...(problems.length > 0 ? [problems.join('\n')] : [])].join('\n\n');
}

const hasErrors = ({ analysis: { models, problems } }: AnalyzedFile): boolean =>
  [...problems, ...models.flatMap((model) => model.problems)].some(({ severity }) => severity === 'error');

/** What to do with a file that is in no format that ConvLens reads. */
export const unrecognized = (path: string, isInput: boolean): string =>
  `${path} is in no format that ConvLens reads.${isInput ? ' A name helps to recognise it: --name model.cfg.' : ''}`;
