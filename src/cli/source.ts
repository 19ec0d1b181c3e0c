import { resolve } from 'node:path';
import { analyze, type Analysis } from '../formats/analyze.ts';
import type { Format, FormatContext, InputChoice, SourceDocument } from '../formats/format.ts';
import { configFormats } from '../formats/config-formats.ts';
import { formatOf } from '../formats/registry.ts';
import { parseNamedInputSize } from '../util/input-size.ts';
import { LineIndex } from '../util/line-index.ts';
import { rulesIn } from './config-file.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal } from './terminal.ts';

/** How a file is to be read, as the options say. */
export interface ReadingOptions {
  readonly input: readonly string[];
  readonly model: string | undefined;
  readonly phase: string | undefined;
  readonly scale: string | undefined;
  readonly layers: string | undefined;
  readonly config: string | undefined;
}

export const readingOptions = {
  input: 'texts',
  model: 'text',
  phase: 'text',
  scale: 'text',
  layers: 'text',
  config: 'text',
} as const;

/** A file after its analysis, with what is needed to analyse changes of it. */
export interface AnalyzedFile {
  /** As the user wrote it. */
  readonly path: string;
  readonly document: SourceDocument;
  readonly lines: LineIndex;
  readonly analysis: Analysis;
  readonly formats: readonly Format[];
  readonly context: FormatContext;
}

/** Analyses files one after the other; the formats are made once, the large ones when a file asks for them. */
export class Reader {
  readonly #terminal: Terminal;
  readonly #context: FormatContext;
  readonly #said: Pick<SourceDocument, 'layers'>;
  readonly #configFormats = configFormats();
  #knownFormats: readonly Format[] | null = null;

  constructor(terminal: Terminal, options: Partial<ReadingOptions>) {
    this.#terminal = terminal;
    this.#context = contextOf(options, terminal);
    this.#said = options.layers === undefined ? {} : { layers: options.layers };
  }

  /** Throws a UsageError where the file cannot be read. `name` stands for the standard input's. */
  async analyze(path: string, name = path): Promise<AnalyzedFile> {
    const bytes = this.#terminal.read(path);
    if ('failure' in bytes) throw new UsageError(bytes.failure);
    const document = { ...documentOf(name, bytes), ...this.#said };
    const formats = await this.#formatsFor(document);
    const analysis = analyze(document, formats, this.#context);
    const lines = new LineIndex(document.text);
    return { path: name, document, lines, analysis, formats, context: this.#context };
  }

  async #formatsFor(document: SourceDocument): Promise<readonly Format[]> {
    if (formatOf(document, this.#configFormats)) return this.#configFormats;
    if (this.#knownFormats) return this.#knownFormats;
    const { knownFormats } = await import('../formats/known-formats.ts');
    return (this.#knownFormats = knownFormats());
  }
}

/** Binary formats get their bytes, all others a text. */
function documentOf(name: string, bytes: Uint8Array): SourceDocument {
  const path = resolve(name);
  if (/\.onnx$/i.test(name)) return { path, text: '', bytes };
  return { path, text: new TextDecoder().decode(bytes) };
}

function contextOf({ input = [], model, phase, scale, config }: Partial<ReadingOptions>, terminal: Terminal) {
  const known = phase?.toUpperCase();
  if (known !== undefined && known !== 'TRAIN' && known !== 'TEST') {
    throw new UsageError(`--phase takes TRAIN or TEST, not "${phase ?? ''}".`);
  }
  return {
    inputs: input.map(inputChoice),
    ...(model !== undefined && { model }),
    ...(known !== undefined && { phase: known }),
    ...(scale !== undefined && { scale }),
    ...(config !== undefined && { rules: rulesIn(config, terminal) }),
    readFile: (path: string) => {
      const bytes = terminal.read(path);
      return 'failure' in bytes ? null : new TextDecoder().decode(bytes);
    },
  } satisfies FormatContext;
}

/** `1x3x224x224`, or `image=1x3x224x224` for an input by its name. */
function inputChoice(text: string): InputChoice {
  const input = parseNamedInputSize(text);
  if (input === null) {
    throw new UsageError(`--input takes sizes like 1x3x224x224, or image=1x3x224x224, not "${text}".`);
  }
  return { ...input, origin: 'argument' };
}
