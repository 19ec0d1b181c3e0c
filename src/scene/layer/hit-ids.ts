/** Names the place where a plane of a stage is pointed at. */
export const planeId = (plane: number): string => `plane:${plane}`;

/** Names the place where cells of a plane stand once more, magnified. */
export const lensId = (plane: number): string => `lens:${plane}`;

/** What such a name says. */
export function planeOf(id: string): { readonly plane: number; readonly inLens: boolean } {
  const [where, plane] = id.split(':');
  return { plane: Number(plane), inLens: where === 'lens' };
}
