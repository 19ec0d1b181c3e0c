import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { workbenchAddress } from './address.mjs';
import { ensureChromium, launchChromium } from './chromium.mjs';
import { ensureServer } from './install-server.mjs';
import { installLanguagePack } from './language-pack.mjs';
import { writeSettings } from './quiet-settings.mjs';
import { startServer } from './server.mjs';

/** One of each kind of theme that VS Code knows. */
export const themes = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'hc-dark': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

/**
 * @typedef {keyof typeof themes} Theme
 * @typedef {{
 *   file?: string, theme?: Theme, width?: number, height?: number, scale?: number, reducedMotion?: boolean,
 *   settings?: Readonly<Record<string, unknown>>,
 * }} View file is absolute; sizes are in CSS pixels
 * @typedef {{ open: (view?: View) => Promise<import('playwright-core').Page>, close: () => Promise<void>,
 *   userDataDir: string }} Workbench userDataDir is where VS Code keeps what is its own, until it is closed
 */

/**
 * Starts a VS Code server and a Chromium. Each `open` gives a page with a workbench of its own, with the extension under
 * development in it.
 *
 * @param {{ folder: string, extensionDevelopmentPath: string, install?: (extensions: string) => Promise<unknown>,
 *   language?: string | undefined, log: (line: string) => void }} options install puts other extensions into the folder
 *   that it is given; language is English where it is not given
 * @returns {Promise<Workbench>}
 */
export async function startWorkbench({ folder, extensionDevelopmentPath, install, language, log }) {
  const [server, executable] = [await ensureServer(log), await ensureChromium(log)];
  const temporary = mkdtempSync(join(tmpdir(), 'convlens-workbench-'));
  const userDataDir = join(temporary, 'user-data');
  const extensionsDir = join(temporary, 'extensions');
  await install?.(extensionsDir);
  if (language !== undefined) await installLanguagePack(userDataDir, language);
  const running = await startServer(server, { userDataDir, extensionsDir }, { language });
  const end = () => {
    running.stop();
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on('exit', end);
  const browser = await launchChromium(executable);

  return {
    userDataDir,
    async open({
      file,
      theme = 'dark',
      width = 1280,
      height = 800,
      scale = 1,
      reducedMotion = true,
      settings,
    } = {}) {
      await writeSettings(userDataDir, { 'workbench.colorTheme': themes[theme], ...settings });
      const page = await browser.newPage({
        viewport: { width, height },
        deviceScaleFactor: scale,
        colorScheme: theme.endsWith('light') ? 'light' : 'dark',
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      });
      await page.goto(workbenchAddress(running.port, { folder, file, extensionDevelopmentPath }));
      await page.locator('.monaco-workbench .statusbar').waitFor({ timeout: 60_000 });
      if (file !== undefined)
        await page
          .locator('.editor-instance .view-line, iframe.webview.ready')
          .first()
          .waitFor({ timeout: 60_000 });
      return page;
    },
    async close() {
      await browser.close();
      end();
      process.off('exit', end);
    },
  };
}

/**
 * Runs a command as a user does, by its title in the command palette. The palette lists what is possible when it is
 * opened, so it is opened again until the extension has made the command possible.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} title `ConvLens: Show Layout`, say
 */
export async function runCommand(page, title) {
  const palette = page.locator('.quick-input-widget');
  // Exactly this title: the palette also lists what merely resembles it.
  const row = palette.locator('.monaco-list-row').getByText(title, { exact: true }).first();
  for (let attempt = 1; ; attempt++) {
    await page.keyboard.press('F1');
    await palette.locator('input').fill(`>${title}`);
    try {
      await row.click({ timeout: 4000 });
      break;
    } catch (error) {
      if (attempt === 10) throw error;
      await page.keyboard.press('Escape');
    }
  }
  await palette.waitFor({ state: 'hidden' });
}

/**
 * @param {import('playwright-core').Page} page
 * @returns {import('playwright-core').FrameLocator} the document that a webview panel shows
 */
export function webview(page) {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}
