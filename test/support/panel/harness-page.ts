import { readFileSync } from 'node:fs';
import type { Theme } from '../../vscode/workbench.mjs';
import variables from './theme-variables.json' with { type: 'json' };

/** The classes that VS Code gives a webview's body, by theme. */
const bodyClasses: Readonly<Record<Theme, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  'hc-dark': 'vscode-high-contrast',
  'hc-light': 'vscode-high-contrast-light vscode-high-contrast',
};

/** What of the style sheet that VS Code lays under every webview touches the panel. */
const underlay = `@layer vscode-default {
  body { background-color: transparent; color: var(--vscode-editor-foreground); font-family: var(--vscode-font-family);
    font-weight: var(--vscode-font-weight); font-size: var(--vscode-font-size); margin: 0; padding: 0 20px; }
  input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
  code { font-family: monospace; color: var(--vscode-textPreformat-foreground);
    background-color: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
  kbd { background-color: var(--vscode-keybindingLabel-background); color: var(--vscode-keybindingLabel-foreground);
    border: 1px solid var(--vscode-keybindingLabel-border); border-radius: 3px; padding: 1px 3px; }
}`;

/** The style that VS Code writes on the page, from variables that were read in a real webview of each theme. */
export const themeStyle = (theme: Theme): string =>
  Object.entries(variables[theme])
    .map(([name, value]) => `--vscode-${name}: ${value}`)
    .join('; ');

export const themeClasses = (theme: Theme): string => bodyClasses[theme];

/** A page that holds the panel as a webview of VS Code does. */
export const harnessPage = (theme: Theme, language: string): string => `<!DOCTYPE html>
<html lang="${language}" style='${themeStyle(theme).replaceAll("'", '"')}'>
  <head>
    <meta charset="utf-8" />
    <title>ConvLens</title>
    <style>${underlay}</style>
    <link rel="stylesheet" href="panel.css" />
  </head>
  <body class="${bodyClasses[theme]}">
    <div id="root"></div>
    <script src="panel.js"></script>
  </body>
</html>`;

/** What VS Code gives a webview, run before the page's own script: a wire to the test, and state that outlives a reload. */
export function webviewApi(): void {
  const post = (globalThis as unknown as { toHost: (message: unknown) => void }).toHost;
  Object.assign(globalThis, {
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => post(message),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
      setState: (state: unknown) => sessionStorage.setItem('state', JSON.stringify(state)),
    }),
  });
}

const bundle = new URL('../../../dist/webview/', import.meta.url);

/** A file of the panel's bundle; null for any other name. */
export function bundleFile(name: string): { readonly contentType: string; readonly body: Buffer } | null {
  if (name === 'panel.css') return { contentType: 'text/css', body: readFileSync(new URL(name, bundle)) };
  if (name === 'panel.js')
    return { contentType: 'text/javascript', body: readFileSync(new URL(name, bundle)) };
  return null;
}
