import { NodeType, Tree } from '@lezer/common';
import { LineIndex } from '../../../util/line-index.ts';
import type { Statement } from './ast.ts';
import { StatementLowering } from './lower-statement.ts';
import { Moves } from './moves.ts';
import { once, readableChildrenOf } from './nodes.ts';
import { parseSource, treeOf, type SourceFile } from './parse.ts';
import { stringList } from './string-list.ts';
import { topLevelParts, type TopLevelPart } from './top-level-parts.ts';

/** A file that others import, and what has been read of it. */
export interface ImportedFile extends SourceFile {
  readonly read: ReadonlyMap<number, ReadPart>;
}

/** What a part of a text gave. */
interface ReadPart {
  readonly text: string;
  readonly statements: readonly Statement[];
}

/**
 * Reads a file that another one imports: of definitions their heads only, until someone wants to know what stands in
 * them. Most of what a library's file holds has nothing to do with the model that imports a name from it.
 */
export function parseImported(path: string, text: string, previous: ImportedFile | null): ImportedFile {
  const whole = once(() => parseSource(path, text, null));
  const read = once(() => readParts(text, previous?.read ?? null));
  const body = once(() => [...read().values()].flatMap(({ statements }) => statements));
  const lines = once(() => new LineIndex(text));
  return {
    path,
    text,
    get tree() {
      return whole().tree;
    },
    get intact() {
      return whole().intact;
    },
    get comments() {
      return whole().comments;
    },
    get isBroken() {
      return whole().isBroken;
    },
    isCut: false,
    moves: new Moves(),
    lowered: () => null,
    get read() {
      return read();
    },
    module: {
      get body() {
        return body();
      },
    },
    get lines() {
      return lines();
    },
  };
}

/** The parts by where they begin; those that stand where they stood are what they were. */
function readParts(
  text: string,
  before: ReadonlyMap<number, ReadPart> | null,
): ReadonlyMap<number, ReadPart> {
  const lowering = new StatementLowering(text);
  const parts = new Map<number, ReadPart>();
  const read = (start: number, end: number, statements: (own: string) => readonly Statement[]): void => {
    const own = text.slice(start, end);
    const known = before?.get(start);
    parts.set(start, known?.text === own ? known : { text: own, statements: statements(own) });
  };
  // Statements that need the parser are given to it together.
  let open = -1;
  const close = (end: number): void => {
    const start = open;
    open = -1;
    if (start >= 0) read(start, end, (own) => lowered(own, start, lowering));
  };
  for (const part of topLevelParts(text)) {
    const { start, end, codeEnd, headEnd } = part;
    const list = headEnd === null ? stringList(text.slice(start, codeEnd), start) : undefined;
    if (headEnd !== null || list) close(start);
    if (headEnd !== null) read(start, end, (own) => definition(own, part, headEnd - start, lowering));
    else if (list) read(start, end, () => [list]);
    else if (open < 0) open = start;
  }
  close(text.length);
  return parts;
}

/** A function or class, of which only the head is read at first. */
function definition(
  text: string,
  { start, codeEnd }: TopLevelPart,
  headEnd: number,
  lowering: StatementLowering,
): readonly Statement[] {
  const all = (): readonly Statement[] => lowered(text, start, lowering);
  const [head, ...more] = lowered(`${text.slice(0, headEnd)} pass`, start, lowering);
  if (more.length > 0 || (head?.kind !== 'function' && head?.kind !== 'class')) return all();
  const whole = once(() => all()[0]);
  if (head.kind === 'class') return [{ ...head, body: () => bodyOf(whole()), end: codeEnd }];
  return [{ ...head, body: () => bodyOf(whole()), generator: () => isGenerator(whole()), end: codeEnd }];
}

function bodyOf(statement: Statement | undefined): readonly Statement[] {
  return statement?.kind === 'function' || statement?.kind === 'class' ? statement.body() : [];
}

function isGenerator(statement: Statement | undefined): boolean {
  return statement?.kind === 'function' && statement.generator();
}

/** The statements of a text that begins at `start` of the file's. */
function lowered(text: string, start: number, lowering: StatementLowering): Statement[] {
  const placed = new Tree(NodeType.none, [treeOf(text)], [start], start + text.length);
  const script = placed.topNode.firstChild;
  return script ? readableChildrenOf(script).nodes.flatMap((node) => lowering.topLevel(node)) : [];
}
