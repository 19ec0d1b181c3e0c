import { basename } from 'node:path/posix';
import { l10n, workspace, type TextDocument, type Uri } from 'vscode';
import type { Analysis } from '../../protocol/analysis.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import type { HeldNetwork } from './held-networks.ts';
import type { ModelDocuments } from './model-documents.ts';
import type { ModelFile } from './model-file.ts';

/** A text with models, also after VS Code has closed its document and opened it anew, and where it was moved to. */
export class TextFile implements ModelFile {
  #uri: Uri;
  readonly #documents: ModelDocuments;
  #document: TextDocument;

  constructor(documents: ModelDocuments, document: TextDocument) {
    this.#uri = document.uri;
    this.#documents = documents;
    this.#document = document;
  }

  get uri(): Uri {
    return this.#uri;
  }

  get document(): TextDocument {
    if (this.#isLeft()) this.#document = openDocument(this.#uri) ?? this.#document;
    return this.#document;
  }

  move(to: Uri): void {
    this.#uri = to;
  }

  current(): Promise<Analysis | null> {
    return this.#documents.current(this.document);
  }

  network(model: number): HeldNetwork | null {
    return this.#documents.network(this.document, model);
  }

  async reopen(): Promise<boolean> {
    if (!this.#isLeft(this.document)) return false;
    try {
      // What was never saved would come back as an empty text.
      if (this.#uri.scheme === 'untitled') throw new Error('It was closed.');
      this.#document = await workspace.openTextDocument(this.#uri);
    } catch {
      throw new RpcError('refused', l10n.t('{0} is gone, or cannot be read.', basename(this.#uri.path)));
    }
    return true;
  }

  /** Whether the file still holds this version of the text, which VS Code has closed. */
  async isClosedAs(version: number): Promise<boolean> {
    const { document } = this;
    if (!document.isClosed || document.version !== version) return false;
    try {
      return new TextDecoder().decode(await workspace.fs.readFile(this.#uri)) === document.getText();
    } catch {
      return false;
    }
  }

  /** Closed, or of the place where the file was before. */
  #isLeft(document = this.#document): boolean {
    return document.isClosed || document.uri.toString() !== this.#uri.toString();
  }
}

export function openDocument(uri: Uri): TextDocument | undefined {
  const address = uri.toString();
  return workspace.textDocuments.find((document) => document.uri.toString() === address);
}
