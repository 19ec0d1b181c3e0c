/** Characters that are turned into bytes at once: thousands of small pieces would take far longer to be joined. */
const chunk = 100_000;

/** A long text as bytes: a little of it is made each time that something is added, and the browser joins them beside the page. */
export class Bytes {
  readonly #chunks: Blob[] = [];
  #text = '';

  add(text: string): void {
    this.#text += text;
    if (this.#text.length < chunk) return;
    this.#chunks.push(new Blob([this.#text]));
    this.#text = '';
  }

  /** All that was added, with something before it and behind it. */
  async between(head: string, end: string): Promise<Uint8Array> {
    return new Uint8Array(await new Blob([head, ...this.#chunks, this.#text, end]).arrayBuffer());
  }
}
