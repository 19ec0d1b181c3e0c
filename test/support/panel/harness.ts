import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Port } from '../../../src/protocol/rpc/port.ts';
import { ensureChromium, launchChromium } from '../../vscode/chromium.mjs';
import type { Theme } from '../../vscode/workbench.mjs';
import { HarnessHost } from './harness-host.ts';
import { bundleFile, harnessPage, webviewApi } from './harness-page.ts';

const address = 'http://panel.test/';

export interface HarnessView {
  readonly show: Shown;
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly language?: string;
  readonly reducedMotion?: boolean;
}

type Shown = Parameters<HarnessHost['show']>[0];

export interface OpenPanel {
  readonly page: Page;
  readonly host: HarnessHost;
  /** Loads the page anew, without what it kept, with something else to show. */
  readonly load: (show: Shown) => Promise<void>;
}

export interface PanelHarness {
  /** A page with the panel alone. Closed after the test. */
  open(view: HarnessView): Promise<OpenPanel>;
}

/** A browser with pages that hold the panel's bundle and talk to the real handlers: VS Code's part is played by the test. */
export function usePanelHarness(): PanelHarness {
  let browser: Browser | undefined;
  let open: OpenPanel[] = [];

  beforeAll(async () => {
    browser = await launchChromium(await ensureChromium((line) => console.log(line)));
  });
  afterEach(async () => {
    for (const { page, host } of open) {
      host.dispose();
      await page.close();
    }
    open = [];
  });
  afterAll(() => browser?.close());

  return {
    async open({
      show,
      theme = 'dark',
      width = 800,
      height = 900,
      scale = 1,
      language = 'en',
      reducedMotion = true,
    }) {
      if (!browser) throw new Error('open a panel inside a test');
      const page = await browser.newPage({
        viewport: { width, height },
        deviceScaleFactor: scale,
        reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
      });
      const host = new HarnessHost(await pagePort(page), language);
      const load = async (other: Shown) => {
        await host.show(other);
        // The page that is left must not keep its state once more.
        await page.evaluate(() => {
          sessionStorage.clear();
          Storage.prototype.setItem = () => undefined;
        });
        await page.reload();
      };
      const panel = { page, host, load };
      open.push(panel);
      await page.addInitScript(webviewApi);
      await page.route(`${address}**`, (route) => {
        const file = bundleFile(new URL(route.request().url()).pathname.slice(1));
        return route.fulfill(file ?? { contentType: 'text/html', body: harnessPage(theme, language) });
      });
      await host.show(show);
      await page.goto(address);
      return panel;
    },
  };
}

/** The wire between the page and the test: messages are copied, in order. */
async function pagePort(page: Page): Promise<Port> {
  const listeners = new Set<(message: unknown) => void>();
  await page.exposeFunction('toHost', (message: unknown) => {
    for (const listener of listeners) listener(message);
  });
  return {
    // A page that is gone or loads again hears nothing.
    post: (message) =>
      void page.evaluate((data) => window.postMessage(data, '*'), message).catch(() => undefined),
    listen(listener) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
  };
}
