/**
 * `npm test`: every check and every test. Prints what each runner found, and ends with the sum, `N passed, N failed`,
 * alone on the last line. `npm test -- unit visual` runs only these; `npm test -- --list` names all.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureChromium } from './vscode/chromium.mjs';
import { chooseVSCode } from './vscode/choose.mjs';
import { ensureServer } from './vscode/install-server.mjs';
import { countsIn } from './vscode/outcome.mjs';
import { killGroup } from './vscode/processes.mjs';
import { runInVSCode } from './vscode/run-in-vscode.mjs';
import { endPlainly } from './vscode/unavailable.mjs';

const project = join(import.meta.dirname, '..');
const output = join(project, 'test/output');

/**
 * @typedef {{ passed: number, failed: number, skipped?: number, report?: string }} Result
 * @typedef {{ name: string, run: () => Promise<Result> }} Runner
 */

/** @param {string} line */
const log = (line) => void process.stdout.write(`${line}\n`);

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<{ ok: boolean, report: string }>}
 */
async function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: project,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { FORCE_COLOR: '0', ...process.env },
    });
    const stop = () => killGroup(child);
    process.on('exit', stop);
    let report = '';
    /** @param {Buffer} chunk */
    const keep = (chunk) => void (report += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => keep(Buffer.from(error.message)));
    child.on('close', (code) => {
      process.off('exit', stop);
      resolve({ ok: code === 0, report });
    });
  });
}

/**
 * A check that passes or fails as a whole.
 *
 * @param {string} name
 * @param {string} script of package.json
 * @returns {Runner}
 */
function check(name, script) {
  return {
    name,
    async run() {
      const { ok, report } = await run('npm', ['run', '--silent', script]);
      return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, report };
    },
  };
}

/**
 * @param {string} name also the project in vitest.config.ts
 * @returns {Runner}
 */
function vitest(name) {
  return {
    name,
    async run() {
      const file = join(output, `vitest-${name}.json`);
      await rm(file, { force: true });
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
      const { ok, report } = await run('npx', [
        '--no-install',
        'vitest',
        'run',
        '--project',
        name,
        ...reporters,
      ]);
      const counts = await readFile(file, 'utf8').then(countsOfVitest, () => ({ passed: 0, failed: 1 }));
      // A file that cannot be imported, or an error outside of any test, is a failure too.
      const failed = ok ? counts.failed : Math.max(1, counts.failed);
      return { ...counts, failed, ...(failed > 0 && { report }) };
    },
  };
}

/** @param {string} json */
function countsOfVitest(json) {
  const { numPassedTests, numFailedTests, numPendingTests } =
    /** @type {{ numPassedTests: number, numFailedTests: number, numPendingTests: number }} */ (
      JSON.parse(json)
    );
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
}

/** @type {Runner} */
const integration = {
  name: 'integration',
  async run() {
    const vscode = await chooseVSCode(log);
    const { ok, reason, output } = await runInVSCode(vscode, {
      testModule: join(project, 'dist/test/integration.cjs'),
      folder: join(project, 'examples'),
    });
    const { passed, failed } = countsIn(output) ?? { passed: 0, failed: 1 };
    return ok ? { passed, failed } : { passed, failed: Math.max(1, failed), report: reason };
  },
};

/** Each stage's lanes run side by side; the next stage waits for them. */
const stages = [
  [
    [check('types', 'types'), check('lint', 'lint')],
    [
      check('layers', 'layers'),
      check('format', 'format:check'),
      check('unused', 'unused'),
      check('build', 'build'),
    ],
  ],
  [[vitest('unit')], [vitest('cli'), vitest('fuzz')]],
  // Three lanes for two processors: tests in a workbench wait most of the time.
  [[integration, vitest('launcher')], [vitest('page')], [vitest('visual')]],
];

const wanted = process.argv.slice(2);
const names = stages.flat(2).map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  log(`The runners are ${names.join(', ')}.`);
  process.exit(wanted.includes('--list') ? 0 : 2);
}
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => process.exit(1));
await mkdir(output, { recursive: true });

/** They run what is in dist, which a fresh clone does not have. */
const bundled = ['cli', 'fuzz', 'integration', 'page', 'visual'];
const needsBuild = bundled.some((name) => wanted.includes(name));

/** @param {string} name */
const isWanted = (name) => wanted.length === 0 || wanted.includes(name) || (name === 'build' && needsBuild);
/** @param {number} since */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(0)} s`;

if (['integration', 'launcher', 'page', 'visual'].some(isWanted)) {
  const started = Date.now();
  await ensureServer(log)
    .then(() => ensureChromium(log))
    .catch(endPlainly);
  log(
    `A VS Code and a browser to test in: ready after ${seconds(started)}, of which nothing is spent again.`,
  );
}

const started = Date.now();
let [passed, failed] = [0, 0];

/** @param {Runner} runner */
async function runAndReport({ name, run: start }) {
  if (!isWanted(name)) return;
  const runnerStarted = Date.now();
  /** @type {Result} */
  const result = await start().catch((/** @type {unknown} */ error) => ({
    passed: 0,
    failed: 1,
    report: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }));
  if (result.passed + result.failed === 0) Object.assign(result, { failed: 1, report: 'It ran nothing.' });
  passed += result.passed;
  failed += result.failed;
  if (result.report !== undefined) log(`\n${result.report.trim()}\n`);
  const skipped = result.skipped ? `, ${result.skipped} skipped` : '';
  log(`${name}: ${result.passed} passed, ${result.failed} failed${skipped} (${seconds(runnerStarted)})`);
}

for (const lanes of stages) {
  await Promise.all(
    lanes.map(async (lane) => {
      for (const runner of lane) await runAndReport(runner);
    }),
  );
}
log(`\nAll runners together took ${seconds(started)}.`);
log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
