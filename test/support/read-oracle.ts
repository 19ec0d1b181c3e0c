import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** The content of a compressed JSON file of test/fixtures/oracle; the caller names its type. */
export function readOracle(name: string): unknown {
  const path = new URL(`../fixtures/oracle/${name}`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
}
