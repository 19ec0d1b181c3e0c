import { closestWord } from '../../util/closest.ts';
import type { Draft, Reference, Scope } from './draft.ts';
import type { Place, ProblemList } from './problem-list.ts';

/** An input of a draft: which draft, which of its outputs, and where it is named. */
interface Link {
  readonly draft: number;
  readonly output: number;
  readonly place: Place | null;
}

/** Drafts in an order in which each stands after its inputs. */
export interface LinkedDrafts {
  /** Places in the list of drafts. */
  readonly order: readonly number[];
  /** Of each draft, in the list's order; null where an input is unknown. */
  readonly links: readonly (readonly (Link | null)[])[];
}

/**
 * Finds the layers that `from` names, wherever in the file they stand, and puts the drafts in order. A name that
 * does not exist and a layer that waits for itself are problems; that input is then unknown.
 */
export function linkDrafts(drafts: readonly Draft[], problems: ProblemList): LinkedDrafts {
  const links = drafts.map(({ inputs }) => inputs.map((input) => resolve(input, problems)));
  for (let cycles = 0; ; cycles++) {
    const sorted = topologicalOrder(links, cycles >= maximumCycles);
    if (sorted.cycle === null) return { order: sorted.order, links };
    breakCycle(sorted.cycle, links, drafts, problems);
  }
}

/** Cycles that are reported one by one; further ones are only broken. */
const maximumCycles = 20;

/** An input on the way round a cycle: number `input` of a draft. */
interface Step {
  readonly draft: number;
  readonly input: number;
}

const waiting = 1;
const done = 2;

/**
 * Depth-first search without recursion, since a chain may be as long as the file: the order, or the first cycle,
 * unless `cut` breaks every cycle where it closes.
 */
function topologicalOrder(
  links: (Link | null)[][],
  cut: boolean,
): { readonly order: readonly number[]; readonly cycle: readonly Step[] | null } {
  const order: number[] = [];
  const state = new Uint8Array(links.length);
  for (let root = 0; root < links.length; root++) {
    if (state[root] !== 0) continue;
    state[root] = waiting;
    const stack = [{ draft: root, input: -1 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const inputs = links[top.draft] ?? [];
      top.input++;
      if (top.input >= inputs.length) {
        state[top.draft] = done;
        order.push(top.draft);
        stack.pop();
        continue;
      }
      const target = inputs[top.input]?.draft;
      if (target === undefined || state[target] === done) continue;
      if (state[target] === 0) {
        state[target] = waiting;
        stack.push({ draft: target, input: -1 });
      } else if (cut) {
        inputs[top.input] = null;
      } else {
        return { order, cycle: stack.slice(stack.findIndex(({ draft }) => draft === target)) };
      }
    }
  }
  return { order, cycle: null };
}

/** Makes the first named input of a cycle unknown; without a name no cycle comes about. */
function breakCycle(
  cycle: readonly Step[],
  links: (Link | null)[][],
  drafts: readonly Draft[],
  problems: ProblemList,
): void {
  const step = cycle.find(({ draft, input }) => links[draft]?.[input]?.place !== null);
  const link = step === undefined ? null : links[step.draft]?.[step.input];
  if (step === undefined || link === null || link === undefined || link.place === null) return;
  const start = cycle.indexOf(step);
  const names = [...cycle.slice(start), ...cycle.slice(0, start)].map(
    ({ draft }) => `\`${drafts[draft]?.id ?? ''}\``,
  );
  const round = names.length > 5 ? [...names.slice(0, 4), '…'] : names;
  const way = [...round, names[0] ?? ''].join(' takes from ');
  problems.report('cycle', link.place, `This goes in a circle: ${way}. Take the input from elsewhere.`);
  const inputs = links[step.draft];
  if (inputs !== undefined) inputs[step.input] = null;
}

function resolve(reference: Reference, problems: ProblemList): Link | null {
  switch (reference.kind) {
    case 'unknown':
      return null;
    case 'draft':
      return { draft: reference.draft, output: reference.output, place: null };
    case 'named': {
      const found = lookUp(reference.name, reference.scope) ?? partOf(reference.name, reference.scope);
      if (found !== null) return { ...found, place: reference.place };
      const names = [...namesIn(reference.scope)];
      const closest = closestWord(reference.name, names);
      const advice = closest === null ? 'Give that layer a `name`.' : `Did you mean \`${closest}\`?`;
      const message = `There is no layer called \`${reference.name}\`. ${advice}`;
      problems.report('unknown-reference', reference.place, message);
      return null;
    }
  }
}

interface Target {
  readonly draft: number;
  readonly output: number;
}

/** Follows names (a block's input may itself be named) to a draft; null where there is none. */
function lookUp(name: string, scope: Scope): Target | null {
  let reference = find(name, scope);
  for (let steps = 0; reference?.kind === 'named' && steps < 100; steps++) {
    reference = find(reference.name, reference.scope);
  }
  return reference?.kind === 'draft' ? { draft: reference.draft, output: reference.output } : null;
}

/** `parts.1`: the second output of a split called `parts`. */
function partOf(name: string, scope: Scope): Target | null {
  const part = /^(.+)\.(\d{1,4})$/.exec(name);
  const target = part?.[1] === undefined ? null : lookUp(part[1], scope);
  return target === null ? null : { draft: target.draft, output: Number(part?.[2]) };
}

function find(name: string, scope: Scope): Reference | undefined {
  for (let current: Scope | null = scope; current !== null; current = current.parent) {
    const reference = current.names.get(name);
    if (reference !== undefined) return reference;
  }
  return undefined;
}

function* namesIn(scope: Scope): Iterable<string> {
  for (let current: Scope | null = scope; current !== null; current = current.parent)
    yield* current.names.keys();
}
