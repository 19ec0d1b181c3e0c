import type { NetworkView } from '../scene/network/view.ts';

/** What a network is compared with, so that it is found again. */
export type ComparedWith =
  /** `HEAD`, another model, scale or phase of the file, by its name. */
  | { readonly kind: 'head' | 'model' | 'scale' | 'phase'; readonly label: string }
  | { readonly kind: 'file'; readonly label: string; readonly uri: string };

/** Another network beside the one that is shown. */
export interface Comparison {
  readonly of: ComparedWith;
  readonly network: NetworkView;
}

/** Another file, or what was compared with before VS Code was started again. */
export interface CompareAgain {
  /** The document's version. */
  readonly version: number;
  readonly of: ComparedWith;
}
