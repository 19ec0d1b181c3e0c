import type { Webview } from 'vscode';
import type { Port } from '../../protocol/rpc/port.ts';

/** A port over VS Code's messages to a webview, which copy buffers by themselves. */
export const webviewPort = (webview: Webview): Port => ({
  post: (message) => void webview.postMessage(message),
  listen: (listener) => webview.onDidReceiveMessage(listener),
});
