/** A number that is further away is another one, and no fix. */
const furthest = 64;

/** The nearest smaller number that passes, not far away; null where none does. */
export function nearestBelow(now: number, least: number, test: (value: number) => boolean): number | null {
  for (let value = now - 1; value >= Math.max(least, now - furthest); value--) if (test(value)) return value;
  return null;
}

/** The nearest larger number within reach that passes; null where none does. */
export function nearestAbove(now: number, reach: number, test: (value: number) => boolean): number | null {
  for (let value = now + 1; value <= now + Math.min(furthest, Math.max(reach, 8)); value++) {
    if (test(value)) return value;
  }
  return null;
}
