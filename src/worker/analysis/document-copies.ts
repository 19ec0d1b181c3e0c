import type { Content, OffsetEdit } from '../../protocol/analysis.ts';

interface Copy {
  readonly path: string;
  readonly version: number;
  readonly text: string;
}

/** The worker's copies of the editor's documents. */
export class DocumentCopies {
  readonly #copies = new Map<string, Copy>();

  /** The text after the change; null where the copy is missing or out of step, and must be sent whole. */
  update(
    uri: string,
    path: string,
    version: number,
    content: Extract<Content, { kind: 'text' | 'edits' }>,
  ): string | null {
    const text = content.kind === 'text' ? content.text : this.#edited(uri, content);
    if (text === null) this.#copies.delete(uri);
    else this.#copies.set(uri, { path, version, text });
    return text;
  }

  /** The text of an open document by its path. */
  at(path: string): string | null {
    for (const copy of this.#copies.values()) if (copy.path === path) return copy.text;
    return null;
  }

  delete(uri: string): void {
    this.#copies.delete(uri);
  }

  #edited(uri: string, { base, edits, length }: Extract<Content, { kind: 'edits' }>): string | null {
    const copy = this.#copies.get(uri);
    if (copy?.version !== base) return null;
    const text = edits.reduce(applyEdit, copy.text);
    return text.length === length ? text : null;
  }
}

const applyEdit = (text: string, { offset, length, text: replacement }: OffsetEdit) =>
  text.slice(0, offset) + replacement + text.slice(offset + length);
