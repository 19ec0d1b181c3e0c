/**
 * `npm run bench:formats`: how long the analysis worker takes for generated files, when they are opened and after
 * each edit, and how that grows with the file. Ends non-zero when a limit is missed. Node's young generation is that of
 * the extension's workers (src/extension.ts): a third of it is one semi-space.
 */
import { execFileSync } from 'node:child_process';
import { generatedFormats, lengths, type GeneratedFormat } from './documents.ts';
import { EditedDocument } from './editing.ts';

/** Processes in which a file is opened first of all: nothing is compiled yet then, as when VS Code starts. */
const starts = 7;
const edits = 40;
const warmUp = 10;
/** Times for 100 times the lines: linear, with room for caches that are too small for large files. */
const mostGrowth = 200;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

async function open(format: GeneratedFormat, lines: number): Promise<void> {
  console.log(await new EditedDocument(format, lines).open());
}

/** The median over fresh processes. */
function firstTime({ name }: GeneratedFormat, lines: number): number {
  const run = () =>
    Number(
      execFileSync(process.execPath, [...process.execArgv, __filename, name, String(lines)], {
        encoding: 'utf8',
      }),
    );
  return median(Array.from({ length: lines > 10_000 ? 1 : starts }, run));
}

async function editTime(format: GeneratedFormat, lines: number): Promise<number> {
  const document = new EditedDocument(format, lines);
  await document.open();
  const times: number[] = [];
  const count = lines > 10_000 ? 5 : edits;
  for (let edit = -warmUp; edit < count; edit++) {
    const time = await document.edit(edit + warmUp);
    if (edit >= 0) times.push(time);
  }
  return median(times);
}

async function measure(format: GeneratedFormat): Promise<boolean> {
  const rows: { readonly lines: number; readonly first: number; readonly edit: number }[] = [];
  for (const lines of lengths) {
    rows.push({ lines, first: firstTime(format, lines), edit: await editTime(format, lines) });
  }
  let ok = true;
  for (const { lines, first, edit } of rows) {
    const limit = format.limits.find((candidate) => candidate.lines === lines);
    if (limit) ok &&= first <= limit.first && edit <= limit.edit;
    const within = (most: number | undefined) => (most === undefined ? '' : ` (at most ${most})`);
    console.log(
      `${format.name}, ${lines} lines: opened ${first.toFixed(1)} ms${within(limit?.first)}, edited ${edit.toFixed(1)} ms${within(limit?.edit)}`,
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
  const results = [];
  for (const format of generatedFormats) results.push(await measure(format));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

const [, , name, lines] = process.argv;
const alone = generatedFormats.find((format) => format.name === name);
void (alone && lines !== undefined ? open(alone, Number(lines)) : main());
