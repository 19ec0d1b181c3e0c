import { namespace } from '../interpreter/namespace.ts';
import type { Bound } from '../interpreter/native.ts';
import type { Value } from '../interpreter/values.ts';
import { torchFunctions } from './declare.ts';
import { emitShape, tensorOf } from './emit.ts';

/** Sizes go through a Fourier transform unchanged, except for the last one of the real kind. */
function spectral(args: Bound, real: 'none' | 'forward' | 'inverse'): Value {
  const input = tensorOf(args, 'input');
  const last = input.shape?.at(-1);
  const size = real === 'forward' ? (typeof last === 'number' ? Math.floor(last / 2) + 1 : null) : null;
  const shape = input.shape && real !== 'none' ? input.shape.with(-1, size) : input.shape;
  return emitShape(args, 'fft', shape, [input], { dtype: 'complex' });
}

/** `torch.fft`. */
export const fft = namespace(
  'torch.fft',
  torchFunctions(
    Object.fromEntries(
      [
        'fft',
        'ifft',
        'fft2',
        'ifft2',
        'fftn',
        'ifftn',
        'fftshift',
        'ifftshift',
        'rfft',
        'rfft2',
        'rfftn',
        'irfft',
        'irfft2',
        'irfftn',
      ].map((name) => [
        name,
        [
          'input, *args, **kwargs',
          (args: Bound) =>
            spectral(args, name.startsWith('r') ? 'forward' : name.startsWith('ir') ? 'inverse' : 'none'),
        ] as const,
      ]),
    ),
  ),
);
