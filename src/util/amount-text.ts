/** A sum of which parts may be missing: null where nothing of it is known. */
export function amountText(
  amount: number,
  isWhole: boolean,
  format: (amount: number) => string,
  atLeast: (amount: string) => string,
): string | null {
  if (isWhole) return format(amount);
  return amount === 0 ? null : atLeast(format(amount));
}
