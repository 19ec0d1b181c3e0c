/**
 * `npm run bench`: the command line, the analysis of generated files, how fast an edit is answered in a real VS Code,
 * and the panel in a real workbench. Ends non-zero when a limit is missed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { chooseVSCode } from '../vscode/choose.mjs';
import { runInVSCode } from '../vscode/run-in-vscode.mjs';
import { measurePanel } from './panel/measure.mjs';
import { measureCheck, measureStart } from './command-line.mjs';

const project = join(import.meta.dirname, '../..');

/** @param {string} line */
const log = (line) => void process.stdout.write(`${line}\n`);

const startsFast = measureStart(log);
const checksFast = await measureCheck(log);

const formats = spawnSync(
  process.execPath,
  ['--max-semi-space-size=64', join(project, 'dist/test/bench-formats.cjs')],
  {
    cwd: project,
    stdio: 'inherit',
  },
);

const { ok, reason } = await runInVSCode(await chooseVSCode((line) => console.error(line)), {
  testModule: join(project, 'dist/test/bench.cjs'),
  folder: join(project, 'examples'),
});
if (!ok) console.error(`The measurements did not succeed: ${reason}.`);
const drawsFast = await measurePanel(log);
process.exitCode = ok && startsFast && checksFast && drawsFast && formats.status === 0 ? 0 : 1;
