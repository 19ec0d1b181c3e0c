/** Where it came from which of several networks a file is read as; `chosen` is by the user, outside of the file. */
export type VariantOrigin = 'chosen' | 'comment' | 'file' | 'file-name' | 'default';

export type VariantKind = 'model' | 'phase' | 'scale';

/** A file that can mean several networks: which there are, and which one is shown. */
export interface Variant {
  readonly kind: VariantKind;
  readonly options: readonly string[];
  /** Null: all of them. */
  readonly chosen: string | null;
  readonly origin: VariantOrigin;
}
