/** `npm run bench`: the command line, and how fast an edit is answered in a real VS Code. Ends non-zero when a limit is missed. */
import { join } from 'node:path';
import { chooseVSCode } from '../vscode/choose.mjs';
import { runInVSCode } from '../vscode/run-in-vscode.mjs';
import { measureCheck, measureStart } from './command-line.mjs';

const project = join(import.meta.dirname, '../..');

/** @param {string} line */
const log = (line) => void process.stdout.write(`${line}\n`);

const startsFast = measureStart(log);
const checksFast = await measureCheck(log);

const { ok, reason } = await runInVSCode(await chooseVSCode((line) => console.error(line)), {
  testModule: join(project, 'dist/test/bench.cjs'),
  folder: join(project, 'examples'),
});
if (!ok) console.error(`The measurements did not succeed: ${reason}.`);
process.exitCode = ok && startsFast && checksFast ? 0 : 1;
