/**
 * Takes a picture of the extension in a real VS Code. Build first: `npm run build`.
 *
 *   node test/visual/screenshot.mjs --file examples/resnet-stem.convlens.yaml --command convlens.showLayout \
 *     --theme dark,light,hc-dark,hc-light --size 1600x1000 --out /tmp/layout.png
 *
 * --file FILE       opened first; its folder is the workspace
 * --command ID      run after that, may be given several times: an id from package.json, or a title of the palette
 * --theme NAMES     dark (default), light, hc-dark, hc-light; of several, each goes into a file of its own
 * --size WxH        in CSS pixels, 1280x800 unless told; --scale N for more device pixels
 * --language CODE   as VS Code names it, zh-cn say: what the extension says is in that language
 * --panel-only      the webview alone, without the workbench around it
 * --click SELECTOR  clicked in the webview before the picture is taken, may be given several times
 * --key KEY         pressed in the webview (ArrowRight, say), may be given several times
 * --hover TEXT      the pointer rests on this text in the editor
 * --wait MS         until everything has settled, 1500 unless told
 * --extension DIR   another extension folder than this project
 * --out FILE        the picture, .png
 */
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand, startWorkbench, themes, webview } from '../vscode/workbench.mjs';

const project = resolve(import.meta.dirname, '../..');

const { values } = parseArgs({
  options: {
    file: { type: 'string' },
    command: { type: 'string', multiple: true, default: [] },
    theme: { type: 'string', default: 'dark' },
    size: { type: 'string', default: '1280x800' },
    scale: { type: 'string', default: '1' },
    language: { type: 'string' },
    'panel-only': { type: 'boolean', default: false },
    click: { type: 'string', multiple: true, default: [] },
    key: { type: 'string', multiple: true, default: [] },
    hover: { type: 'string' },
    wait: { type: 'string', default: '1500' },
    extension: { type: 'string', default: project },
    out: { type: 'string', default: 'test/output/screenshot.png' },
  },
});

/** @typedef {{ command: string, title: string, category?: string }} Contribution */

const manifest = /** @type {{ contributes?: { commands?: Contribution[] } }} */ (
  JSON.parse(await readFile(join(values.extension, 'package.json'), 'utf8'))
);

const titlesFile = values.language === undefined ? 'package.nls.json' : `package.nls.${values.language}.json`;
const titles = /** @type {Record<string, string>} */ (
  JSON.parse(await readFile(join(values.extension, titlesFile), 'utf8').catch(() => '{}'))
);

/** @param {string} command an id or a title */
function titleOf(command) {
  const found = manifest.contributes?.commands?.find(({ command: id }) => id === command);
  if (found === undefined) return command;
  const title = titles[found.title.replaceAll('%', '')] ?? found.title;
  return found.category === undefined ? title : `${found.category}: ${title}`;
}

/**
 * @param {string} name
 * @returns {import('../vscode/workbench.mjs').Theme}
 */
function themeOf(name) {
  if (name === 'dark' || name === 'light' || name === 'hc-dark' || name === 'hc-light') return name;
  throw new Error(`There is no theme ${name}: choose of ${Object.keys(themes).join(', ')}.`);
}

const [width = 1280, height = 800] = values.size.split('x').map(Number);
const file = values.file === undefined ? undefined : resolve(values.file);
const wanted = values.theme.split(',').map(themeOf);
const out = resolve(values.out);
await mkdir(dirname(out), { recursive: true });

const workbench = await startWorkbench({
  folder: file === undefined ? join(project, 'examples') : dirname(file),
  extensionDevelopmentPath: resolve(values.extension),
  language: values.language,
  log: (line) => console.error(line),
});
try {
  for (const theme of wanted) {
    const page = await workbench.open({
      theme,
      width,
      height,
      scale: Number(values.scale),
      ...(file && { file }),
    });
    for (const command of values.command) await runCommand(page, titleOf(command));
    for (const selector of values.click) await webview(page).locator(selector).first().click();
    for (const key of values.key) await webview(page).locator('body').press(key);
    if (values.hover !== undefined) await page.locator('.view-line').getByText(values.hover).first().hover();
    // A webview of a cold workbench may take seconds: it would be a picture of nothing.
    if (values['panel-only']) await webview(page).locator('.title').first().waitFor();
    await page.waitForTimeout(Number(values.wait));
    const path = wanted.length === 1 ? out : out.replace(extname(out), `-${theme}${extname(out)}`);
    const target = values['panel-only'] ? page.locator('iframe.webview.ready') : page;
    await target.screenshot({ path });
    console.log(path);
    await page.close();
  }
} finally {
  await workbench.close();
}
