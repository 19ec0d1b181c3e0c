import type { FunctionTable } from '../declare.ts';
import { entry, unchanged } from './arithmetic.ts';

const specialNames: readonly string[] = [
  'expit', 'psi', 'gammaln', 'multigammaln', 'i0e', 'i1', 'i1e', 'ndtr', 'ndtri', 'log_ndtr', 'entr', 'erfcx', 'bessel_j0', 'bessel_j1', 'bessel_y0',
  'bessel_y1',
]; // prettier-ignore

/** `torch.special`: what is known under no other name. */
export const specialFunctions: FunctionTable = {
  ...Object.fromEntries(specialNames.map((name) => [name, unchanged(name)])),
  ...Object.fromEntries(
    ['xlogy', 'xlog1py', 'zeta', 'gammainc', 'gammaincc'].map((name) => [name, entry(name)]),
  ),
  polygamma: ['n, input, *, out=None', (args) => unchanged('polygamma')[1](args)],
};
