import { knownFormats } from '../../../src/formats/known-formats.ts';
import type { AnalyzeRequest, Content } from '../../../src/protocol/analysis.ts';
import { CancellationSource } from '../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../src/worker/analysis/handlers.ts';
import type { GeneratedFormat } from './documents.ts';

const uri = 'file:///a';
/** Lines that an editor shows. */
const shown = 60;

/** The analysis worker's handlers, called as the editor calls them, and the milliseconds that they take. */
export class EditedDocument {
  readonly #handlers = analysisHandlers(knownFormats(() => performance.now()));
  readonly #path: string;
  readonly #strides: readonly number[];
  readonly #lineCount: number;
  #text: string;
  #version = 1;

  constructor({ path, generate, stride }: GeneratedFormat, lines: number) {
    this.#path = path;
    this.#text = generate(lines);
    this.#lineCount = lines;
    this.#strides = [...this.#text.matchAll(stride)].map(({ index, 0: text }) => index + text.length - 1);
  }

  async open(): Promise<number> {
    return this.#answer({ kind: 'text', text: this.#text });
  }

  /** Changes one stride, spread over the file. */
  async edit(number: number): Promise<number> {
    const offset = this.#strides[(number * 7919) % this.#strides.length] ?? 0;
    const digit = this.#text[offset] === '1' ? '2' : '1';
    this.#text = this.#text.slice(0, offset) + digit + this.#text.slice(offset + 1);
    const edits = [{ offset, length: 1, text: digit }];
    return this.#answer({ kind: 'edits', base: this.#version++, edits, length: this.#text.length });
  }

  /** What the editor asks for at once after a change: problems, and the hints of the lines that it shows. */
  async #answer(content: Content): Promise<number> {
    const { token } = new CancellationSource();
    const version = { uri, version: this.#version };
    const request: AnalyzeRequest = {
      ...version,
      path: this.#path,
      content,
      choices: { inputs: [] },
      severities: {},
    };
    const line = Math.floor(this.#lineCount / 2);
    const range = { start: { line, character: 0 }, end: { line: line + shown, character: 0 } };
    const started = performance.now();
    const answer = await this.#handlers.analyze(request, { token });
    await this.#handlers.hints({ ...version, range }, { token });
    const elapsed = performance.now() - started;
    if (!('kind' in answer) || answer.kind !== 'analysis') throw new Error(`${this.#path} was not analysed.`);
    return elapsed;
  }
}
