/**
 * Downloads VS Code into the folder given as argument and sends its executable's path to the parent process. Runs in a
 * process of its own, because only that can be ended at once when no bytes come; every step is sent as a sign of life.
 */
import { downloadAndUnzipVSCode, ProgressReportStage } from '@vscode/test-electron';

const [cachePath = '.vscode-test'] = process.argv.slice(2);

/** @param {import('./desktop.mjs').DownloadMessage} message */
const send = (message) => void process.send?.(message);

/** @type {Set<ProgressReportStage>} */
const seen = new Set();

try {
  const executable = await downloadAndUnzipVSCode({
    cachePath,
    version: process.env['CONVLENS_VSCODE_VERSION'] ?? 'stable',
    timeout: 8000,
    reporter: {
      report: (progress) => {
        const { stage } = progress;
        // A stage that is tried again is no sign of life; bytes are.
        const hasBytes = 'bytesSoFar' in progress && progress.bytesSoFar > 0;
        if (seen.has(stage) && !hasBytes) return;
        seen.add(stage);
        // Unpacking is silent on macOS and Windows.
        send({ silentSeconds: stage === ProgressReportStage.ExtractingSynchonrously ? 300 : 10 });
      },
      error: () => undefined,
    },
  });
  send({ executable });
} catch (error) {
  send({ failed: error instanceof Error ? error.message : String(error) });
}
