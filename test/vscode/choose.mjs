import { join } from 'node:path';
import { ensureChromium } from './chromium.mjs';
import { ensureDesktop } from './desktop.mjs';
import { ensureServer } from './install-server.mjs';
import { Unavailable } from './unavailable.mjs';

/**
 * @typedef {{ kind: 'desktop' | 'server', executable: string, wrapper: readonly string[] }} VSCode wrapper goes before
 *   the command
 */

/**
 * The VS Code of npm's code-server, behind a launcher that takes the arguments of VS Code's own executable.
 *
 * @type {VSCode}
 */
export const serverVSCode = {
  kind: 'server',
  executable: join(import.meta.dirname, 'launcher.mjs'),
  wrapper: [],
};

/**
 * The VS Code that runs the tests, made ready: a downloaded desktop one where that is possible, else the launcher of
 * the one that npm's code-server carries. CONVLENS_VSCODE=desktop or =server forces one of them.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<VSCode>}
 */
export async function chooseVSCode(log) {
  const forced = process.env['CONVLENS_VSCODE'] ?? '';
  if (!['', 'desktop', 'server'].includes(forced)) {
    throw new Unavailable(`CONVLENS_VSCODE is ${forced}: set it to desktop or server, or not at all.`);
  }
  if (forced !== 'server') {
    const desktop = await ensureDesktop(log);
    if (desktop !== undefined) return { kind: 'desktop', ...desktop };
    if (forced === 'desktop')
      throw new Unavailable('CONVLENS_VSCODE asks for a desktop VS Code, which is not to be had here.');
  }
  await ensureServer(log);
  await ensureChromium(log);
  return serverVSCode;
}
