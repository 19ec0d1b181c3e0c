#!/usr/bin/env node
/**
 * Stands in for VS Code's own executable, for `runTests` of @vscode/test-electron: takes the same arguments, runs the
 * test module in the VS Code that npm's code-server carries, prints what it prints, and ends with 0 only if a line
 * `N passed, N failed` says that something passed and nothing failed, with 124 if the tests did not end in time.
 *
 * CONVLENS_TEST_TIMEOUT: seconds until the run is given up (default 300).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { workbenchAddress } from './address.mjs';
import { ensureChromium, launchChromium } from './chromium.mjs';
import { ensureServer } from './install-server.mjs';
import { judge, timedOut } from './outcome.mjs';
import { writeSettings } from './quiet-settings.mjs';
import { startServer } from './server.mjs';

/** @param {string} line */
const log = (line) => void process.stderr.write(`${line}\n`);

const { values, positionals } = parseArgs({ strict: false, allowPositionals: true });

/** @param {string} name */
const path = (name) => {
  const value = values[name];
  return typeof value === 'string' ? resolve(value) : undefined;
};

const seconds = Number(process.env['CONVLENS_TEST_TIMEOUT'] ?? 300);
const temporary = mkdtempSync(join(tmpdir(), 'convlens-vscode-'));
/** @type {(() => void)[]} */
const atExit = [() => rmSync(temporary, { recursive: true, force: true, maxRetries: 5 })];
process.on('exit', () => atExit.toReversed().forEach((undo) => undo()));
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => process.exit(1));

/** What the workbench logs by itself, in the same stream as the tests. Shown when the tests fail. */
const workbenchLog =
  /^(\[[\w-]+(:\w+)?\][ [:]|Resolv(ing|ed) connection token|Creating a socket|(Ignoring fetching|Updating) additional builtin)/;

/** @returns {Promise<{ output: string, hidden: string, exitCode: number }>} */
async function runTests() {
  const userDataDir = path('user-data-dir') ?? join(temporary, 'user-data');
  const extensionsDir = path('extensions-dir') ?? join(temporary, 'extensions');
  const [server, executable] = [await ensureServer(log), await ensureChromium(log)];
  await writeSettings(userDataDir);
  const running = await startServer(server, { userDataDir, extensionsDir });
  atExit.push(running.stop);
  const browser = await launchChromium(executable);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });

  let output = '';
  let hidden = '';
  /** @type {Promise<number>} */
  const ended = new Promise((done) => {
    setTimeout(() => done(timedOut), seconds * 1000);
    void page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => done(code));
    void page.exposeFunction(
      'codeAutomationLog',
      (/** @type {string} */ type, /** @type {unknown[]} */ args) => {
        const text = `${args.map(String).join(' ')}\n`;
        output += text;
        const isTests = type === 'info' && !workbenchLog.test(text);
        if (isTests) process.stdout.write(text);
        else hidden += text;
      },
    );
    void running.ended.then(() => done(1));
    page.on('crash', () => done(1));
  });
  await page.goto(
    workbenchAddress(running.port, {
      folder: resolve(positionals[0] ?? temporary),
      extensionDevelopmentPath: path('extensionDevelopmentPath'),
      extensionTestsPath: path('extensionTestsPath'),
    }),
  );
  const exitCode = await ended;
  await browser.close();
  return { output, hidden: `${hidden}${running.output()}`, exitCode };
}

try {
  const run = await runTests();
  const { ok, reason } = judge(run);
  if (!ok) log(`${run.hidden}\nThe tests in VS Code did not succeed: ${reason}.`);
  process.exit(ok ? 0 : run.exitCode || 1);
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
