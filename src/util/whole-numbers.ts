/** Of what is no number nothing is a multiple: the search ends there. */
export function greatestCommonDivisor(a: number, b: number): number {
  let [divisor, rest] = [Math.abs(a), Math.abs(b)];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}

/** In how many ways `size` of so many items can be taken, in any order or in every; Infinity where numbers end. */
export function waysToTake(size: number, items: number, isOrdered = false): number {
  let ways = 1;
  for (let taken = 0; taken < size && ways > 0 && ways < Infinity; taken++)
    ways = (ways * (items - taken)) / (isOrdered ? 1 : taken + 1);
  return Math.max(0, Math.round(ways));
}
