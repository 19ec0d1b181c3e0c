import type { TextDocument, Uri } from 'vscode';
import type { Analysis } from '../../protocol/analysis.ts';
import type { HeldNetwork } from './held-networks.ts';

/** A file with models: a text that the editor has open, or a binary file in an editor of its own. */
export interface ModelFile {
  readonly uri: Uri;
  /** Null: a binary file, which has no lines to go to and nothing to edit. */
  readonly document: TextDocument | null;
  /** The analysis of now; null where it is no model. Rejected where the file cannot be read. */
  current(): Promise<Analysis | null>;
  /** The network of a model as the newest analysis has it; null where it must still be asked for. */
  network(model: number): HeldNetwork | null;
  /** Opens the file again where VS Code has closed it. True where it had; `refused`, with a sentence, where it is gone. */
  reopen(): Promise<boolean>;
}
