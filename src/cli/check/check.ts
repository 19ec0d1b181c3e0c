import type { Severity } from '../../model/problems/problem.ts';
import { choiceOf, parseOptions, wholeOf } from '../options.ts';
import { Reader, readingOptions, type AnalyzedFile } from '../source.ts';
import { shapesJson } from '../shapes/json-report.ts';
import { unrecognized } from '../shapes/shapes.ts';
import { styleOf } from '../style.ts';
import { exitCodes, type ExitCode, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { findFiles } from './find-files.ts';
import { problemsOf } from './found.ts';
import { ruleTexts, sarifLog } from './sarif.ts';
import { problemLines, summaryText } from './text-report.ts';

/** `convlens check FILES…`: the problems of many files, for people, scripts and code scanning. */
export async function check(args: readonly string[], terminal: Terminal, version: string): Promise<ExitCode> {
  const { options, files: wanted } = parseOptions(args, {
    ...readingOptions,
    format: 'text',
    name: 'text',
    'max-warnings': 'text',
  });
  const format = choiceOf('--format', options.format, ['text', 'json', 'sarif']);
  const mostWarnings = wholeOf('--max-warnings', options['max-warnings'], 0) ?? Infinity;
  if (wanted.length === 0) throw new UsageError('`convlens check` takes files, folders or patterns.');

  const reader = new Reader(terminal, options);
  const style = styleOf(terminal.colors);
  const kept: AnalyzedFile[] = [];
  const failures: string[] = [];
  const counts = new Map<Severity, number>();
  let checked = 0;
  for (const [place, { path, named }] of findFiles(wanted, terminal).entries()) {
    terminal.progress(`${place + 1} ${path}`);
    const name = path === '-' ? (options.name ?? 'stdin') : path;
    const file = await analyzed(reader, path, name, failures);
    if (!file) continue;
    if (file.analysis.format === null) {
      if (named) failures.push(unrecognized(name, path === '-'));
      continue;
    }
    checked++;
    for (const { problem } of problemsOf(file)) {
      counts.set(problem.severity, (counts.get(problem.severity) ?? 0) + 1);
    }
    // Text is told file by file; the other formats are one document.
    if (format !== 'text') kept.push(file);
    else
      terminal.out(
        problemLines(file, style)
          .map((line) => `${line}\n`)
          .join(''),
      );
  }
  terminal.progress('');
  for (const failure of failures) terminal.error(`convlens: ${failure}\n`);
  switch (format) {
    case 'text':
      terminal.out(`${summaryText(checked, counts)}\n`);
      break;
    case 'json':
      terminal.out(`${JSON.stringify({ schemaVersion: 1, files: kept.map(shapesJson) }, null, 2)}\n`);
      break;
    case 'sarif': {
      const rules = ruleTexts(terminal.packaged('docs/problems.md'));
      terminal.out(`${JSON.stringify(sarifLog(kept, version, rules), null, 2)}\n`);
      break;
    }
  }
  if (failures.length > 0) return exitCodes.usage;
  const errors = counts.get('error') ?? 0;
  const warnings = counts.get('warning') ?? 0;
  return errors > 0 || warnings > mostWarnings ? exitCodes.findings : exitCodes.clean;
}

/** Null where the file cannot be read: the others are checked all the same. */
async function analyzed(
  reader: Reader,
  path: string,
  name: string,
  failures: string[],
): Promise<AnalyzedFile | null> {
  try {
    return await reader.analyze(path, name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    failures.push(error.message);
    return null;
  }
}
