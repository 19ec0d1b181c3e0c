import type { Statement } from '../syntax/ast.ts';
import type { Form, IsIdle } from './form.ts';
import type { IdleRounds } from './idle-rounds.ts';
import type { Evaluator, Flow } from './machine.ts';
import type { ReadSet } from './reads.ts';
import { PyInstance, type Value } from './values.ts';

/**
 * Runs the body of a loop. A round that changed nothing would change nothing for another object of the same form
 * either, as long as no other round changes anything: `for m in self.modules()` with what initializes weights.
 */
export class Rounds {
  readonly #vm: Evaluator;
  readonly #loop: Statement & { kind: 'for' };
  readonly #idle = new Set<Form>();
  /** Where the same is so for the same loop over another model. */
  readonly #everywhere: IdleRounds | null;
  #hasLeftOut = false;
  #writes: number;

  constructor(vm: Evaluator, loop: Statement & { kind: 'for' }) {
    this.#vm = vm;
    this.#loop = loop;
    this.#everywhere = loop.target.kind === 'name' ? vm.loops.of(vm, loop) : null;
    this.#writes = vm.journal.writes;
  }

  /** Whether rounds for an object of the form, and for all that it holds, would change nothing. */
  readonly isIdle: IsIdle = (form) =>
    this.#vm.journal.writes === this.#writes && form.every((each) => this.#isKnown(each));

  run(item: Value): Flow {
    const { journal, hooks } = this.#vm;
    const { target } = this.#loop;
    const form = item instanceof PyInstance && target.kind === 'name' && hooks.repeats ? item.form : null;
    if (journal.writes !== this.#writes) this.#idle.clear();
    this.#vm.assign(target, item);
    this.#writes = journal.writes;
    return form && this.#isKnown(form) ? 'next' : this.#execute(form);
  }

  #isKnown(form: Form): boolean {
    if (this.#idle.has(form)) return true;
    if (this.#everywhere?.has(form, this.#vm) !== true) return false;
    if (!this.#hasLeftOut) this.#everywhere.repeat(this.#vm);
    this.#hasLeftOut = true;
    return true;
  }

  #execute(form: Form | null): Flow {
    const { journal, reads } = this.#vm;
    const { writesFrom, breaks } = journal;
    journal.writesFrom = ++journal.clock;
    const outer = this.#everywhere && form ? reads.begin() : null;
    let read: ReadSet | null;
    let flow: Flow;
    try {
      flow = this.#vm.execute(this.#loop.body);
    } finally {
      read = reads.end(outer);
      journal.writesFrom = writesFrom;
    }
    const isIdle = flow === 'next' && journal.writes === this.#writes && this.#vm.leaving === null;
    if (!isIdle) this.#idle.clear();
    else if (form) this.#idle.add(form);
    if (isIdle && form && journal.breaks === breaks) this.#everywhere?.add(form, read, this.#vm);
    this.#writes = journal.writes;
    return flow;
  }
}
