import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A VS Code that opens nothing, asks nothing, sends nothing and updates nothing by itself. */
const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'npm.autoDetect': 'off',
  'typescript.disableAutomaticTypeAcquisition': true,
  'window.commandCenter': false,
  'window.restoreWindows': 'none',
  'files.hotExit': 'off',
  'files.autoSave': 'off',
  'editor.accessibilitySupport': 'off',
};

/**
 * Writes a profile's settings: the quiet ones, over them those already there, over them `wanted`.
 *
 * @param {string} userDataDir
 * @param {Readonly<Record<string, unknown>>} [wanted]
 */
export async function writeSettings(userDataDir, wanted = {}) {
  const path = join(userDataDir, 'User/settings.json');
  await mkdir(dirname(path), { recursive: true });
  const present = await readFile(path, 'utf8').then(parsed, () => ({}));
  await writeFile(path, `${JSON.stringify({ ...quiet, ...present, ...wanted }, null, 2)}\n`);
}

/**
 * @param {string} text
 * @returns {Record<string, unknown>}
 */
function parsed(text) {
  /** @type {unknown} */
  const value = JSON.parse(text);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
