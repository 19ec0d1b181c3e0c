/** How fast the bundled command starts, and how many files it checks a second. */
import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

const project = join(import.meta.dirname, '../..');
const bundle = join(project, 'dist/cli.cjs');

const limits = { startMilliseconds: 100, filesPerSecond: 50 };
const runs = 20;

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** @param {readonly string[]} args */
function milliseconds(args) {
  const started = performance.now();
  spawnSync(process.execPath, args, { cwd: project, stdio: 'ignore' });
  return performance.now() - started;
}

/**
 * Measured side by side, so that a busy machine slows both.
 *
 * @param {(line: string) => void} log
 * @returns {boolean} within the limit
 */
export function measureStart(log) {
  const [empty, command] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])];
  for (let run = 0; run < runs; run++) {
    empty.push(milliseconds(['-e', '0']));
    command.push(milliseconds([bundle, 'shapes', 'examples/textbook.convlens.yaml']));
  }
  const extra = median(command) - median(empty);
  log(
    `convlens shapes of a small file: ${median(command).toFixed(0)} ms, node alone ${median(empty).toFixed(0)} ms: ${extra.toFixed(0)} ms more (limit ${limits.startMilliseconds}).`,
  );
  return extra <= limits.startMilliseconds;
}

/**
 * The files of the corpus, each twice, in one process.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<boolean>} within the limit; true where there is no corpus
 */
export async function measureCheck(log) {
  const corpus = process.env['CONVLENS_CORPUS'];
  if (corpus === undefined) {
    log('convlens check over many files: not measured (set CONVLENS_CORPUS to a folder of model files).');
    return true;
  }
  const entries = await readdir(corpus, { recursive: true, withFileTypes: true });
  const models = entries
    .filter((entry) => entry.isFile() && /\.(cfg|prototxt|ya?ml|json)$/.test(entry.name))
    .map((entry) => relative(corpus, join(entry.parentPath, entry.name)));
  // Under two names each, since a name that is given twice is read once.
  const files = [corpus, `${corpus}/.`].flatMap((folder) => models.map((name) => `${folder}/${name}`));
  const elapsed = milliseconds([bundle, 'check', ...files]);
  const rate = (files.length * 1000) / elapsed;
  log(
    `convlens check: ${files.length} files in ${elapsed.toFixed(0)} ms, ${rate.toFixed(0)} a second (limit ${limits.filesPerSecond}).`,
  );
  return rate >= limits.filesPerSecond;
}
