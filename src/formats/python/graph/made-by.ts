import { customLayer } from '../../../model/rules/custom-layer.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import type { FieldValue, LayerRules, UnknownCall } from '../../../model/rules/layer-rule.ts';
import type { Emission, Kwargs } from '../interpreter/machine.ts';
import { PyFloat } from '../interpreter/atoms.ts';
import { UndefinedName } from '../interpreter/undefined-names.ts';
import { PyList, PyTensor, PyTuple, type Site, type Unknown, type Value } from '../interpreter/values.ts';

/** A call as a rule of the user's sees it: arguments by place, `{0}` first, and by name. */
export function madeBy(callee: string, args: readonly Value[], kwargs: Kwargs): UnknownCall {
  const named = [...args.map((value, place) => [String(place), value] as const), ...kwargs];
  return {
    // Begun at a word's first letter only: at each letter of a long one it would take its length squared.
    type: /(?<!\w)\w+$/.exec(callee)?.[0] ?? callee,
    fields: Object.fromEntries(named.map(([name, value]) => [name, fieldOf(value)])),
  };
}

/** The call as an operation, where the user has a rule for it. */
export function customEmission(
  { type, fields }: UnknownCall,
  inputs: readonly Value[],
  rules: LayerRules | undefined,
  site: Site | null,
): Emission | null {
  const operation = customLayer(type, rules, () => fields);
  if (operation === null) return null;
  const dtype = inputs.find((input) => input instanceof PyTensor)?.dtype ?? 'float';
  return { type, operation, inputs, dtype, source: { site, parameters: [], positional: 0 } };
}

/**
 * A call of what is not known. Where it is something of the file, `self.conv` or a name that nothing defines, there is no
 * class or function whose rule the user could declare: why it is not known is in the file.
 */
export function unknownOperation(callee: Unknown, written: string): Operation {
  const isOfFile = callee instanceof UndefinedName || (callee.made === null && written.startsWith('self.'));
  return isOfFile
    ? { kind: 'declared', outputs: [null], params: null, macs: null }
    : { kind: 'unknown', outputs: 1 };
}

/** What the call returns. */
export function oneOrTuple(tensors: readonly PyTensor[]): Value {
  const [only] = tensors;
  return only && tensors.length === 1 ? only : new PyTuple(tensors);
}

function fieldOf(value: Value): FieldValue {
  // Lists may hold themselves.
  if (value instanceof PyTuple || value instanceof PyList) return value.items.map(scalarOf);
  return scalarOf(value);
}

function scalarOf(value: Value): FieldValue {
  if (
    value === null ||
    typeof value === 'number' ||
    typeof value === 'string' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  return value instanceof PyFloat ? value.value : null;
}
