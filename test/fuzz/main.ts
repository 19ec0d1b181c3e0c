/**
 * `npm run fuzz`: changes real files at random and looks at what ConvLens makes of them. `-- --runs 1000`, `--format
 * darknet`, `--seed 7` (a failure names its own; with `--runs 1` it is that one alone), `--processes 1`.
 */
import { availableParallelism } from 'node:os';
import { fork } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Campaign, type Found } from './campaign.ts';
import { fuzzedFormats } from './formats.ts';

interface Share {
  readonly format: string;
  readonly first: number;
  readonly runs: number;
}

/** What a process tells: how many of its runs are done, or what it found. */
type Message = { readonly done: number } | { readonly found: Found };

/** Megabytes of heap that the analysis may take, with all that it remembers. */
const memory = 300;
/** Milliseconds without a finished run after which one is taken to hang; a failure is also made smaller in that time. */
const hanging = 120_000;
const mostFailures = 10;

const usage = `npm run fuzz -- [--runs N] [--seed N] [--format NAME] [--processes N]
Changes real files at random and looks at what ConvLens makes of them: 100,000 runs from seed 1 unless told, shared among
the formats ${fuzzedFormats.map(({ name }) => name).join(', ')}. A failure names its seed: with --format, --seed and --runs 1 it is run
again alone. Files that failed are kept in test/output/fuzz.`;

async function main(): Promise<void> {
  const values = options();
  if (values === null) return;
  const formats = fuzzedFormats.filter(({ name }) => values.format === undefined || name === values.format);
  const runs = Math.ceil(Number(values.runs) / formats.length);
  let failed = 0;
  for (const { name } of formats) {
    const started = performance.now();
    const processes = Math.min(Number(values.processes), runs);
    const each = Math.ceil(runs / processes);
    const found = await Promise.all(
      Array.from({ length: processes }, (_, place) =>
        inProcess({
          format: name,
          first: Number(values.seed) + place * each,
          runs: Math.min(each, runs - place * each),
        }),
      ),
    );
    for (const failure of found.flat()) console.log(report(failure));
    const count = found.flat().length;
    failed += count;
    const seconds = (performance.now() - started) / 1000;
    console.log(`${name}: ${runs} changed files, ${count} failures (${seconds.toFixed(1)} s)`);
  }
  process.exitCode = failed > 0 ? 1 : 0;
}

/** What was asked for; null where only the usage was, or is all that helps. */
function options() {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '100000' },
        seed: { type: 'string', default: '1' },
        format: { type: 'string' },
        processes: { type: 'string', default: `${availableParallelism()}` },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      console.log(usage);
      return null;
    }
    if (values.format !== undefined && !fuzzedFormats.some(({ name }) => name === values.format))
      throw new Error(`There is no format ${values.format}.`);
    for (const name of ['runs', 'seed', 'processes'] as const)
      if (!/^[1-9]\d*$/.test(values[name])) throw new Error(`--${name} takes a whole number from 1.`);
    return values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return null;
  }
}

/** Runs a share in a process of its own, which may run out of memory or hang. */
async function inProcess(share: Share): Promise<readonly Found[]> {
  const child = fork(__filename, [JSON.stringify(share)], {
    execArgv: [`--max-old-space-size=${memory}`],
  });
  const found: Found[] = [];
  let done = 0;
  let last = performance.now();
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (performance.now() - last > hanging) child.kill('SIGKILL');
    }, 500);
    child.on('message', (message: Message) => {
      last = performance.now();
      if ('found' in message) found.push(message.found);
      else ({ done } = message);
    });
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      if (code !== 0) found.push(lost(share, done, signal));
      resolve(found);
    });
  });
}

const lost = ({ format, first }: Share, done: number, signal: string | null): Found => ({
  format,
  seed: first + done,
  path: '',
  kind: 'throws',
  message:
    signal === 'SIGKILL'
      ? `No answer within ${hanging} ms.`
      : `It ended, most likely out of ${memory} MB of memory.`,
  text: null,
  needsHistory: true,
});

async function runShare({ format, first, runs }: Share, tell: (message: Message) => void): Promise<void> {
  const fuzzed = fuzzedFormats.find(({ name }) => name === format);
  if (!fuzzed) return;
  const campaign = new Campaign(fuzzed);
  let failures = 0;
  for (let run = 0; run < runs && failures < mostFailures; run++) {
    const found = campaign.run(first + run);
    if (found) failures++;
    if (found) tell({ found });
    tell({ done: run + 1 });
    // Each in a task of its own, as in a worker: until one ends, all that is held weakly stays.
    await setImmediate();
  }
}

function report({ format, seed, path, kind, message, text, needsHistory }: Found): string {
  const again = `npm run fuzz -- --format ${format} --seed ${seed} --runs 1`;
  const lines = [
    `${format} ${kind}, ${path}`,
    `  ${message.slice(0, 1000).replaceAll('\n', '\n  ')}`,
    `  ${again}`,
  ];
  if (needsHistory) lines.push('  It needs the files before it too: begin at a smaller seed.');
  if (text !== null) {
    const folder = 'test/output/fuzz';
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${format}-${seed}${extname(path)}`);
    writeFileSync(file, text);
    lines.push(`  ${file}, ${text.length} characters: ${JSON.stringify(text.slice(0, 300))}`);
  }
  return lines.join('\n');
}

const isChild = process.send !== undefined && process.argv[2]?.startsWith('{') === true;
if (isChild) {
  const share = JSON.parse(process.argv[2] ?? '') as Share;
  void runShare(share, (message) => void process.send?.(message)).then(() => process.disconnect());
} else void main();
