/** `npm run bench`: how fast an edit is answered in a real VS Code. Ends non-zero when a limit is missed. */
import { join } from 'node:path';
import { chooseVSCode } from '../vscode/choose.mjs';
import { runInVSCode } from '../vscode/run-in-vscode.mjs';

const project = join(import.meta.dirname, '../..');

const { ok, reason } = await runInVSCode(await chooseVSCode((line) => console.error(line)), {
  testModule: join(project, 'dist/test/bench.cjs'),
  folder: join(project, 'examples'),
});
if (!ok) console.error(`The measurements did not succeed: ${reason}.`);
process.exitCode = ok ? 0 : 1;
