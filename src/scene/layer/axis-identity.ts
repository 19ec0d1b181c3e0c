import type { PlaneAxis } from '../../engine/trace/lesson.ts';
import { rememberLast } from '../../util/remember-last.ts';

/**
 * Names each index of an axis by what it is (`data 3`, `gap 3.0`, `border-after 1`), so that the same cell is
 * found again in the next stage wherever it has moved.
 */
export function axisIdentities({ kinds }: PlaneAxis): string[] {
  let data = 0;
  let inRun = 0;
  let before = '';
  return kinds.map((kind) => {
    inRun = kind === before ? inRun + 1 : 0;
    before = kind;
    if (kind === 'data') return `data ${data++}`;
    return kind === 'gap' ? `gap ${data}.${inRun}` : `${kind}-${data === 0 ? 'before' : 'after'} ${inRun}`;
  });
}

/** For each index of `to`: its index in `from`, or null where it is new. */
export const matchAxes = rememberLast((from: PlaneAxis, to: PlaneAxis): readonly (number | null)[] => {
  const places = new Map(axisIdentities(from).map((identity, place) => [identity, place]));
  return axisIdentities(to).map((identity) => places.get(identity) ?? null);
});
