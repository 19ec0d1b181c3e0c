import { workspace, type TextDocument, type Uri } from 'vscode';
import type { Analysis } from '../../protocol/analysis.ts';
import type { HeldNetwork } from './held-networks.ts';
import type { ModelDocuments } from './model-documents.ts';
import type { ModelFile } from './model-file.ts';

/** A text with models, also after VS Code has closed its document and opened it anew. */
export class TextFile implements ModelFile {
  readonly uri: Uri;
  readonly #documents: ModelDocuments;
  #document: TextDocument;

  constructor(documents: ModelDocuments, document: TextDocument) {
    this.uri = document.uri;
    this.#documents = documents;
    this.#document = document;
  }

  get document(): TextDocument {
    if (this.#document.isClosed) this.#document = openDocument(this.uri) ?? this.#document;
    return this.#document;
  }

  current(): Promise<Analysis | null> {
    return this.#documents.current(this.document);
  }

  network(model: number): HeldNetwork | null {
    return this.#documents.network(this.document, model);
  }

  async reopen(): Promise<boolean> {
    if (!this.document.isClosed) return false;
    this.#document = await workspace.openTextDocument(this.uri);
    return true;
  }
}

export function openDocument(uri: Uri): TextDocument | undefined {
  const address = uri.toString();
  return workspace.textDocuments.find((document) => document.uri.toString() === address);
}
