/** Three significant digits, more where the whole part has them. */
export function threeDigits(value: number): string {
  return value >= 100 ? Math.round(value).toString() : value.toPrecision(3);
}
