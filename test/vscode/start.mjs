/**
 * `npm start`: opens a real VS Code with ConvLens, built just now, on `examples/`. The user's own VS Code if there is
 * one, else a downloaded one, else the one that npm's code-server carries, in the browser.
 *
 * CONVLENS_VSCODE: own, desktop (downloaded) or server, to force one of them.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workbenchAddress } from './address.mjs';
import { ensureDesktop } from './desktop.mjs';
import { ensureServer } from './install-server.mjs';
import { onPath, run } from './processes.mjs';
import { writeSettings } from './quiet-settings.mjs';
import { startServer } from './server.mjs';
import { endPlainly } from './unavailable.mjs';

const project = join(import.meta.dirname, '../..');
const folder = join(project, 'examples');
const profile = join(project, '.vscode-test/start');
const hasDisplay =
  process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
const forced = process.env['CONVLENS_VSCODE'];

/** @param {string} line */
const log = (line) => void process.stdout.write(`${line}\n`);

/** @returns {Promise<string | undefined>} the user's own VS Code, if it is new enough and has a screen to open on */
async function ownVSCode() {
  // In a remote terminal `code` only talks to the window that it belongs to.
  if (!hasDisplay || process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const code = await onPath('code');
  if (code === undefined) return undefined;
  const { ok, output } = await run(code, ['--version', ...asRoot()], { timeoutSeconds: 20 });
  const version = /^(\d+)\.(\d+)\./m.exec(output);
  if (!ok || version === null) return undefined;
  const manifest = /** @type {{ engines: { vscode: string } }} */ (
    JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'))
  );
  const oldest = /(\d+)\.(\d+)\./.exec(manifest.engines.vscode);
  const isNewEnough =
    Number(version[1]) * 1000 + Number(version[2]) >= Number(oldest?.[1]) * 1000 + Number(oldest?.[2]);
  if (!isNewEnough) log(`The VS Code on PATH is ${version[0]}x; ConvLens needs ${manifest.engines.vscode}.`);
  return isNewEnough ? code : undefined;
}

/** VS Code starts as root only with a profile of its own and without Chromium's sandbox. */
function asRoot() {
  return process.getuid?.() === 0 ? ['--no-sandbox', '--user-data-dir', profile] : [];
}

/**
 * @param {string} executable
 * @param {readonly string[]} args
 */
function openDesktop(executable, args) {
  log(`Opening ${folder} in ${executable}.`);
  const child = spawn(
    executable,
    [folder, `--extensionDevelopmentPath=${project}`, '--new-window', ...args],
    {
      stdio: 'ignore',
      detached: true,
      shell: process.platform === 'win32',
    },
  );
  child.on('error', (error) => {
    log(`${executable} did not start: ${error.message}`);
    process.exitCode = 1;
  });
  child.unref();
}

async function openInBrowser() {
  const server = await ensureServer(log);
  await writeSettings(profile);
  const running = await startServer(server, {
    userDataDir: profile,
    extensionsDir: join(profile, 'extensions'),
  });
  process.on('exit', running.stop);
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      log('Closed.');
      process.exit(0);
    });
  }
  const address = workbenchAddress(running.port, { folder, extensionDevelopmentPath: project });
  log(`VS Code with ConvLens is at\n\n  ${address}\n\nOpen it in a browser. Ctrl+C ends it.`);
  const opener = process.platform === 'linux' && hasDisplay ? await onPath('xdg-open') : undefined;
  if (opener !== undefined)
    spawn(opener, [address], { stdio: 'ignore', detached: true })
      .on('error', () => undefined)
      .unref();
  const code = await running.ended;
  log(`The VS Code server ended with ${code ?? 'a signal'}. Its output:\n${running.output()}`);
  process.exitCode = 1;
}

const own = forced === undefined || forced === 'own' ? await ownVSCode() : undefined;
const desktop =
  own === undefined && hasDisplay && (forced === undefined || forced === 'desktop')
    ? await ensureDesktop(log)
    : undefined;
if (own !== undefined) openDesktop(own, asRoot());
else if (desktop !== undefined)
  openDesktop(desktop.executable, ['--user-data-dir', profile, ...asRoot().slice(0, 1)]);
else if (forced === undefined || forced === 'server') await openInBrowser().catch(endPlainly);
else {
  log(`CONVLENS_VSCODE is ${forced}, which is not to be had here.`);
  process.exitCode = 1;
}
