import type { Tensor } from '../tensor.ts';
import type { Plane, Stage, TensorName } from './lesson.ts';
import { planeFrom, range } from './plane.ts';

/** More sheets than this of a kind are not drawn. */
export const mostSheets = 3;

interface Sheets extends Pick<Plane, 'rows' | 'columns'> {
  readonly name: TensorName;
  /** The channels of one group, [N, C/groups, …], with padding perhaps. */
  readonly tensor: Tensor;
  /** Of the whole tensor, and which of its channels these are. */
  readonly shape: readonly number[];
  readonly channels: readonly number[];
  /** What is shown of volumes: its place in `tensor`, and in the whole tensor. */
  readonly slice: { readonly cut: number; readonly at: number };
}

/** Planes of a tensor as a table: samples as rows and channels as columns, or the other way round. */
export function sheetsOf(
  { tensor, name, shape, channels: ofWhole, slice, ...axes }: Sheets,
  order: 'samples first' | 'channels first',
): Pick<Stage, 'planes' | 'perRow'> {
  const [samples = 1, channels = 1] = tensor.shape;
  const [ns, cs] = [range(Math.min(samples, mostSheets)), range(Math.min(channels, mostSheets))];
  const sheet = (n: number, c: number): Plane =>
    planeFrom({
      name,
      tensor,
      cut: [n, c, slice.cut],
      shape,
      at: [n, ofWhole[c] ?? 0, ...(shape.length > 4 ? [slice.at] : [])],
      ...axes,
    });
  return order === 'samples first'
    ? { planes: ns.flatMap((n) => cs.map((c) => sheet(n, c))), perRow: cs.length }
    : { planes: cs.flatMap((c) => ns.map((n) => sheet(n, c))), perRow: ns.length };
}
