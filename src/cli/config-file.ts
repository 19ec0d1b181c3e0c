import { parse, type ParseError } from 'jsonc-parser';
import { readLayerRules, type LayerRules } from '../model/rules/layer-rule.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * The rules of `--config FILE`: JSON, with comments where one likes, that has `layers` as the editor's setting does. The
 * settings of a workspace, `.vscode/settings.json`, have it as `convlens.layers`.
 */
export function rulesIn(path: string, terminal: Terminal): LayerRules {
  const bytes = terminal.read(path);
  if ('failure' in bytes) throw new UsageError(bytes.failure);
  const errors: ParseError[] = [];
  const written: unknown = parse(new TextDecoder().decode(bytes), errors, { allowTrailingComma: true });
  if (errors.length > 0 || !isObject(written)) throw new UsageError(`${path} is not a JSON object.`);
  const rules = written['convlens.layers'] ?? written['layers'];
  if (!isObject(rules)) {
    throw new UsageError(`${path} has no \`layers\`: an object such as {"layers": {"MyLayer": "same"}}.`);
  }
  return readLayerRules(rules);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
