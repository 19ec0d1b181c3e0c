import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const emptyWebviewTitle = 'Bench: Open Empty Webview';
export const lengthWebviewTitle = 'Bench: Show Length of Text';

const manifest = {
  name: 'empty-webview',
  publisher: 'bench',
  version: '1.0.0',
  engines: { vscode: '^1.90.0' },
  main: 'extension.js',
  activationEvents: ['onStartupFinished'],
  contributes: {
    commands: [
      { command: 'bench.emptyWebview', category: 'Bench', title: 'Open Empty Webview' },
      { command: 'bench.lengthWebview', category: 'Bench', title: 'Show Length of Text' },
    ],
  },
};

/** The first notes on its body when it was first drawn, as the panel's canvas does; the second shows what it is told. */
const code = `const vscode = require('vscode');
const pageWith = (body) => \`<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>\${body}</body></html>\`;
const empty = pageWith(\`<script>
requestAnimationFrame(() => { document.body.dataset.painted = String(performance.timeOrigin + performance.now()); });
</script>\`);
const length = pageWith(\`<p class="length"></p><script>
addEventListener('message', ({ data }) => { document.querySelector('.length').textContent = String(data.length); });
</script>\`);
const open = (page) => {
  const beside = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  const { webview } = vscode.window.createWebviewPanel('bench.empty', 'empty', beside, { enableScripts: true });
  webview.html = page;
  return webview;
};
exports.activate = (context) => context.subscriptions.push(
  vscode.commands.registerCommand('bench.emptyWebview', () => void open(empty)),
  vscode.commands.registerCommand('bench.lengthWebview', () => {
    const webview = open(length);
    context.subscriptions.push(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      // A file that was saved has not changed.
      if (contentChanges.length > 0) void webview.postMessage({ length: document.getText().length });
    }));
  }),
);
`;

/**
 * An extension whose commands open webviews that do next to nothing: one is empty, one shows how long the text is that is
 * typed. What they need, any webview needs.
 *
 * @param {string} folder of installed extensions
 */
export async function writeEmptyWebview(folder) {
  const path = join(folder, `${manifest.publisher}.${manifest.name}-${manifest.version}`);
  await mkdir(path, { recursive: true });
  await writeFile(join(path, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(path, 'extension.js'), code);
}
