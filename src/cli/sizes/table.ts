import { sizesText, surveyedAxes } from '../../language/size-survey.ts';
import type { SizeSet } from '../../model/clean-sizes/size-set.ts';
import type { SizeSurvey } from '../../model/clean-sizes/survey.ts';
import type { Style } from '../style.ts';

const columns = ['', 'now', 'smallest', 'below', 'above', 'sizes'] as const;

/** A model's surveys as a table for a terminal. */
export function sizesTable(name: string, surveys: readonly SizeSurvey[], style: Style): string {
  const title = style.bold(name || 'model');
  if (surveys.length === 0) return `${title}\nIt has no input with a height or a width.`;
  return [title, ...surveys.map((survey) => surveyTable(survey, style))].join('\n');
}

function surveyTable(survey: SizeSurvey, style: Style): string {
  const { from, to, present, fits, keeps, runs } = survey;
  const now = present === null ? '' : `, now ${present}`;
  const rows = [columns, row('fits exactly', fits), row('loses no pixel', keeps), row('runs', runs)];
  const widths = columns.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const [head = '', ...body] = lines;
  return [
    style.faint(`${surveyedAxes(survey)}, sizes ${from} to ${to}${now}`),
    '',
    style.faint(head),
    ...body,
    ...divisorLines(runs),
    '',
  ].join('\n');
}

function row(name: string, set: SizeSet): readonly string[] {
  const known = (size: number | null) => (size === null ? '–' : size.toString());
  const now = set.present === null ? '–' : set.present ? 'yes' : 'no';
  return [name, now, known(set.smallest), known(set.below), known(set.above), sizesText(set)];
}

/** What to keep to, where not every size does. */
function divisorLines({ divisor, smallest, pattern }: SizeSet): readonly string[] {
  if (smallest === null) {
    return ['', 'It runs at none of them. `convlens check` says what is wrong.'];
  }
  if (divisor === null || divisor === 1 || pattern?.period === 1) return [];
  return ['', `It works for every multiple of ${divisor}.`];
}
