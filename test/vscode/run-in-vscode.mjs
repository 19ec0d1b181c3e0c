import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { judge, timedOut } from './outcome.mjs';
import { killGroup } from './processes.mjs';
import { writeSettings } from './quiet-settings.mjs';

const project = join(import.meta.dirname, '../..');

/**
 * Runs a module's `run()` inside the extension host of a real VS Code, with the extension under development active and
 * a copy of a folder open, so that nothing that the module edits is kept. What it prints is printed.
 *
 * @param {import('./choose.mjs').VSCode} vscode
 * @param {{
 *   testModule: string, folder: string, extensionDevelopmentPath?: string, timeoutSeconds?: number,
 *   settings?: Readonly<Record<string, unknown>>, env?: Readonly<Record<string, string>>,
 * }} options absolute paths
 * @returns {Promise<{ ok: boolean, reason: string, output: string }>}
 */
export async function runInVSCode(
  vscode,
  { testModule, folder, extensionDevelopmentPath = project, timeoutSeconds = 300, settings = {}, env = {} },
) {
  const temporary = await mkdtemp(join(tmpdir(), 'convlens-run-'));
  try {
    const workspace = join(temporary, 'workspace');
    const userDataDir = join(temporary, 'user-data');
    await cp(folder, workspace, { recursive: true });
    await writeSettings(userDataDir, settings);
    const launchArgs = [
      workspace,
      '--user-data-dir',
      userDataDir,
      '--extensions-dir',
      join(temporary, 'extensions'),
    ];
    const run = await runTests(
      vscode,
      { extensionDevelopmentPath, extensionTestsPath: testModule, launchArgs },
      { ...process.env, ...env, CONVLENS_TEST_TIMEOUT: String(timeoutSeconds) },
      // The launcher gives up by itself, and says why; a desktop VS Code does not.
      timeoutSeconds + (vscode.kind === 'server' ? 60 : 0),
    );
    return { ...judge(run), output: run.output };
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @param {import('./choose.mjs').VSCode} vscode
 * @param {object} options what `runTests` of @vscode/test-electron takes, without the executable
 * @param {NodeJS.ProcessEnv} env
 * @param {number} timeoutSeconds
 * @returns {Promise<{ output: string, exitCode: number }>}
 */
async function runTests({ executable, wrapper }, options, env, timeoutSeconds) {
  const script = join(import.meta.dirname, 'run-tests-in-child.mjs');
  const given = JSON.stringify({ ...options, vscodeExecutablePath: executable });
  const [command, ...args] = [...wrapper, process.execPath, script, given];
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: project,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    };
    process.on('exit', stop);
    let output = '';
    child.stdout.on('data', (/** @type {Buffer} */ chunk) => {
      output += chunk.toString();
      process.stdout.write(chunk);
    });
    child.stderr.pipe(process.stderr, { end: false });
    let inTime = true;
    const timer = setTimeout(() => {
      inTime = false;
      killGroup(child);
    }, timeoutSeconds * 1000);
    child.on('close', (code) => {
      clearTimeout(timer);
      process.off('exit', stop);
      resolve({ output, exitCode: inTime ? (code ?? 1) : timedOut });
    });
  });
}
