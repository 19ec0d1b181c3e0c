import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startWorkbench } from '../vscode/workbench.mjs';
import type { View, Workbench } from '../vscode/workbench.mjs';

const project = resolve(import.meta.dirname, '../..');
const output = join(project, 'test/output');

export interface TestWorkbench {
  /** A workbench on a copy of the folder; `file` is relative to it. Closed after the test. */
  open(view: View): Promise<Page>;
  /** Names of the files in a folder of the extension's own storage. */
  stored(folder: string): readonly string[];
}

interface WorkbenchOptions {
  /** Relative to the project; a copy of it is opened, so that nothing the tests type is kept. */
  readonly folder?: string;
  /** Is given the copy before VS Code opens it. */
  readonly prepare?: (copy: string) => void;
  /** As VS Code names it; English where it is not given. */
  readonly language?: string;
}

/**
 * A VS Code server and a browser for the tests of one file. When a test fails, a picture of each of its pages goes to
 * test/output.
 */
export function useWorkbench({
  folder = 'examples',
  prepare,
  language,
}: WorkbenchOptions = {}): TestWorkbench {
  let workbench: Workbench | undefined;
  let temporary = '';
  let pages: Page[] = [];

  beforeAll(async () => {
    temporary = mkdtempSync(join(tmpdir(), 'convlens-visual-'));
    cpSync(join(project, folder), temporary, { recursive: true });
    prepare?.(temporary);
    workbench = await startWorkbench({
      folder: temporary,
      extensionDevelopmentPath: project,
      language,
      log: (line) => console.log(line),
    });
  });

  afterEach(async ({ task }) => {
    for (const [index, page] of pages.entries()) {
      if (task.result?.state === 'fail') await screenshot(page, `failed-${task.name}-${index}`);
      await page.close();
    }
    pages = [];
  });

  afterAll(async () => {
    await workbench?.close();
    rmSync(temporary, { recursive: true, force: true });
  });

  return {
    async open({ file, ...view }) {
      if (workbench === undefined) throw new Error('open a workbench inside a test');
      const page = await workbench.open({
        ...view,
        ...(file !== undefined && { file: join(temporary, file) }),
      });
      pages.push(page);
      return page;
    },
    stored(name) {
      if (workbench === undefined) throw new Error('open a workbench inside a test');
      return readdirSync(workbench.userDataDir, { recursive: true, withFileTypes: true }).flatMap((entry) =>
        entry.isFile() && basename(entry.parentPath) === name ? [entry.name] : [],
      );
    },
  };
}

/** Writes a picture to test/output. */
export async function screenshot(page: Page, name: string): Promise<string> {
  mkdirSync(output, { recursive: true });
  const path = join(output, `${name.replace(/[^\w.-]+/g, '-')}.png`);
  await page.screenshot({ path });
  return path;
}
