import { join } from 'node:path';
import type { ExtensionContext } from 'vscode';
import { startHost, type ConvLensApi } from './host/host.ts';
import { startNodeThread } from './host/workers/node-thread.ts';

/** Called by VS Code the first time that a file which may be a model is opened, or a command is run. */
export function activate(context: ExtensionContext): ConvLensApi {
  const file = join(context.extensionPath, 'dist', 'worker.cjs');
  const host = startHost(context, {
    startWorker: (role) =>
      startNodeThread(file, { workerData: { role }, resourceLimits: { maxOldGenerationSizeMb: 1024 } }),
  });
  context.subscriptions.push(host);
  return host;
}
