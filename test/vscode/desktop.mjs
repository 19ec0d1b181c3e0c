import { fork } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve as resolvePath } from 'node:path';
import { installPackages } from './debian.mjs';
import { killGroup, onPath, run } from './processes.mjs';

/**
 * @typedef {{ silentSeconds: number } | { executable: string } | { failed: string }} DownloadMessage
 * @typedef {{ executable: string, wrapper: readonly string[] }} Desktop wrapper goes before the command, for a display
 */

const project = join(import.meta.dirname, '../..');

/** What a desktop VS Code needs on a Debian without a desktop. */
const libraries = [
  'xvfb',
  'xauth',
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxkbfile1',
  'libsecret-1-0',
];

/**
 * A desktop VS Code that starts on this machine: downloaded, or taken from an earlier download.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<Desktop | undefined>} undefined when it cannot be downloaded, or not be shown; the log says which
 */
export async function ensureDesktop(log) {
  const executable = await download(join(project, '.vscode-test'), log);
  if (executable === undefined) return undefined;
  const wrapper = await displayFor(executable, log);
  return wrapper === undefined ? undefined : { executable, wrapper };
}

/**
 * @param {string} cachePath
 * @param {(line: string) => void} log
 * @param {{ script?: string, silentSeconds?: number }} [options] for tests: what runs in the child process, and how long
 *   it may be silent at first
 * @returns {Promise<string | undefined>}
 */
export async function download(
  cachePath,
  log,
  { script = 'download-in-child.mjs', silentSeconds = 10 } = {},
) {
  await mkdir(cachePath, { recursive: true });
  return new Promise((resolve) => {
    const child = fork(resolvePath(import.meta.dirname, script), [cachePath], {
      cwd: project,
      detached: true,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    /** @param {string | undefined} executable */
    const finish = (executable) => {
      child.removeAllListeners();
      clearTimeout(timer);
      process.off('exit', stop);
      stop();
      resolve(executable);
    };
    const stop = () => killGroup(child);
    process.on('exit', stop);

    /** @param {string} reason */
    const giveUp = (reason) => {
      log(`No VS Code could be downloaded: ${reason}.`);
      finish(undefined);
    };
    /** @param {number} seconds */
    const allowSilence = (seconds) =>
      setTimeout(() => giveUp(`no bytes came for ${seconds} s`), seconds * 1000);
    let timer = allowSilence(silentSeconds);

    child.on('message', (/** @type {DownloadMessage} */ message) => {
      if ('executable' in message) finish(message.executable);
      else if ('failed' in message) giveUp(message.failed);
      else {
        clearTimeout(timer);
        timer = allowSilence(message.silentSeconds);
      }
    });
    child.on('error', (error) => giveUp(error.message));
    child.on('exit', (code) => giveUp(`it ended with ${code ?? 'a signal'}`));
  });
}

/**
 * @param {string} executable
 * @param {(line: string) => void} log
 * @returns {Promise<readonly string[] | undefined>} what to put before the command; undefined when VS Code cannot start
 */
async function displayFor(executable, log) {
  if (process.platform !== 'linux') return [];
  const hasDisplay = Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
  const isReady = async () =>
    (hasDisplay || (await onPath('xvfb-run'))) && (await lacks(executable)).length === 0;
  if (!(await isReady())) await installPackages(libraries, log);
  if (!(await isReady())) {
    log(`The downloaded VS Code cannot start here: run \`sudo apt-get install ${libraries.join(' ')}\`.`);
    return undefined;
  }
  return hasDisplay ? [] : ['xvfb-run', '--auto-servernum'];
}

/**
 * @param {string} executable
 * @returns {Promise<string[]>} the libraries that it needs and that are not there
 */
async function lacks(executable) {
  const { output } = await run('ldd', [executable]);
  return output.split('\n').filter((line) => line.includes('not found'));
}
