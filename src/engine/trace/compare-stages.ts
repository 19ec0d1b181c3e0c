import type { Plane, Stage } from './lesson.ts';

/** Two ways to one result, and their difference cell by cell. */
export function agreeStage(left: Plane, right: Plane): Stage {
  const difference: Plane = {
    ...left,
    variant: 'difference',
    values: left.values.map((value, i) => value - (right.values[i] ?? 0)),
  };
  return {
    id: 'agree',
    planes: [left, right, difference],
    motion: { kind: 'compare', left: 0, target: 1 },
  };
}

/** What a mistake makes, beside what is right. */
export function compareStage(wrong: Plane, right: Plane): Stage {
  return {
    id: 'compare',
    planes: [{ ...wrong, variant: 'wrong' }, right],
    motion: { kind: 'compare', left: 0, target: 1 },
  };
}

/** The plane that a list of stages ends with. */
export const lastPlane = (stages: readonly Stage[]): Plane | undefined => stages.at(-1)?.planes.at(-1);
