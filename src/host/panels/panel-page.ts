import { randomBytes } from 'node:crypto';
import { env, Uri, type Webview } from 'vscode';

/** Where the panel's bundle lies: all that a panel may load. */
export const panelRoot = (extension: Uri) => Uri.joinPath(extension, 'dist', 'webview');

/**
 * The page of a panel. Only the bundle's script and style may run: nothing inline, nothing evaluated, nothing from the
 * network. What the panel shows comes in messages, never in the page.
 */
export function panelPage(webview: Webview, extension: Uri): string {
  const nonce = randomBytes(16).toString('base64');
  const asset = (name: string) => webview.asWebviewUri(Uri.joinPath(panelRoot(extension), name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${env.language}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>ConvLens</title>
    <link rel="stylesheet" href="${asset('panel.css')}" />
  </head>
  <body>
    <div id="root"></div>
    <script nonce="${nonce}" src="${asset('panel.js')}"></script>
  </body>
</html>`;
}
