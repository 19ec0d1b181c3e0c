import { namespace } from '../interpreter/namespace.ts';
import type { Bound } from '../interpreter/native.ts';
import type { Value } from '../interpreter/values.ts';
import { torchFunctions } from './declare.ts';
import type { Dim } from '../../../model/graph/shape.ts';
import { emitShape, tensorOf } from './emit.ts';
import { dimension, refuse, refuseTwice, takesDimensions } from './refusals.ts';
import { constant, listed, toDim, toNumber } from './tensors.ts';
import { said } from '../../../model/text/text.ts';

/** Sizes go through a Fourier transform unchanged or as they are given; the last one of the real kind holds half. */
function spectral(args: Bound, real: 'none' | 'forward' | 'inverse', shifts: boolean): Value {
  const input = tensorOf(args, 'input');
  const { shape } = input;
  const dtype = real === 'inverse' ? 'float' : 'complex';
  takesDimensions(args, 'A Fourier transform', shape);
  if (!shape || shape.length === 0) return emitShape(args, 'fft', null, [input], { dtype });
  const [places, sizes] = transformed(args, shape);
  if (!shifts) refuseTwice(args, places, 'transformed');
  const output = [...shape];
  places.forEach((place, index) => {
    if (place === null) return;
    const given = sizes[index];
    const isLast = index === places.length - 1;
    const size = given === undefined || given === -1 ? (shape[place] ?? null) : given;
    const single = real === 'inverse' && isLast && given === undefined && size === 1;
    if (!shifts && (single || (typeof size === 'number' && size < 1)))
      refuse(
        args,
        'impossible',
        said('A Fourier transform of {0} numbers: there must be at least one.', single ? 0 : size),
      );
    if (real === 'forward' && isLast)
      output[place] = typeof size === 'number' ? Math.floor(size / 2) + 1 : null;
    else if (real === 'inverse' && isLast && given === undefined)
      output[place] = typeof size === 'number' ? 2 * (size - 1) : null;
    else output[place] = size;
  });
  return emitShape(args, 'fft', places.includes(null) ? null : output, [input], { dtype });
}

/** The dimensions that are transformed, and the sizes that these are cut or filled up to, where they are given. */
function transformed(
  args: Bound,
  shape: readonly Dim[],
): readonly [places: readonly (number | null)[], sizes: readonly Dim[]] {
  const several = args.takes('s');
  const [size, dim] = several ? [args.value('s'), args.value('dim')] : [args.value('n'), args.value('dim')];
  const sizes = size === null ? [] : (listed(size) ?? [size]).map(toDim);
  const all = Array.from(
    { length: size === null ? shape.length : sizes.length },
    (_, index) => index - (size === null ? shape.length : sizes.length),
  );
  const dims = dim === null ? all : (listed(dim) ?? [dim]);
  return [dims.map((each) => dimension(args, each, shape)), sizes];
}

function signatureOf(name: string): string {
  if (name.includes('shift')) return 'input, dim=None';
  if (name.endsWith('2')) return 'input, s=None, dim=(-2, -1), norm=None, *, out=None';
  return name.endsWith('n')
    ? 'input, s=None, dim=None, norm=None, *, out=None'
    : 'input, n=None, dim=-1, norm=None, *, out=None';
}

/** A Hermitian transform is the inverse of a real one, and the other way round. */
function directionOf(name: string): 'none' | 'forward' | 'inverse' {
  if (name.startsWith('r') || name.startsWith('ih')) return 'forward';
  return name.startsWith('ir') || name.startsWith('h') ? 'inverse' : 'none';
}

/** The frequencies of so many samples: of the real kind, the half that is not mirrored. */
function frequencies(args: Bound, real: boolean): Value {
  const count = toNumber(args.value('n'));
  return constant([count === null ? null : real ? Math.floor(count / 2) + 1 : count], 'float');
}

const frequencySignature = 'n, d=1.0, *, out=None, dtype=None, device=None, requires_grad=False';

/** `torch.fft`. */
export const fft = namespace(
  'torch.fft',
  torchFunctions({
    fftfreq: [frequencySignature, (args) => frequencies(args, false)],
    rfftfreq: [frequencySignature, (args) => frequencies(args, true)],
    ...Object.fromEntries(
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
        'hfft',
        'hfft2',
        'hfftn',
        'ihfft',
        'ihfft2',
        'ihfftn',
      ].map((name) => [
        name,
        [
          signatureOf(name),
          (args: Bound) => spectral(args, directionOf(name), name.includes('shift')),
        ] as const,
      ]),
    ),
  }),
);
