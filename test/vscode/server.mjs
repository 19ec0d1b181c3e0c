import { spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { killGroup } from './processes.mjs';

/**
 * @typedef {{ port: number, output: () => string, ended: Promise<number | null>, stop: () => void }} RunningServer
 */

/** No extension is looked up or updated on the network. */
const withoutGallery = { EXTENSIONS_GALLERY: '{}' };

/**
 * Starts a VS Code server on this machine's own address and any free port.
 *
 * @param {import('./install-server.mjs').Server} server
 * @param {{ userDataDir: string, extensionsDir: string }} folders
 * @param {{ language?: string | undefined, env?: NodeJS.ProcessEnv, timeoutSeconds?: number }} [options] language: as VS
 *   Code names it, with a pack in the user's data
 * @returns {Promise<RunningServer>}
 */
export async function startServer(
  { node, main },
  { userDataDir, extensionsDir },
  { language, env, timeoutSeconds = 60 } = {},
) {
  // Themes and icons that lie inside of the extension under development are not shown: the path leads around it.
  await mkdir(userDataDir, { recursive: true });
  const builtins = join(userDataDir, 'builtin-extensions');
  await symlink(join(dirname(main), '../extensions'), builtins).catch(ignoreExisting);
  const child = spawn(
    node,
    [
      main,
      ...[
        '--host',
        '127.0.0.1',
        '--port',
        '0',
        '--without-connection-token',
        '--accept-server-license-terms',
      ],
      // Without this flag the server ignores a development path silently.
      '--enable-smoke-test-driver',
      ...['--disable-telemetry', '--disable-workspace-trust'],
      ...['--server-data-dir', join(userDataDir, 'server'), '--user-data-dir', userDataDir],
      ...(language === undefined ? [] : ['--locale', language]),
      ...['--extensions-dir', extensionsDir, '--builtin-extensions-dir', builtins],
    ],
    // A group of its own, so that stop() also ends the extension hosts.
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...withoutEditor(process.env), ...withoutGallery, ...env },
    },
  );
  let output = '';
  const stop = () => killGroup(child);
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve) => child.on('close', resolve));

  /** @type {Promise<number>} */
  const listening = new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(`did not listen within ${timeoutSeconds} s`), timeoutSeconds * 1000);
    /** @param {string} reason */
    const fail = (reason) => {
      clearTimeout(timer);
      stop();
      reject(new Error(`The VS Code server ${reason}. Its output:\n${output}`));
    };
    child.on('error', (error) => fail(`could not start: ${error.message}`));
    child.on('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      output = (output + chunk.toString()).slice(-100_000);
      const port = /listening on (\d+)/.exec(output)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
  });
  return { port: await listening, output: () => output, ended, stop };
}

/** @param {unknown} error */
function ignoreExisting(error) {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}

/**
 * A terminal inside VS Code hands its own VS Code's variables down; a server that sees them takes them for its own.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
function withoutEditor(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)),
  );
}
