const units = ['', ' k', ' M', ' G', ' T'] as const;

/** A count in three digits: 11.7 M. Exact below 1,000. */
export function compactNumber(value: number): string {
  let scaled = value;
  let unit = 0;
  while (unit < units.length - 1 && Number(scaled.toPrecision(3)) >= 1000) {
    scaled /= 1000;
    unit++;
  }
  const digits = unit === 0 ? String(value) : scaled.toPrecision(3).replace(/\.?0+$/, '');
  return `${Number(digits)}${units[unit] ?? ''}`;
}
