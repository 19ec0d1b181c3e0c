import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { HarnessHost } from './harness-host.ts';

/** What the export menu's entry makes. */
export async function exported(page: Page, host: HarnessHost, kind: string): Promise<string | Uint8Array> {
  const before = host.saved.length;
  await page.getByLabel('Export …').selectOption(kind);
  await expect.poll(() => host.saved.length, { timeout: 20_000 }).toBe(before + 1);
  return host.saved.at(-1)?.content ?? '';
}

/** A text file, however it was sent. */
export const textOf = (content: string | Uint8Array): string =>
  typeof content === 'string' ? content : new TextDecoder().decode(content);
