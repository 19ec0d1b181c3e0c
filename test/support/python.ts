import { readFileSync } from 'node:fs';
import { analyze, type Analysis } from '../../src/formats/analyze.ts';
import type { FormatContext } from '../../src/formats/format.ts';
import { createPythonFormat } from '../../src/formats/python/format.ts';

/** Where torchvision's sources lie, unpacked; tests that need them are skipped where this is not set. */
export const torchvision = process.env['CONVLENS_TORCHVISION'];

export function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** The path of a fixture. */
export function fixture(name: string): string {
  return new URL(`../fixtures/python/${name}`, import.meta.url).pathname;
}

/**
 * Analyses a file of the disk as the command line does: a model by name, inputs by shape, imports beside it. One format
 * for several files reads what they import once.
 */
export function analyzeFile(
  path: string,
  model: string,
  inputs: readonly (readonly number[])[],
  format = createPythonFormat(),
): Analysis {
  const context: FormatContext = {
    inputs: inputs.map((dims) => ({ dims, origin: 'argument' })),
    model,
    readFile: readOrNull,
  };
  return analyze({ path, text: readFileSync(path, 'utf8') }, [format], context);
}

/** Analyses Python text that stands alone, or beside other files given by path. */
export function analyzeText(
  text: string,
  context: Partial<FormatContext> = {},
  files: Readonly<Record<string, string>> = {},
): Analysis {
  const readFile = (path: string): string | null => files[path] ?? null;
  return analyze({ path: 'models/net.py', text }, [createPythonFormat()], {
    inputs: [],
    readFile,
    ...context,
  });
}
