import type { Dim } from '../../../model/graph/shape.ts';
import type { BudgetSpent } from '../interpreter/budget.ts';
import { PyTensor, type PyInstance } from '../interpreter/values.ts';
import type { Session } from '../session.ts';
import { constant } from '../torch/tensors.ts';
import type { Candidate } from './candidates.ts';
import { contradicts, demandOf, isRefused, isSameDemand, layerName, type Demand } from './demand.ts';
import { findingsOf, misfitsOf } from './misfits.ts';
import { forwardOf, handsOn, traceForward, type ModelInput, type Traced } from './forward.ts';
import type { PreparedSize } from './image-size.ts';
import { lineOf, openInput, statedInputs, type OpenInput } from './inputs.ts';
import type { SeenCall } from './script.ts';
import { sizesTold } from './told-sizes.ts';
import { solveSize, type Attempt, type Solution, type Wish } from './solve-size.ts';
import { said, type Filled, type Text } from '../../../model/text/text.ts';

/** Where nothing says how large the images are. */
const defaultSize = 224;
/** Nodes after which looking for the first layer ends: most models begin with it. */
const probes = [3, 40];

/**
 * Follows a model's forward pass with what the file or the user says about its inputs, and where they do not, with what
 * its layers demand: the first layer's channels, and a size that every layer can take. What the file surely prepares its
 * images to is the size of the `isOnly` model.
 */
export function traceModel(session: Session, candidate: Candidate, isOnly: boolean): Traced {
  const stated = withHandedOn(
    session,
    candidate,
    statedInputs(session, candidate, callOf(session, candidate)),
  );
  if (stated.every(isComplete)) return traceForward(session, candidate.model, stated);
  const expected = asExpected(session, candidate, stated);
  if (expected) return expected;
  const demands = demandsOn(session, candidate, stated);
  session.demands.set(candidate.model.type, demands);
  const merged = stated.map((input) => withDemand(input, demands.get(input.name) ?? null));
  if (!merged.some(hasFreeSizes)) return traceForward(session, candidate.model, merged.map(finished));
  return (
    bySize(session, candidate, merged, demands, isOnly) ??
    traceForward(session, candidate.model, stated.map(finished))
  );
}

/** The inputs with those that a forward pass of `*args` hands on to what must be given them, where no call says what it is given. */
function withHandedOn(
  session: Session,
  candidate: Candidate,
  stated: readonly OpenInput[],
): readonly OpenInput[] {
  if (!handsOn(candidate.model) || stated.some(({ origin }) => origin === 'file')) return stated;
  const parameters = forwardOf(candidate.model)?.parameters ?? [];
  const byName = parameters.some(({ kind }) => kind === '**') && !parameters.some(({ kind }) => kind === '*');
  const names = stated.map(({ name }) => name);
  const missing = attempt(session, candidate, stated, probes[0]).error?.missing ?? [];
  const more = missing.filter((name) => !names.includes(name));
  return [...stated, ...more.map((name) => ({ ...openInput(name, null), byName }))];
}

/** The call that says what the model is given: its own one, or one of another model of its class. */
function callOf(session: Session, candidate: Candidate): SeenCall | null {
  const { model } = candidate;
  const { calls } = session.script;
  const own = calls.find(({ instance }) => instance === model);
  return (
    own ??
    calls.find((call) => call.instance.type === model.type && isForBoth(session, candidate, call)) ??
    null
  );
}

/** Models of one class may be made for other inputs: not where only the one that is called takes what it is given. */
function isForBoth(session: Session, candidate: Candidate, call: SeenCall): boolean {
  const inputs = statedInputs(session, candidate, call);
  if (session.context.inputs.length > 0 || !inputs.every(isComplete)) return true;
  const takes = (model: PyInstance): boolean => {
    const { nodes, error, ended } = attempt(session, { ...candidate, model }, inputs);
    return ended !== null || (!error && !isRefused(nodes));
  };
  return takes(candidate.model) || !takes(call.instance);
}

/**
 * Models of one class mostly begin alike: the pass at the default size with what another one of its class demands, where
 * this one turns out to demand the same and fits. Null where it does not.
 */
function asExpected(session: Session, candidate: Candidate, stated: readonly OpenInput[]): Traced | null {
  const demands = session.demands.get(candidate.model.type);
  if (!demands || session.prepared) return null;
  const merged = stated.map((input) => withDemand(input, demands.get(input.name) ?? null));
  if (!merged.every(hasFreeSizes)) return null;
  const traced = attempt(
    session,
    candidate,
    merged.map((input) => atDefault(input, demands)),
  );
  if (traced.ended || !fits(attemptOf(traced))) return null;
  const isSame = merged.every(({ name }) => isSameDemand(demands.get(name), demandOf(traced.nodes, name)));
  return isSame && !contradictsAny(traced, demands) ? traced : null;
}

function atDefault(input: OpenInput, demands: ReadonlyMap<string, Demand>): OpenInput {
  return sized(input, defaultSize, 'default', demands.get(input.name)?.reason ?? null);
}

function contradictsAny(traced: Traced, demands: ReadonlyMap<string, Demand>): boolean {
  return [...demands.values()].some((demand) => contradicts(traced, demand));
}

/** What the first layers demand of the inputs. */
function demandsOn(
  session: Session,
  candidate: Candidate,
  stated: readonly OpenInput[],
): ReadonlyMap<string, Demand> {
  const demands = new Map<string, Demand>();
  for (const nodes of probes) {
    const probe = attempt(session, candidate, stated, nodes);
    for (const { name } of stated) {
      const demand = demands.has(name) ? null : demandOf(probe.nodes, name);
      if (demand) demands.set(name, demand);
    }
    if (demands.size === stated.length || probe.nodes.length <= nodes) break;
  }
  return demands;
}

/**
 * Finds the size of what is free: what the file prepares, the default, or what the layers demand. Null where the layer
 * that said how many channels the input has gets others then: what stands before it changes them.
 */
function bySize(
  session: Session,
  candidate: Candidate,
  inputs: readonly OpenInput[],
  demands: ReadonlyMap<string, Demand>,
  isOnly: boolean,
): Traced | null {
  const prepared = session.prepared;
  if (prepared) {
    const tried = inputs.map((input) => sizedAs(input, prepared, session));
    const traced = attempt(session, candidate, tried);
    if (contradictsAny(traced, demands)) return null;
    if (fits(attemptOf(traced))) return traced;
    // Another size would fit, but these images have none other.
    if (prepared.isSure && isOnly && !traced.ended) return traceForward(session, candidate.model, tried);
  }
  const standard = inputs.map((input) => atDefault(input, demands));
  const first = attempt(session, candidate, standard);
  if (contradictsAny(first, demands)) return null;
  const met = attemptOf(first);
  if (fits(met) || first.ended) return first;
  const known = new Map<number, Attempt>([[defaultSize, met]]);
  const tryAt = (size: number): Attempt => {
    const before = known.get(size);
    if (before) return before;
    const result = attemptOf(
      attempt(
        session,
        candidate,
        inputs.map((input) => sized(input, size, 'inferred', null)),
      ),
    );
    known.set(size, result);
    return result;
  };
  const spatialRank = Math.max(...inputs.map(({ dims }) => (dims?.length ?? 0) - 2));
  const told = first.error ? sizesTold(candidate.model, first.error, defaultSize) : [];
  const solution = solveSize(defaultSize, { tryAt, spatialRank, told });
  const traced = traceForward(session, candidate.model, solved(solution, first, inputs, standard));
  return traced.ended ? untilMisfit(first, traced.ended) : traced;
}

/** Where looking for the size took all that there was: what the first size shows, as far as it fits. */
function untilMisfit({ nodes, error }: Traced, ended: BudgetSpent): Traced {
  const place = nodes.findIndex(({ found }) => found);
  return { nodes: place < 0 ? nodes : nodes.slice(0, place), error, ended };
}

function solved(
  solution: Solution,
  first: Traced,
  inputs: readonly OpenInput[],
  standard: readonly ModelInput[],
): readonly ModelInput[] {
  switch (solution.kind) {
    case 'size': {
      const { by, size, range } = solution;
      const reason = by ? takesText(by, range) : trialText(first);
      return inputs.map((input) => sized(input, size, 'inferred', reason));
    }
    case 'open':
      return inputs.map(finished);
    case 'none':
      return standard;
  }
}

/** `fc1 (Linear) takes 400 values`; with the sizes that give so many, where there are several. */
function takesText(by: Wish, range: readonly [number, number] | null): Filled {
  const name = layerName(by);
  const values = by.wanted === 1 ? '{0} takes {1} value' : '{0} takes {1} values';
  const takes =
    by.of === 'size' ? said('{0} needs a size of {1}', name, by.wanted) : said(values, name, by.wanted);
  if (!range || range[0] === range[1]) return takes;
  return said('{0}, which sizes from {1} to {2} give', takes, range[0], range[1]);
}

/** What does not fit at the size that is tried first. */
function trialText({ nodes }: Traced): Text | null {
  const [first] = misfitsOf(nodes);
  return first ? said('at {0} {1} does not fit', defaultSize, layerName(first)) : null;
}

function attemptOf({ nodes, error, ended }: Traced): Attempt {
  return {
    misfits: misfitsOf(nodes),
    stops: error !== null || ended !== null,
    get loses() {
      return nodes.some((node) => node.found && findingsOf(node).some(({ code }) => code === 'pixels-lost'));
    },
    reaches: (name) => nodes.some(({ id }) => id === name),
  };
}

function fits({ misfits, stops }: Attempt): boolean {
  return !stops && misfits.length === 0;
}

/** A trace whose problems are not reported, and which leaves the model as it was. */
function attempt(
  session: Session,
  candidate: Candidate,
  inputs: readonly ModelInput[],
  limit = Infinity,
): Traced {
  const { vm, recorder } = session;
  vm.journal.begin();
  try {
    return recorder.limited(limit, () =>
      recorder.reports.without(() => traceForward(session, candidate.model, inputs)),
    );
  } finally {
    vm.journal.undo();
  }
}

function isComplete({ value, dims }: OpenInput): boolean {
  return !(value instanceof PyTensor) || dims?.every((dim) => dim !== null) === true;
}

function withDemand(input: OpenInput, demand: Demand | null): OpenInput {
  if (isComplete(input) || !demand) return input;
  const { dims } = input;
  if (dims === null) return { ...input, dims: demand.shape, origin: 'inferred', reason: demand.reason };
  if (dims.length !== demand.shape.length) return input;
  return { ...input, dims: dims.map((dim, place) => dim ?? demand.shape[place] ?? null) };
}

function hasFreeSizes({ value, dims }: OpenInput): boolean {
  return value instanceof PyTensor && dims?.slice(2).includes(null) === true;
}

/** The input as it is called with. */
function finished(input: OpenInput): OpenInput {
  const { value, dims } = input;
  return value instanceof PyTensor ? { ...input, value: constant(dims, value.dtype) } : input;
}

function sized(
  input: OpenInput,
  size: number,
  origin: 'default' | 'inferred',
  reason: Text | null,
): OpenInput {
  if (!hasFreeSizes(input)) return finished(input);
  const dims = filled(input.dims ?? [], () => size);
  // What the file says of the other sizes stays the better reason.
  const own = input.origin === 'file' || input.origin === 'comment';
  return finished({ ...input, dims, ...(own ? {} : { origin, reason }) });
}

function sizedAs(input: OpenInput, prepared: PreparedSize, session: Session): OpenInput {
  if (!hasFreeSizes(input)) return finished(input);
  const { sizes, start, end, reason } = prepared;
  const [height, width] = sizes;
  const rank = input.dims?.length ?? 0;
  const dims = filled(input.dims ?? [], (place) => (place === rank - 1 ? width : height));
  const place = { file: session.file, start, end };
  return finished({
    ...input,
    dims,
    origin: 'file',
    reason: said('{0} in line {1}', reason, lineOf(session, place)),
    place,
  });
}

function filled(dims: readonly Dim[], size: (place: number) => number): Dim[] {
  return dims.map((dim, place) => (place >= 2 && dim === null ? size(place) : dim));
}
