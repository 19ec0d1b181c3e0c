import type { FunctionDefinition, Lambda } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { Dependency } from './dependency.ts';

/** A function's text, in the version of its file in which it was read. */
export interface Code {
  readonly definition: FunctionDefinition | Lambda;
  readonly file: SourceFile;
}

/** What a function of the analysed file does when it is run, with all functions that are written inside of it. */
export class Body implements Dependency {
  /** By their texts, the latest last: an edit that is taken back gives the same again. */
  readonly #versions = new Map<string, Code>();

  constructor(public wording: Code) {}

  /** Another text from here on: where it had the same before, it is that one again. */
  reword(code: Code): Code {
    this.#versions.set(textOf(this.wording), this.wording);
    this.wording = this.#versions.get(textOf(code)) ?? code;
    const [oldest] = this.#versions.keys();
    if (this.#versions.size > mostVersions && oldest !== undefined) this.#versions.delete(oldest);
    return this.wording;
  }
}

const mostVersions = 8;

function textOf({ definition: { start, end }, file }: Code): string {
  return file.text.slice(start, end);
}
