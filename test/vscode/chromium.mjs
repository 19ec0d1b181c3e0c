import { chromium } from 'playwright-core';
import { installPackages } from './debian.mjs';
import { isExecutable, onPath, run } from './processes.mjs';
import { Unavailable } from './unavailable.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** No sandbox: containers forbid it, and only our own server's pages are opened. The rest keeps Chromium off the network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/**
 * @param {(line: string) => void} log
 * @returns {Promise<string>} the executable of a Chromium that starts; installed through apt where that is allowed
 */
export async function ensureChromium(log) {
  const found = await findChromium();
  if (found !== undefined) return found;
  if (await installPackages(['chromium', 'fonts-dejavu-core'], log)) {
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Unavailable(
    'No Chromium was found: run `sudo apt-get install chromium`, or set CONVLENS_CHROMIUM to one.',
  );
}

/** @returns {Promise<string | undefined>} */
async function findChromium() {
  const wished = process.env['CONVLENS_CHROMIUM'];
  if (wished) {
    if (await starts(wished)) return wished;
    throw new Unavailable(`CONVLENS_CHROMIUM is ${wished}, which does not start as a browser.`);
  }
  const candidates = [...(await Promise.all(names.map(onPath))), ...places, chromium.executablePath()];
  for (const path of candidates) {
    if (path !== undefined && (await starts(path))) return path;
  }
  return undefined;
}

/**
 * Ubuntu has a `chromium-browser` that only asks for a snap, so a name alone proves nothing.
 *
 * @param {string} path
 */
async function starts(path) {
  if (!(await isExecutable(path))) return false;
  const { ok, output } = await run(path, ['--version'], { timeoutSeconds: 30 });
  return ok && /\d+\.\d+\.\d+/.test(output);
}

/**
 * @param {string} executablePath
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchChromium(executablePath) {
  return chromium.launch({
    executablePath,
    args: flags,
    chromiumSandbox: false,
    handleSIGINT: false,
    handleSIGTERM: false,
  });
}
