import { counted } from '../../model/problems/number-text.ts';
import type { Severity } from '../../model/problems/problem.ts';
import type { AnalyzedFile } from '../source.ts';
import type { Style } from '../style.ts';
import { problemsOf } from './found.ts';

/** `model.cfg:12:8: warning: … [pixels-lost]`, as compilers write it and editors follow it. */
export function problemLines(file: AnalyzedFile, style: Style): readonly string[] {
  return problemsOf(file).map(({ problem: { code, severity, message, span } }) => {
    const { line, character } = file.lines.position(span.start);
    const where = style.bold(`${file.path}:${line + 1}:${character + 1}:`);
    return `${where} ${style.severity(severity, `${severity}:`)} ${message} ${style.faint(`[${code}]`)}`;
  });
}

/** `3 files: 1 error, 2 warnings` */
export function summaryText(files: number, counts: ReadonlyMap<Severity, number>): string {
  const part = (severity: Severity, noun: string): string[] => {
    const count = counts.get(severity) ?? 0;
    return count === 0 ? [] : [counted(count, noun)];
  };
  const parts = [
    ...part('error', 'error'),
    ...part('warning', 'warning'),
    ...part('information', 'note'),
    ...part('hint', 'hint'),
  ];
  return `${counted(files, 'file')}: ${parts.length === 0 ? 'nothing found' : parts.join(', ')}`;
}
