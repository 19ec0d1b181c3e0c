import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withLock } from '../../vscode/lock.mjs';
import { onPath, run } from '../../vscode/processes.mjs';

/**
 * Installs the libraries that the engine is measured beside, once for each state of the lock file: about 500 MB. They
 * are no dependencies of the project. The marker is written last, so that an interrupted installation is started again.
 *
 * @param {(line: string) => void} log
 */
export async function ensurePeers(log) {
  const root = import.meta.dirname;
  const marker = join(root, 'node_modules/.convlens-installed');
  const lockText = await readFile(join(root, 'package-lock.json'));
  const version = createHash('sha256').update(lockText).digest('hex').slice(0, 16);
  const isInstalled = async () => (await readFile(marker, 'utf8').catch(() => '')) === version;
  if (await isInstalled()) return;
  await withLock(join(root, '.install.lock'), async () => {
    if (await isInstalled()) return;
    log('Installing onnxruntime-web, onnxruntime-node and tfjs-backend-wasm from npm (about 500 MB, once) …');
    const npm = await onPath('npm');
    if (npm === undefined) throw new Error('npm is not on PATH: install it with Node, then run this again.');
    await rm(marker, { force: true });
    const flags = [
      '--ignore-scripts',
      '--engine-strict=false',
      '--loglevel=error',
      '--no-audit',
      '--no-fund',
    ];
    const { ok, output } = await run(npm, ['ci', ...flags], { cwd: root });
    if (!ok)
      throw new Error(`npm ci failed; is the npm registry reachable? It said:\n${output.slice(-2000)}`);
    await writeFile(marker, version);
  });
}
