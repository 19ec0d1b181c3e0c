import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { ensureChromium, launchChromium } from '../../vscode/chromium.mjs';

const types = /** @type {Record<string, string>} */ ({
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
});

const html = `<!doctype html><title>engine</title><link rel="icon" href="data:,">
<script src="/onnxruntime-web/dist/ort.wasm.min.js"></script>
<script src="/@tensorflow/tfjs-core/dist/tf-core.min.js"></script>
<script src="/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js"></script>
<script src="/bench-engine.js"></script>`;

/**
 * @param {object} options
 * @param {(line: string) => void} log
 * @returns {Promise<{ version: string, result: import('./run.mjs').Measured }>}
 */
export async function measureInChromium(options, log) {
  const server = createServer((request, response) => {
    void answer(request.url ?? '/').then(({ status, type, body }) => {
      // A page of its own gets a clock in steps of 5 µs, not 100.
      response.writeHead(status, {
        'Content-Type': type,
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      });
      response.end(body);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const browser = await launchChromium(await ensureChromium(log));
  try {
    const page = await browser.newPage();
    page.on('console', (message) => log(message.text()));
    page.on('pageerror', (error) => log(error.message));
    await page.goto(`http://127.0.0.1:${port}/`);
    const result = await page.evaluate((given) => {
      const { measureInPage } =
        /** @type {{ measureInPage: (options: object) => Promise<import('./run.mjs').Measured> }} */ (
          /** @type {unknown} */ (globalThis)
        );
      return measureInPage(given);
    }, options);
    return { version: browser.version(), result };
  } finally {
    await browser.close();
    server.close();
  }
}

/** @param {string} url */
async function answer(url) {
  const path = normalize(new URL(url, 'http://localhost').pathname);
  if (path === '/') return { status: 200, type: 'text/html; charset=utf-8', body: html };
  const file =
    path === '/bench-engine.js'
      ? join(import.meta.dirname, '../../../dist/test/bench-engine.js')
      : join(import.meta.dirname, 'node_modules', path);
  try {
    return {
      status: 200,
      type: types[extname(path)] ?? 'application/octet-stream',
      body: await readFile(file),
    };
  } catch {
    return { status: 404, type: 'text/plain', body: 'not found' };
  }
}
