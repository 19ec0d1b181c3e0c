/** `1x3x224x224` as [1, 3, 224, 224], or null; `×`, `,` and spaces separate too. */
export function parseInputSize(text: string): readonly number[] | null {
  const dims = text
    .trim()
    .split(/\s*[x×,\s]\s*/i)
    .map(Number);
  const fits = dims.length >= 1 && dims.length <= 5;
  return fits && dims.every((dim) => Number.isInteger(dim) && dim >= 1 && dim <= 1_000_000) ? dims : null;
}

/** One input's sizes, and its name where the text gives one. */
export interface InputSize {
  readonly name?: string;
  readonly dims: readonly number[];
}

/** `1x3x224x224`, or `image=1x3x224x224` for an input by its name. */
export function parseNamedInputSize(text: string): InputSize | null {
  const [, name, size = ''] = /^(?:([^=]+)=)?(.*)$/s.exec(text) ?? [];
  const dims = parseInputSize(size);
  return dims && { dims, ...(name !== undefined && { name: name.trim() }) };
}

/** Those of several inputs, with `;` between; null where one cannot be read. */
export function parseInputSizes(text: string): readonly InputSize[] | null {
  const inputs = text.split(';').map(parseNamedInputSize);
  return inputs.every((input) => input !== null) ? inputs : null;
}
