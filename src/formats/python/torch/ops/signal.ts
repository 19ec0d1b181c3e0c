import type { Dim } from '../../../../model/graph/shape.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { refuse, takesRank } from '../refusals.ts';
import { sizes, toNumber } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** Samples from one window to the next: a quarter of a window unless told (aten/src/ATen/native/SpectralOps.cpp). */
function hopOf(args: Bound, window: number | null): number | null {
  const given = args.value('hop_length');
  if (given !== null) return toNumber(given);
  return window === null ? null : Math.floor(window / 4);
}

/** [B?, L] to [B?, frequencies, windows], or pairs of real numbers behind. */
function shortTimeFourier(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const window = toNumber(args.value('n_fft'));
  const hop = hopOf(args, window);
  const complex = args.value('return_complex') === true;
  const dtype = complex ? 'complex' : 'float';
  if (!shape || !takesRank(args, 'stft', shape, [1, 2]))
    return emitShape(args, 'stft', null, [input], { dtype });
  const half = args.value('onesided') !== false;
  const length = shape.at(-1);
  let windows: Dim = null;
  if (typeof length === 'number' && window !== null && hop !== null && hop > 0) {
    const padded = length + (args.value('center') === false ? 0 : 2 * Math.floor(window / 2));
    windows = 1 + Math.floor((padded - window) / hop);
    if (windows < 1) {
      refuse(
        args,
        'impossible',
        said('stft: a window of {0} is larger than the {1} samples.', window, length),
      );
      windows = null;
    }
  }
  const frequencies = window === null ? null : half ? Math.floor(window / 2) + 1 : window;
  const output = [...shape.slice(0, -1), frequencies, windows, ...(complex ? [] : [2])];
  return emitShape(args, 'stft', output, [input], { dtype });
}

/** The signal again: as long as is said, or as the windows reach without their padding. */
function inverseShortTime(args: Bound): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const window = toNumber(args.value('n_fft'));
  const hop = hopOf(args, window);
  if (!shape) return emitShape(args, 'istft', null, [input], { dtype: 'float' });
  const inner = input.dtype === 'complex' ? shape : shape.slice(0, -1);
  const windows = inner.at(-1);
  const given = toNumber(args.value('length'));
  const reached =
    typeof windows === 'number' && window !== null && hop !== null
      ? window + hop * (windows - 1) - (args.value('center') === false ? 0 : 2 * Math.floor(window / 2))
      : null;
  return emitShape(args, 'istft', [...inner.slice(0, -2), given ?? reached], [input], { dtype: 'float' });
}

function strided(args: Bound): Value {
  return emitShape(args, 'as_strided', sizes([args.value('size')]), [tensorOf(args, 'input')]);
}

export const signalFunctions: FunctionTable = {
  stft: [
    'input, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode="reflect", normalized=False, onesided=None, return_complex=None',
    shortTimeFourier,
  ],
  istft: [
    'input, n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None, return_complex=False',
    inverseShortTime,
  ],
  as_strided: ['input, size, stride, storage_offset=None', strided],
  bincount: [
    'input, weights=None, minlength=0',
    (args) => emitShape(args, 'bincount', [null], [tensorOf(args, 'input')]),
  ],
};
