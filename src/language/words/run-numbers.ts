/** `[1, 3, 8, 8]` */
export const sizesText = (sizes: readonly number[]): string => `[${sizes.join(', ')}]`;

/** As one writes an input size: `1x3x224x224`. */
export const inputText = (shape: readonly number[]): string => shape.join('x');

/** `3.1 MB`, `48 MB`, `2.1 GB` */
export function megabyteText(bytes: number): string {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(1)} GB`;
  return bytes >= 1e7 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
