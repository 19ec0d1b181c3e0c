import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

const folder = new URL('../../golden/', import.meta.url);

/**
 * Compares with test/golden/NAME. Where it differs, the new text is left beside it as NAME-changed: look at both, and
 * where the new one is right, move it over the old one. A golden that is missing is written.
 */
export function expectGolden(name: string, text: string): void {
  const path = new URL(name, folder);
  const changed = new URL(name.replace(/(\.[a-z]+)$/, '-changed$1'), folder);
  if (!existsSync(path)) writeFileSync(path, text);
  if (readFileSync(path, 'utf8') === text) {
    rmSync(changed, { force: true });
    return;
  }
  writeFileSync(changed, text);
  expect.fail(`${name} has changed: compare it with ${changed.pathname}`);
}
