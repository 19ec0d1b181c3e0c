/** Characters that are turned into bytes at once: thousands of small pieces would take far longer to be joined. */
const chunk = 100_000;

/** A long text as bytes, of which a little is made each time that something is added: none of it takes a while at the end. */
export class Bytes {
  readonly #encoder = new TextEncoder();
  readonly #chunks: Uint8Array[] = [];
  #text = '';

  add(text: string): void {
    this.#text += text;
    if (this.#text.length >= chunk) this.#flush();
  }

  /** All that was added, with something before it and behind it. */
  between(head: string, end: string): Uint8Array {
    this.#flush();
    const chunks = [this.#encoder.encode(head), ...this.#chunks, this.#encoder.encode(end)];
    const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const bytes of chunks) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return all;
  }

  #flush(): void {
    this.#chunks.push(this.#encoder.encode(this.#text));
    this.#text = '';
  }
}
