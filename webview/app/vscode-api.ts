import type { Port } from '../../src/protocol/rpc/port.ts';

/** What VS Code offers to a webview; may be acquired once. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  function acquireVsCodeApi(): VsCodeApi;
}

/** Messages to and from the extension host. */
export const hostPort = (api: VsCodeApi): Port => ({
  post: (message) => api.postMessage(message),
  listen(listener) {
    const receive = (event: MessageEvent<unknown>) => listener(event.data);
    window.addEventListener('message', receive);
    return { dispose: () => window.removeEventListener('message', receive) };
  },
});
