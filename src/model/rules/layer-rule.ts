import { said } from '../text/text.ts';
import type { WrittenFormula } from './formula.ts';
import { readFormula, readOutputs, type OutputRule, type Unreadable } from './read-formulas.ts';

/** What a user says that a layer does (docs/custom-layers.md): its outputs, and what it costs where that is said. */
export interface LayerRule {
  readonly outputs: readonly OutputRule[];
  readonly params: WrittenFormula | null;
  readonly macs: WrittenFormula | null;
}

/** Rules by the layer's type, as files write it. */
export type LayerRules = ReadonlyMap<string, LayerRule | Unreadable>;

/** A field's value as the file has it. */
export type FieldValue = number | string | boolean | null | readonly FieldValue[];

/** Fields by their names; those of a mapping inside have a dot: `pooling_param.pooled_h`. */
export type LayerFields = Readonly<Record<string, FieldValue>>;

/** A call of something that is not known: its name, and the arguments that a rule may read. */
export interface UnknownCall {
  readonly type: string;
  readonly fields: LayerFields;
}

const ruleKeys = ['output', 'params', 'macs'] as const;

/** The rules of a setting or of a JSON file; what is no rule is kept with what is wrong with it. */
export function readLayerRules(written: unknown): LayerRules {
  if (typeof written !== 'object' || written === null) return new Map();
  return new Map(Object.entries(written).map(([type, value]) => [type, readRule(value)]));
}

function readRule(written: unknown): LayerRule | Unreadable {
  if (typeof written === 'string') return ruleOf(written, undefined, undefined);
  if (typeof written !== 'object' || written === null || Array.isArray(written)) {
    return { unreadable: 'it is neither a text nor an object with `output`' };
  }
  const parts: Readonly<Record<string, unknown>> = { ...written };
  const strange = Object.keys(parts).find((key) => !ruleKeys.some((known) => known === key));
  if (strange !== undefined)
    return { unreadable: said('it has `{0}`, but only {1} count', strange, ruleKeys.join(', ')) };
  const [output, params, macs] = ruleKeys.map((key) => parts[key]);
  if (typeof output !== 'string')
    return { unreadable: '`output` is missing, a text such as "N, C, H/2, W/2"' };
  return ruleOf(output, params, macs);
}

function ruleOf(output: string, params: unknown, macs: unknown): LayerRule | Unreadable {
  const outputs = readOutputs(output);
  if ('unreadable' in outputs) return outputs;
  const costs = [costOf(params), costOf(macs)] as const;
  for (const cost of costs) if (cost && 'unreadable' in cost) return cost;
  const [ofParams, ofMacs] = costs.map((cost) => (cost && 'formula' in cost ? cost : null));
  return { outputs, params: ofParams ?? null, macs: ofMacs ?? null };
}

function costOf(written: unknown): WrittenFormula | Unreadable | null {
  if (written === undefined) return null;
  return typeof written === 'string' || typeof written === 'number'
    ? readFormula(String(written))
    : { unreadable: '`params` and `macs` are texts such as "C*{filters}"' };
}
