/**
 * `npm run bench:formats`: how long the analysis worker takes for generated files, when they are opened and after
 * each edit, how that grows with the file, and how long it takes to try a thousand input sizes. A file is opened as the
 * editor does it, in a worker that was warmed up when it started; what the very first file of a worker takes is printed
 * too, in parentheses. Ends non-zero when a limit is missed. Node's young generation is that of the extension's workers
 * (src/extension.ts): a third of it is one semi-space.
 */
import { execFileSync } from 'node:child_process';
import { knownFormats } from '../../../src/formats/known-formats.ts';
import { configSteps } from '../../../src/worker/analysis/warm-up/config-steps.ts';
import { measureCleanSizes } from './clean-sizes.ts';
import { generatedFormats, lengths, type GeneratedFormat } from './documents.ts';
import { EditedDocument } from './editing.ts';
import { median } from './median.ts';

/** Processes in which a file is opened first of all, where there is a limit. */
const starts = 5;
const edits = 30;
const firstEdits = 10;
/** Times for 100 times the lines: linear, with room for caches that are too small for large files. */
const mostGrowth = 200;

type Start = 'warm' | 'cold';

/** As in the worker, with a pause after each step: the engine compiles beside it. */
async function warmUpConfigs(): Promise<void> {
  const steps = configSteps(knownFormats(() => performance.now()));
  while (!steps.next().done) await new Promise((resolve) => setTimeout(resolve, 1));
}

async function open(format: GeneratedFormat, lines: number, start: Start): Promise<void> {
  if (start === 'warm') await warmUpConfigs();
  console.log(await new EditedDocument(format, lines).open());
}

/** The median over fresh processes. */
function firstTime({ name }: GeneratedFormat, lines: number, start: Start, count: number): number {
  const run = () =>
    Number(
      execFileSync(process.execPath, [...process.execArgv, __filename, name, String(lines), start], {
        encoding: 'utf8',
      }),
    );
  return median(Array.from({ length: count }, run));
}

async function editTime(format: GeneratedFormat, lines: number): Promise<number> {
  const document = new EditedDocument(format, lines);
  await document.open();
  const times: number[] = [];
  const isLong = lines > 10_000;
  const before = isLong ? 3 : firstEdits;
  for (let edit = -before; edit < (isLong ? 5 : edits); edit++) {
    const time = await document.edit(edit + before);
    if (edit >= 0) times.push(time);
  }
  return median(times);
}

async function measure(format: GeneratedFormat): Promise<boolean> {
  const rows: { readonly lines: number; readonly first: number; readonly edit: number }[] = [];
  let ok = true;
  for (const lines of lengths) {
    const limit = format.limits.find((candidate) => candidate.lines === lines);
    const first = firstTime(format, lines, 'warm', limit ? starts : 1);
    const cold = firstTime(format, lines, 'cold', 1);
    const edit = await editTime(format, lines);
    rows.push({ lines, first, edit });
    if (limit) ok &&= first <= limit.first && edit <= limit.edit;
    const within = (time: number, most: number | undefined) =>
      most === undefined ? '' : ` (at most ${most}${time > most ? ': MISSED' : ''})`;
    console.log(
      `${format.name}, ${lines} lines: opened ${first.toFixed(1)} ms${within(first, limit?.first)}, ` +
        `edited ${edit.toFixed(1)} ms${within(edit, limit?.edit)}; as a worker's very first file ${cold.toFixed(1)} ms`,
    );
  }
  const growth = (key: 'first' | 'edit') => (rows.at(-1)?.[key] ?? NaN) / (rows.at(-3)?.[key] ?? NaN);
  const [opened, edited] = [growth('first'), growth('edit')];
  console.log(
    `${format.name}, 100 times the lines: opened ${opened.toFixed(0)} times, edited ${edited.toFixed(0)} times (at most ${mostGrowth})`,
  );
  return ok && opened <= mostGrowth && edited <= mostGrowth;
}

async function main(): Promise<void> {
  await warmUpConfigs();
  const results = [measureCleanSizes()];
  for (const format of generatedFormats) results.push(await measure(format));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

const [, , name, lines, start] = process.argv;
const alone = generatedFormats.find((format) => format.name === name);
void (alone && lines !== undefined ? open(alone, Number(lines), start === 'cold' ? 'cold' : 'warm') : main());
