import type { Listing } from './listing.ts';

/** What the listings take as known, for tensors (m, …, C) of one to three spatial axes. */
const prelude = `from math import ceil
import numpy as np


def per_axis(value, n):
    return [int(v) for v in np.broadcast_to(value, n)]


def pad(A, before, after=None, value=0):
    n = A.ndim - 2
    ends = zip(per_axis(before, n), per_axis(before if after is None else after, n))
    return np.pad(A, [(0, 0), *ends, (0, 0)], constant_values=value)


def spread(A, S):
    n = A.ndim - 2
    S = per_axis(S, n)
    sizes = [(size - 1) * step + 1 for size, step in zip(A.shape[1:-1], S)]
    E = np.zeros((len(A), *sizes, A.shape[-1]))
    E[(slice(None), *(slice(None, None, step) for step in S))] = A
    return E


def append_zeros(A, t):
    return pad(A, 0, t)


def conv(A, W, b=0, stride=1, dilation=1):
    n = A.ndim - 2
    S, D = per_axis(stride, n), per_axis(dilation, n)
    O = [(A.shape[1 + a] - D[a] * (W.shape[a] - 1) - 1) // S[a] + 1 for a in range(n)]
    Z = np.zeros((len(A), *O, W.shape[-1]))
    for tap in np.ndindex(W.shape[:n]):
        cells = (slice(D[a] * tap[a], D[a] * tap[a] + S[a] * (O[a] - 1) + 1, S[a]) for a in range(n))
        Z += A[(slice(None), *cells)] @ W[tap]
    return Z + b
`;

/** A listing as a Python file that runs: F′ is no name there. */
export const runnable = ({ rows }: Listing): string =>
  [
    prelude,
    '',
    ...rows.map(({ text, note }) => (text && note ? `${text}  # ${note}` : text).replaceAll('F′', 'F_eff')),
    '',
  ].join('\n');
