import { threeDigits } from './three-digits.ts';

/** Memory as one reads it, in powers of 1,024: `3.1 MiB`. */
export function byteText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = 0;
  for (; value >= 1024 && unit < units.length - 1; unit++) value /= 1024;
  return `${unit === 0 ? value.toString() : threeDigits(value)} ${units[unit] ?? ''}`;
}
