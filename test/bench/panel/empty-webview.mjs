import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const emptyWebviewTitle = 'Bench: Open Empty Webview';

const manifest = {
  name: 'empty-webview',
  publisher: 'bench',
  version: '1.0.0',
  engines: { vscode: '^1.90.0' },
  main: 'extension.js',
  activationEvents: ['onStartupFinished'],
  contributes: {
    commands: [{ command: 'bench.emptyWebview', category: 'Bench', title: 'Open Empty Webview' }],
  },
};

/** Notes on its body when it was first drawn, as the panel's canvas does. */
const code = `const vscode = require('vscode');
const page = \`<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><script>
requestAnimationFrame(() => { document.body.dataset.painted = String(performance.timeOrigin + performance.now()); });
</script></body></html>\`;
exports.activate = (context) => context.subscriptions.push(
  vscode.commands.registerCommand('bench.emptyWebview', () => {
    const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    vscode.window.createWebviewPanel('bench.empty', 'empty', beside, { enableScripts: true }).webview.html = page;
  }),
);
`;

/**
 * An extension whose only command opens a webview with nothing in it: what any webview costs.
 *
 * @param {string} folder of installed extensions
 */
export async function writeEmptyWebview(folder) {
  const path = join(folder, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(path, 'extension.js'), code);
}
