import { setsName } from '../graph/outer-fields.ts';
import { Body, type Code } from '../interpreter/body.ts';
import type { Present } from '../interpreter/question.ts';
import { Holding, isAsWorded, type ReadSet } from '../interpreter/reads.ts';
import { speaksOfBase } from '../models/base-call.ts';
import type { Session } from '../session.ts';

/**
 * Tells of results whether they hold after an edit, also where a function is worded in another way that they depend on:
 * what it has answered is asked again, and as long as the answers are the same, so is all that was made of them.
 */
export class HoldingAlike extends Holding {
  readonly #session: Session;
  readonly #asWorded: Holding;
  readonly #present: Present;
  /** Of stretches, but for the part that they are asked in. */
  readonly #known = new Map<ReadSet, boolean>();
  readonly #answers = new Map<ReadSet, boolean>();
  /** Whether a function's text says the same of what is looked up in it, by its earlier version. */
  readonly #texts = new Map<Code, boolean>();

  constructor(session: Session, asWorded: Holding) {
    super();
    this.#session = session;
    this.#asWorded = asWorded;
    const { file } = session;
    this.#present = {
      at: (version, span) => (version.path === file.path ? file.moves.span(version, span) : span),
    };
  }

  override of(reads: ReadSet): boolean {
    return this.#asWorded.of(reads);
  }

  override answersAlike(reads: ReadSet): boolean {
    const visited = new Set<ReadSet>();
    const holds = this.#isAlike(reads, visited);
    if (holds) for (const each of visited) this.#known.set(each, true);
    this.#known.set(reads, holds);
    return holds;
  }

  #isAlike(reads: ReadSet, visited: Set<ReadSet>): boolean {
    const known = this.#known.get(reads);
    if (known !== undefined) return known;
    if (visited.has(reads)) return true;
    visited.add(reads);
    if (reads.spoiled) return false;
    if (!isAsWorded(reads)) return this.#answer(reads);
    for (const part of reads.parts) if (!this.#isAlike(part, visited)) return false;
    return true;
  }

  #answer(reads: ReadSet): boolean {
    const known = this.#answers.get(reads);
    if (known !== undefined) return known;
    const { question } = reads;
    const answer =
      question !== null && this.#speaksAlike(reads) && this.#ask(() => question.givesTheSame(this.#present));
    this.#answers.set(reads, answer);
    return answer;
  }

  #ask(ask: () => boolean): boolean {
    const { vm } = this.#session;
    const asked = (): boolean => vm.reads.part(++vm.journal.clock, ask).value;
    return this.#session.guard(() => this.#session.inModule(asked)) ?? false;
  }

  /** Whether the functions that are worded in another way say the same of what is looked up in their texts. */
  #speaksAlike({ own }: ReadSet): boolean {
    for (const [dependency, wording] of own) {
      if (!(dependency instanceof Body) || dependency.wording === wording) continue;
      // What was read of a body is its code.
      const before = wording as Code;
      const alike = this.#texts.get(before) ?? speakAlike(before, dependency.wording);
      this.#texts.set(before, alike);
      if (!alike) return false;
    }
    return true;
  }
}

function speakAlike(before: Code, now: Code): boolean {
  const [old, text] = [textOf(before), textOf(now)];
  const isNested = /\n[ \t]+(async[ \t]+)?def\b|\blambda\b/.test(old);
  if (isNested || speaksOfBase(before) !== speaksOfBase(now)) return false;
  return before.definition.parameters.every(({ name }) => setsName(old, name) === setsName(text, name));
}

function textOf({ definition: { start, end }, file }: Code): string {
  return file.text.slice(start, end);
}
