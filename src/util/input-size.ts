/** `1x3x224x224` as [1, 3, 224, 224], or null; `×`, `,` and spaces separate too. */
export function parseInputSize(text: string): readonly number[] | null {
  const dims = text
    .trim()
    .split(/\s*[x×,\s]\s*/i)
    .map(Number);
  const fits = dims.length >= 1 && dims.length <= 5;
  return fits && dims.every((dim) => Number.isInteger(dim) && dim >= 1 && dim <= 1_000_000) ? dims : null;
}
