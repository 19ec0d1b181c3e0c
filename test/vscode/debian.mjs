import { onPath, run } from './processes.mjs';

/**
 * Installs Debian packages when that needs no question to be answered: as root, or with a sudo that wants no password.
 *
 * @param {readonly string[]} packages
 * @param {(line: string) => void} log
 * @returns {Promise<boolean>} false when this is not a Debian, not allowed, or failed
 */
export async function installPackages(packages, log) {
  const aptGet = await onPath('apt-get');
  if (aptGet === undefined) return false;
  const prefix = await rightsPrefix();
  if (prefix === undefined) return false;
  const command = `apt-get install ${packages.join(' ')}`;
  log(`Running ${command} (once) …`);

  /** @param {readonly string[]} args */
  const apt = (args) => {
    const options = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::http::Timeout=30', '-q', '-y'];
    return run('env', [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', aptGet, ...options, ...args]);
  };
  await apt(['update']);
  const { ok, output } = await apt(['install', '--no-install-recommends', ...packages]);
  if (!ok) log(`${command} failed: ${output.trim().split('\n').at(-1) ?? ''}`);
  return ok;
}

/** @returns {Promise<string[] | undefined>} what to put before a command that needs root's rights */
async function rightsPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = await onPath('sudo');
  if (sudo === undefined) return undefined;
  const { ok } = await run(sudo, ['-n', 'true'], { timeoutSeconds: 10 });
  return ok ? [sudo, '-n'] : undefined;
}
