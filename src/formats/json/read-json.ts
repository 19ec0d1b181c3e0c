import { visit, type ParseErrorCode } from 'jsonc-parser';
import type { TextProblem } from '../../model/problems/problem.ts';
import { duplicateKeyProblems } from '../tree/duplicate-keys.ts';
import type { Entry, ScalarTree, Tree } from '../tree/tree.ts';
import { prepareJson } from './prepare-json.ts';
import { jsonSyntaxMessage } from './syntax-message.ts';
import { said } from '../../model/text/text.ts';

export interface JsonResult {
  readonly root: Tree;
  readonly problems: readonly TextProblem[];
}

/** Nesting that is read; deeper values are left out. */
const maximumDepth = 100;
/** Syntax problems that are listed; text that is not JSON at all would have one for each word. */
const maximumProblems = 50;

interface Container {
  readonly kind: 'mapping' | 'sequence';
  readonly start: number;
  readonly values: Tree[];
  readonly keys: ScalarTree[];
}

/**
 * Reads JSON, with comments and trailing commas allowed, into the tree that YAML has too. Broken text costs the
 * values at its place; all else is read. NaN and Infinity, which Python writes, are numbers here.
 */
export function readJson(text: string): JsonResult {
  const { text: readable, tooDeepAt } = prepareJson(text, maximumDepth);
  const problems: TextProblem[] = [];
  if (tooDeepAt !== null) {
    const message = said(
      'Values are nested more than {0} levels deep here; what follows is not read.',
      maximumDepth,
    );
    const span = { start: tooDeepAt, end: tooDeepAt + 1 };
    problems.push({ code: 'too-deep', severity: 'error', message, span, related: [] });
  }
  const reader = new JsonReader(problems, tooDeepAt === null ? maximumProblems : 0);
  return { root: reader.read(readable), problems };
}

class JsonReader {
  readonly #problems: TextProblem[];
  readonly #open: Container[] = [];
  #syntaxProblemsLeft: number;
  #lastErrorAt = -1;
  #root: Tree | null = null;

  constructor(problems: TextProblem[], syntaxProblems: number) {
    this.#problems = problems;
    this.#syntaxProblemsLeft = syntaxProblems;
  }

  read(text: string): Tree {
    const begin = (kind: Container['kind'], start: number): void => {
      this.#open.push({ kind, start, values: [], keys: [] });
    };
    // Behind an unclosed comment or text the parser's offsets may lie beyond the end.
    const within = (offset: number): number => Math.min(offset, text.length);
    visit(
      text,
      {
        onObjectBegin: (offset) => begin('mapping', offset),
        onArrayBegin: (offset) => begin('sequence', offset),
        onObjectEnd: (offset, length) => this.#close(within(offset + length)),
        onArrayEnd: (offset, length) => this.#close(within(offset + length)),
        onObjectProperty: (key, offset, length) => this.#key(key, offset, within(offset + length)),
        onLiteralValue: (value: unknown, offset, length) => {
          this.#add(scalar(value, offset, within(offset + length)));
        },
        onError: (error, offset, length) => {
          this.#error(error, within(offset), within(offset + length));
        },
      },
      { allowTrailingComma: true },
    );
    while (this.#open.length > 0) this.#close(text.length);
    return this.#root ?? { kind: 'scalar', start: 0, end: 0, value: null, plain: true };
  }

  #key(value: string, start: number, end: number): void {
    const container = this.#open.at(-1);
    if (container === undefined) return;
    this.#fillMissingValue(container);
    container.keys.push({ kind: 'scalar', start, end, value, plain: false });
  }

  #add(tree: Tree): void {
    const container = this.#open.at(-1);
    if (container === undefined) this.#root ??= tree;
    else if (container.kind === 'sequence' || container.keys.length > container.values.length) {
      container.values.push(tree);
    }
  }

  #close(end: number): void {
    const container = this.#open.pop();
    if (container === undefined) return;
    const { kind, start, values } = container;
    if (kind === 'sequence') {
      this.#add({ kind, start, end, syntax: 'json', items: values });
      return;
    }
    this.#fillMissingValue(container);
    const entries: Entry[] = [];
    for (const [index, key] of container.keys.entries()) {
      const value = values[index];
      if (value !== undefined) entries.push({ key, value });
    }
    this.#problems.push(...duplicateKeyProblems(entries));
    this.#add({ kind, start, end, syntax: 'json', entries });
  }

  #fillMissingValue({ keys, values }: Container): void {
    const key = keys.at(-1);
    if (key !== undefined && keys.length > values.length) {
      values.push({ kind: 'broken', start: key.end, end: key.end });
    }
  }

  /** The first error at each place; those that only follow from it are left out. */
  #error(error: ParseErrorCode, start: number, end: number): void {
    const isConsequence = start === this.#lastErrorAt;
    this.#lastErrorAt = start;
    if (isConsequence || this.#syntaxProblemsLeft === 0) return;
    this.#syntaxProblemsLeft--;
    const message = jsonSyntaxMessage(error);
    this.#problems.push({ code: 'syntax', severity: 'error', message, span: { start, end }, related: [] });
  }
}

function scalar(value: unknown, start: number, end: number): ScalarTree {
  const isValue = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return { kind: 'scalar', start, end, value: isValue ? value : null, plain: typeof value !== 'string' };
}
