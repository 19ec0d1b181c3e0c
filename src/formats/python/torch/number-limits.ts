import { PyFloat, PyToken } from '../interpreter/atoms.ts';
import { namespace } from '../interpreter/namespace.ts';
import { natives, type Bound } from '../interpreter/native.ts';
import { Unknown, type Value } from '../interpreter/values.ts';

interface Limits {
  readonly max: number;
  readonly eps: number;
  readonly tiny: number;
  readonly bits: number;
}

/** IEEE 754 and bfloat16, as `torch.finfo` prints them (pytorch/pytorch: torch/csrc/TypeInfo.cpp). */
const floats: Readonly<Record<string, Limits>> = {
  'torch.float16': { max: 65504, eps: 2 ** -10, tiny: 2 ** -14, bits: 16 },
  'torch.bfloat16': { max: 2 ** 127 * (2 - 2 ** -7), eps: 2 ** -7, tiny: 2 ** -126, bits: 16 },
  'torch.float32': { max: 2 ** 127 * (2 - 2 ** -23), eps: 2 ** -23, tiny: 2 ** -126, bits: 32 },
  'torch.float64': { max: Number.MAX_VALUE, eps: Number.EPSILON, tiny: 2 ** -1022, bits: 64 },
};

/** Bits of whole numbers whose limits are exact here. */
const integers: Readonly<Record<string, readonly [min: number, max: number, bits: number]>> = {
  'torch.uint8': [0, 255, 8],
  'torch.int8': [-128, 127, 8],
  'torch.int16': [-(2 ** 15), 2 ** 15 - 1, 16],
  'torch.int32': [-(2 ** 31), 2 ** 31 - 1, 32],
};

function ofFloat(args: Bound): Value {
  const dtype = args.value('type') ?? null;
  const limits =
    dtype === null ? floats['torch.float32'] : floats[dtype instanceof PyToken ? dtype.name : ''];
  if (!limits) return new Unknown('the limits of this type are not known', args.vm.place, true);
  const { max, eps, tiny, bits } = limits;
  return namespace('finfo', {
    bits,
    eps: new PyFloat(eps),
    max: new PyFloat(max),
    min: new PyFloat(-max),
    tiny: new PyFloat(tiny),
    smallest_normal: new PyFloat(tiny),
  });
}

function ofInteger(args: Bound): Value {
  const dtype = args.value('type');
  const limits = integers[dtype instanceof PyToken ? dtype.name : ''];
  if (!limits) return new Unknown('the limits of this type are not known', args.vm.place, true);
  const [min, max, bits] = limits;
  return namespace('iinfo', { bits, max, min });
}

/** `torch.finfo(torch.float32).min`: what masks fill in. */
export const numberLimits = natives({
  finfo: ['type=None', ofFloat],
  iinfo: ['type', ofInteger],
});
