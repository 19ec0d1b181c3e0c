/** Why an operation does not accept its tensors or settings, in PyTorch's terms. */
export type RefusalCode =
  | 'rank'
  | 'stride'
  | 'dilation'
  | 'kernel-size'
  | 'negative-padding'
  | 'padding-over-half-kernel'
  | 'groups'
  | 'channels'
  | 'bias-length'
  | 'output-padding'
  | 'join'
  | 'features'
  | 'reshape'
  | 'kernel-larger-than-input'
  | 'remainder-under-exact-rounding';

export interface Refusal {
  readonly code: RefusalCode;
  /** A sentence with the numbers in it. */
  readonly message: string;
}

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export function refuse(
  code: RefusalCode,
  message: string,
): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, message } };
}
