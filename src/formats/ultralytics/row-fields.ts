import type { FieldValue, LayerFields } from '../../model/rules/layer-rule.ts';
import type { ModelConfig } from './config.ts';
import type { Row } from './rows.ts';
import { argumentOf, isList, isUnknown, type PythonValue } from './values.ts';

/**
 * What a row gives a rule of the user's: its arguments by their places, `{0}` first, its repeats, and the gains of the
 * model, by which the frameworks' own modules scale.
 */
export function rowFields({ args, repeats }: Row, { values, gains }: ModelConfig): LayerFields {
  const written = args.items.map((item, place): readonly [string, FieldValue] => [
    String(place),
    valueOf(argumentOf(item, values).value),
  ]);
  return {
    ...Object.fromEntries(written),
    repeats: valueOf(repeats.value),
    depth: valueOf(gains.depth),
    width: valueOf(gains.width),
    max_channels: valueOf(gains.maxChannels),
  };
}

function valueOf(value: PythonValue): FieldValue {
  if (isUnknown(value) || (typeof value === 'number' && Number.isNaN(value))) return null;
  return isList(value) ? value.map((item) => valueOf(item.value)) : value;
}
