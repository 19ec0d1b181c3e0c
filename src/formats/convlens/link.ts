import { topologicalOrder, type Step } from '../graph/topological-order.ts';
import { closestWord } from '../../util/closest.ts';
import type { Draft, Reference, Scope } from './draft.ts';
import type { Place, ProblemList } from '../problem-list.ts';
import { said } from '../../model/text/text.ts';

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
  const inputsOf = (draft: number): readonly (number | null)[] =>
    (links[draft] ?? []).map((link) => link?.draft ?? null);
  for (let cycles = 0; cycles < maximumCycles; cycles++) {
    const { order, cycle } = topologicalOrder(drafts.length, inputsOf);
    if (cycle === null) return { order, links };
    breakCycle(cycle, links, drafts, problems);
  }
  const { order } = topologicalOrder(drafts.length, inputsOf, ({ element, input }) => {
    const inputs = links[element];
    if (inputs !== undefined) inputs[input] = null;
  });
  return { order, links };
}

/** Cycles that are reported one by one; further ones are only broken. */
const maximumCycles = 20;

/** Makes the first named input of a cycle unknown; without a name no cycle comes about. */
function breakCycle(
  cycle: readonly Step[],
  links: (Link | null)[][],
  drafts: readonly Draft[],
  problems: ProblemList,
): void {
  const step = cycle.find(({ element, input }) => links[element]?.[input]?.place !== null);
  const link = step === undefined ? null : links[step.element]?.[step.input];
  if (step === undefined || link === null || link === undefined || link.place === null) return;
  const start = cycle.indexOf(step);
  const names = [...cycle.slice(start), ...cycle.slice(0, start)].map(
    ({ element }) => `\`${drafts[element]?.id ?? ''}\``,
  );
  const round = names.length > 5 ? [...names.slice(0, 4), '…'] : names;
  const way = [...round, names[0] ?? ''].join(' takes from ');
  problems.report(
    'cycle',
    link.place,
    said('This goes in a circle: {0}. Take the input from elsewhere.', way),
  );
  const inputs = links[step.element];
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
      const advice =
        closest === null ? said('Give that layer a `name`.') : said('Did you mean `{0}`?', closest);
      const message = said('There is no layer called `{0}`. {1}', reference.name, advice);
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
