import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { AnalysisTimes } from '../../src/host/documents/model-documents.ts';
import { convlens } from '../integration/support/convlens.ts';
import { darknetConfig, layerConfig } from './configs.ts';

/** Milliseconds. From the change event to the diagnostics being set, debounce included; and what our code held the host. */
const limits = { median: 50, p95: 100, host: 2 };
const edits = 200;
const lines = 1000;

/** Called by VS Code's extension host: 200 edits of one digit, as typed, in a config of 1,000 lines of each format. */
export async function run(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'convlens-bench-'));
  const results = [
    await measure(join(folder, 'bench.convlens.yaml'), layerConfig(lines)),
    await measure(join(folder, 'bench.cfg'), darknetConfig(lines)),
  ];
  await rm(folder, { recursive: true });
  const failed = results.filter((ok) => !ok).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) throw new Error('too slow');
}

async function measure(path: string, content: string): Promise<boolean> {
  const { onDidMeasure } = await convlens();
  await writeFile(path, content);
  const document = await vscode.workspace.openTextDocument(path);
  const editor = await vscode.window.showTextDocument(document);
  const places = [...content.matchAll(/stride(?:: |=)([12])/g)].map(
    ({ index, 0: text }) => index + text.length - 1,
  );
  const times: AnalysisTimes[] = [];
  // The first answers also start the worker and warm it up.
  for (let edit = -10; edit < edits; edit++) {
    const offset = places[(edit * 7 + 70) % places.length] ?? 0;
    const at = document.positionAt(offset);
    const digit = new vscode.Range(at, at.translate(0, 1));
    const measured = new Promise<AnalysisTimes>((resolve) => {
      const listener = onDidMeasure((time) => {
        if (time.uri.toString() !== document.uri.toString() || time.version !== document.version) return;
        listener.dispose();
        resolve(time);
      });
    });
    const other = document.getText(digit) === '1' ? '2' : '1';
    await editor.edit((builder) => builder.replace(digit, other), {
      undoStopBefore: false,
      undoStopAfter: false,
    });
    const time = await measured;
    if (edit >= 0) times.push(time);
    await sleep(30);
  }
  const shown = times.map(({ changedAt, shownAt }) => shownAt - changedAt).sort((a, b) => a - b);
  const host = times.map(({ hostMilliseconds }) => hostMilliseconds).sort((a, b) => a - b);
  const median = quantile(shown, 0.5);
  const p95 = quantile(shown, 0.95);
  const held = quantile(host, 0.5);
  const milliseconds = (value: number, limit: number) => `${value.toFixed(1)} ms (at most ${limit})`;
  console.log(`${basename(path)}, ${document.lineCount} lines, ${times.length} edits:`);
  console.log(`  change event to diagnostics set, median  ${milliseconds(median, limits.median)}`);
  console.log(`  change event to diagnostics set, p95     ${milliseconds(p95, limits.p95)}`);
  console.log(`  our code on the extension host, median   ${milliseconds(held, limits.host)}`);
  console.log(`  our code on the extension host, p95      ${quantile(host, 0.95).toFixed(1)} ms`);
  return median <= limits.median && p95 <= limits.p95 && held <= limits.host;
}

/** @param sorted ascending */
const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.ceil(sorted.length * q) - 1] ?? Number.NaN;
