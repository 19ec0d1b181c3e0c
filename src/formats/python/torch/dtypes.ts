import { PyToken, type DType } from '../interpreter/atoms.ts';
import type { Value } from '../interpreter/values.ts';

const names: Readonly<Record<DType, readonly string[]>> = {
  float: ['float32', 'float', 'bfloat16'],
  double: ['float64', 'double'],
  half: ['float16', 'half'],
  int: ['int64', 'long', 'int32', 'int', 'int16', 'short', 'int8', 'uint8', 'qint8', 'quint8'],
  bool: ['bool'],
  complex: ['complex64', 'complex128', 'cfloat'],
};

/** `torch.float32` and its kin by name; names of one kind are told apart only where models ask. */
export const dtypeTokens: Readonly<Record<string, PyToken>> = Object.fromEntries(
  Object.values(names).flatMap((all) => {
    const tokens = new Map<string, PyToken>();
    return all.map((name) => {
      const canonical =
        { float: 'float32', double: 'float64', half: 'float16', long: 'int64', int: 'int32', short: 'int16' }[
          name
        ] ?? name;
      const token = tokens.get(canonical) ?? new PyToken(`torch.${canonical}`);
      tokens.set(canonical, token);
      return [name, token] as const;
    });
  }),
);

const kinds = new Map<string, DType>(
  Object.entries(names).flatMap(([kind, all]) =>
    all.flatMap((name) =>
      isDType(kind) && dtypeTokens[name] ? [[dtypeTokens[name].name, kind] as const] : [],
    ),
  ),
);

function isDType(kind: string): kind is DType {
  return kind in names;
}

/** The kind of element that a `dtype` argument names; null where it is none. */
export function dtypeOf(value: Value | undefined): DType | null {
  return value instanceof PyToken ? (kinds.get(value.name) ?? null) : null;
}

/** How many bytes an element takes; null where that is not known. */
export function bytesOf(value: Value): number | null {
  if (!(value instanceof PyToken)) return null;
  if (value.name === 'torch.bool') return 1;
  const [, kind, bits] = /^torch\.(b?float|u?int|q?u?int|complex)(\d+)$/.exec(value.name) ?? [];
  return kind === undefined ? null : Number(bits) / 8;
}

/** The token of a tensor's elements. */
export function tokenOf(dtype: DType): Value {
  return dtypeTokens[names[dtype][0] ?? 'float32'] ?? null;
}
