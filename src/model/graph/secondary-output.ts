/**
 * An output behind the first one, sized from it: `same` (a mask, where each maximum was found), one value for each place of
 * dimension `axis` alone, or the first output's sizes with 1 from dimension `onesFrom` on (negative: from the end).
 */
export type SecondaryOutput = 'same' | { readonly axis: number } | { readonly onesFrom: number };

/** Layers that give more than their result where the file asks for it (ONNX). */
export interface WithSecondaryOutputs {
  readonly secondary?: readonly SecondaryOutput[];
}
