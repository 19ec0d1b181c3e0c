import type { Input, Operation } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { LayerRules } from '../../../model/rules/layer-rule.ts';
import type { CallSource, Emission, Hooks, Kwargs, Machine, Report } from '../interpreter/machine.ts';
import type { PyInstance } from '../interpreter/values.ts';
import {
  PyTensor,
  Unknown,
  type PyClass,
  type DType,
  type Origin,
  type Place,
  type Site,
  type Value,
} from '../interpreter/values.ts';
import { containerTypes } from '../torch/nn/containers.ts';
import { hasChildren, moduleAt, moduleType } from '../torch/module.ts';
import { constant } from '../torch/tensors.ts';
import type { Inferences } from './inferences.ts';
import type { LineShapes } from './line-shapes.ts';
import { customEmission, madeBy, oneOrTuple } from './made-by.ts';
import { Names } from './names.ts';
import type { Observer } from './observer.ts';
import { isWindow, ownParameters, Recorded, sameNode } from './recorded.ts';
import {
  Repeats,
  resultAgain,
  resultOf,
  type Call,
  type Entered,
  type From,
  type Repeat,
} from './repeats.ts';
import { holdsObjects, joinShapes, mapTensors, tensorsIn } from './tensors-in.ts';

/** A module whose forward pass is running. */
interface Running {
  readonly instance: PyInstance;
  readonly name: string;
  readonly leaf: boolean;
  /** How many nodes there were before. */
  readonly start: number;
}

/** A module whose forward pass was not followed but repeated, and where its nodes begin. */
interface Repeated {
  readonly repeat: Repeat;
  readonly root: PyInstance;
  readonly start: number;
}

/** As much of a trace as was wanted has been followed. */
class TraceEnd extends Error {}

/** Nodes beyond this are not kept: no hand-written model has so many. */
const mostNodes = 20_000;

/** Follows one forward pass at a time and records every operation on what depends on the input. */
export class Recorder implements Hooks {
  readonly fallbackBase = moduleType;
  readonly reports: Report[] = [];
  /** Modules whose forward pass the trace has run. */
  entered = new Set<PyInstance>();
  /** What the lines of the analysed file gave. */
  lineShapes: LineShapes | null = null;
  nodes: Recorded[] = [];
  #vm: Machine | null = null;
  #running: Running[] = [];
  #names = new Names();
  /** Weights and constants that operations read, as nodes of their own. */
  #constants = new Map<PyTensor, Recorded>();
  #active = false;
  #trace = 0;
  #tracing = false;
  #limit = Infinity;
  /** What has been followed once, and the modules whose forward pass was such a one. */
  readonly #repeats = new Repeats();
  #repeated = new Map<string, Repeated>();
  /** Names of modules of which others have called parts. */
  #opened = new Set<string>();
  /** The modules that the trace has run, in order. */
  #log: Entered[] = [];
  /** Sees what happens outside of traces: what scripts do with the models that they build. */
  observer: Observer | null = null;

  readonly #inferences: Inferences;
  readonly #rules: LayerRules | undefined;

  constructor(
    inferences: Inferences,
    rules: LayerRules | undefined,
    readonly repeats = true,
  ) {
    this.#inferences = inferences;
    this.#rules = rules;
  }

  get isWatched(): boolean {
    return this.observer !== null && !this.#tracing;
  }

  isLayer(type: PyClass): boolean {
    return !containerTypes.some((container) => type.isSubclassOf(container));
  }

  attach(vm: Machine): void {
    this.#vm = vm;
  }

  /** Records what `run` does with a model. */
  trace<T>(root: PyInstance, run: () => T): T | undefined {
    this.nodes = [];
    this.entered = new Set();
    this.lineShapes?.clear();
    this.#trace++;
    this.#names = new Names(root);
    this.#constants = new Map();
    this.#repeated = new Map();
    this.#opened = new Set();
    this.#log = [];
    this.#running = [];
    this.#active = true;
    this.#tracing = true;
    try {
      return run();
    } catch (thrown) {
      if (!(thrown instanceof TraceEnd)) throw thrown;
      return undefined;
    } finally {
      this.#active = false;
      this.#tracing = false;
    }
  }

  /** Traces in `run` end after so many nodes. */
  limited<T>(nodes: number, run: () => T): T {
    const before = this.#limit;
    this.#limit = nodes;
    try {
      return run();
    } finally {
      this.#limit = before;
    }
  }

  /** Reports of `run` are dropped: it only tries something out. */
  unreported<T>(run: () => T): T {
    const count = this.reports.length;
    try {
      return run();
    } finally {
      this.reports.length = count;
    }
  }

  made(instance: PyInstance): void {
    if (!this.#tracing) this.observer?.made(instance);
  }

  passed(args: readonly Value[], kwargs: Kwargs, site: Site | null): void {
    if (!this.#tracing) this.observer?.passed(args, kwargs, site);
  }

  /** An input of the model. */
  input(name: string, operation: Input, dtype: DType, place: Place | null): PyTensor {
    const { shape } = operation;
    const node = new Recorded(name, 'Input', operation, [], [shape], false, 0, null, [], null);
    node.place = place;
    this.#add(node);
    const tensor = constant(shape, dtype);
    tensor.ref = { node, output: 0 };
    return tensor;
  }

  emit({ type, operation, inputs, dtype, source }: Emission): readonly PyTensor[] {
    if (this.#vm) this.#vm.journal.writes++;
    const shapes = inputs.map((input): Shape => (input instanceof PyTensor ? input.shape : null));
    const known = this.#inferences.of(operation, shapes);
    const { inference } = known;
    const why = inference.outputShapes.some(isPartlyUnknown)
      ? this.#reason(inputs, inference.findings.length > 0)
      : null;
    const outputs = inference.outputShapes.map((shape) => {
      const tensor = constant(shape, dtype);
      tensor.why = why;
      return tensor;
    });
    if (!this.#active || !this.#depends(inputs)) return outputs;
    const id = this.#functionId(type);
    const found = inference.findings.length > 0;
    const node = this.#record(
      id,
      type,
      operation,
      inputs,
      inference.outputShapes,
      found,
      inference.macs,
      source,
      why,
    );
    node.known = known;
    // An operator has no call of its own: it stands where the interpreter is.
    if (!source?.site) node.place = this.#vm?.place ?? null;
    this.lineShapes?.ended(source?.site ?? null, outputs[0] ?? null);
    outputs.forEach((tensor, output) => {
      tensor.ref = { node, output };
    });
    return outputs;
  }

  #add(node: Recorded): void {
    node.trace = this.#trace;
    this.nodes.push(node);
    if (this.nodes.length > this.#limit) throw new TraceEnd();
  }

  /** Only what depends on the model's input is a node; a layer's own operation always is. */
  #depends(inputs: readonly Value[]): boolean {
    const layer = this.#running.at(-1);
    if (layer?.leaf && !layer.instance.type.definition) return true;
    return inputs.some((input) => !(input instanceof PyTensor) || input.ref !== null || input.shape === null);
  }

  #reason(inputs: readonly Value[], refused: boolean): Unknown | null {
    for (const input of inputs) {
      if (input instanceof Unknown) return input;
      if (input instanceof PyTensor && input.why) return input.why;
    }
    return (
      this.#vm?.unknown(refused ? 'PyTorch would refuse this' : 'a size that cannot be worked out here') ??
      null
    );
  }

  #record(
    id: string,
    type: string,
    operation: Operation,
    inputs: readonly Value[],
    shapes: readonly Shape[],
    found: boolean,
    macs: number | null,
    source: CallSource | null,
    why: Unknown | null,
  ): Recorded {
    const origins = inputs.map((input) => this.#originOf(input));
    const blocks = this.#blocks();
    const node = new Recorded(id, type, operation, origins, shapes, found, macs, source, blocks, why);
    this.#add(node);
    this.#vm?.charge(1);
    if (this.nodes.length > mostNodes) this.#active = false;
    return node;
  }

  /** The qualified names of the modules around what is recorded now. */
  #blocks(): string[] {
    return this.#running.filter(({ name, leaf }) => name !== '' && !leaf).map(({ name }) => name);
  }

  #functionId(type: string): string {
    return this.#names.ofFunction(type, this.#running.at(-1)?.name ?? '');
  }

  /** Where a tensor comes from; weights and constants become nodes when they are first read. */
  #originOf(input: Value): Origin | null {
    if (input instanceof Unknown) return this.#own(input.ref);
    if (!(input instanceof PyTensor)) return null;
    const own = this.#own(input.ref);
    if (own || input.shape === null) return own;
    const known = this.#constants.get(input);
    if (known) return { node: known, output: 0 };
    const type = input.role === 'parameter' ? 'Parameter' : input.role === 'buffer' ? 'Buffer' : 'Constant';
    const id = this.#names.ofTensor(input) ?? this.#functionId(type.toLowerCase()).replace('()', '');
    const operation: Operation = { kind: 'declared', outputs: [input.shape], params: 0, macs: 0 };
    const node = new Recorded(id, type, operation, [], [input.shape], false, 0, null, [], null);
    this.#add(node);
    this.#constants.set(input, node);
    return { node, output: 0 };
  }

  /** Tensors outlive the trace that made them: an origin of another one is none. */
  #own(origin: Origin | null): Origin | null {
    if (!origin || !(origin.node instanceof Recorded)) return null;
    let node = origin.node;
    while (node.collapsed) node = node.collapsed;
    return node.trace === this.#trace ? origin : null;
  }

  module(
    instance: PyInstance,
    args: readonly Value[],
    kwargs: Kwargs,
    site: Site | null,
    forward: () => Value,
  ): Value {
    if (!this.#active) {
      if (this.#tracing || !this.observer) return forward();
      return this.observer.called(instance, args, kwargs, site, forward);
    }
    const outer = this.#running.at(-1);
    const leaf = !hasChildren(instance);
    const name = this.#names.ofModule(instance, outer?.name ?? '');
    this.#openAbove(name, outer?.name ?? '');
    this.#tellApart(name);
    if (this.repeats && !leaf && !this.lineShapes && this.#vm) {
      const call = this.#callOf(instance, name, outer, args, kwargs);
      const repeat = call && this.#repeats.find(call, this.#vm.journal.epoch);
      if (repeat && this.nodes.length + repeat.steps.length < Math.min(this.#limit, mostNodes))
        return this.#repeat(repeat, instance, name, call);
      if (call)
        return this.#followed(this.#vm, call, instance, name, () =>
          this.#run(instance, name, leaf, args, kwargs, site, forward),
        );
    }
    return this.#run(instance, name, leaf, args, kwargs, site, forward);
  }

  /** Null where the call cannot be one that was followed before, nor one to compare others with. */
  #callOf(
    instance: PyInstance,
    name: string,
    outer: Running | undefined,
    args: readonly Value[],
    kwargs: Kwargs,
  ): Call | null {
    if (!this.#vm) return null;
    if (this.entered.has(instance) || this.#opened.has(name)) return null;
    const isOfLibrary = instance.type.definition?.module.file?.path.startsWith('<') === true;
    if (isOfLibrary || name === '' || outer?.leaf === true || !this.#names.isWhole(instance)) return null;
    return this.#repeats.callOf(this.#vm, instance, args, kwargs);
  }

  /** Follows a forward pass, and keeps it where it would be the same again. */
  #followed(vm: Machine, call: Call, instance: PyInstance, name: string, run: () => Value): Value {
    const { journal } = vm;
    const { nodes } = this;
    const { breaks, epoch, readsFrom } = journal;
    const start = nodes.length;
    const logged = this.#log.length;
    journal.readsFrom = ++journal.clock;
    let value: Value;
    try {
      value = run();
    } finally {
      journal.readsFrom = readsFrom;
    }
    if (journal.breaks !== breaks || journal.epoch !== epoch || instance.form !== call.form || !this.#active)
      return value;
    const result = resultOf(value, call.tensors);
    if (!result || call.tensors.some(({ data }) => data !== null)) return value;
    const moved = new Map(
      call.tensors.flatMap(({ ref }, place) =>
        ref && ref !== call.refs[place] ? [[place, ref] as const] : [],
      ),
    );
    this.#repeats.keep({
      nodes,
      start,
      end: nodes.length,
      first: nodes[start],
      last: nodes.at(-1),
      name,
      depth: this.#blocks().length,
      call,
      result,
      moved,
      entered: this.#log.slice(logged + 1),
      epoch,
    });
    return value;
  }

  /** What following the forward pass would record. */
  #repeat(repeat: Repeat, instance: PyInstance, name: string, { tensors, refs }: Call): Value {
    const { steps, moved, result } = repeat;
    const start = this.nodes.length;
    const outer = this.#blocks();
    const blocks = repeat.blocks.map((inner) => [...outer, ...inner.map((suffix) => name + suffix)]);
    const layers = Array.from({ length: repeat.layers }, () => ({}));
    const from = (input: From): Origin | null => {
      if (input === null) return null;
      if ('given' in input) return refs[input.given] ?? null;
      const node = this.nodes[start + input.node];
      return node ? { node, output: input.output } : null;
    };
    for (const { node, suffix, inputs, blocks: place, layer } of steps) {
      const { type, operation, shapes, found, macs, source } = node;
      const again = new Recorded(
        name + suffix,
        type,
        operation,
        inputs.map(from),
        shapes,
        found,
        macs,
        source,
        blocks[place] ?? outer,
        null,
      );
      again.known = node.known;
      again.place = node.place;
      again.instance = layers[layer] ?? null;
      this.#add(again);
    }
    this.#vm?.charge(1 + (steps.length >> 3));
    if (this.#vm) this.#vm.journal.writes++;
    this.entered.add(instance);
    this.#log.push(name, { name, repeat });
    this.#repeated.set(name, { repeat, root: instance, start });
    for (const [place, input] of moved) {
      const tensor = tensors[place];
      if (tensor) tensor.ref = from(input);
    }
    return resultAgain(result, tensors, (origin) => from(repeat.output(origin) ?? null));
  }

  /** The modules of a forward pass that was repeated, each for itself. */
  #tellApart(name: string): void {
    const repeated = this.#repeated.get(name);
    if (!repeated) return;
    this.#repeated.delete(name);
    const { repeat, root, start } = repeated;
    repeat.steps.forEach(({ suffix, layer }, place) => {
      const node = this.nodes[start + place];
      if (layer < 0) this.#names.taken(name + suffix);
      else if (node) node.instance = moduleAt(root, suffix) ?? node.instance;
    });
    const enter = (entered: readonly Entered[], below: string): void => {
      for (const each of entered) {
        if (typeof each !== 'string') enter(each.repeat.entered, below + each.name);
        else {
          const module = moduleAt(root, below + each);
          if (module) this.entered.add(module);
        }
      }
    };
    enter(repeat.entered, '');
  }

  /** A module is called by `caller`: those that hold it and do not run just now have not all to themselves. */
  #openAbove(name: string, caller: string): void {
    const from = caller === '' || !name.startsWith(`${caller}.`) ? -1 : caller.length;
    for (let dot = name.lastIndexOf('.'); dot > from; dot = name.lastIndexOf('.', dot - 1)) {
      const above = name.slice(0, dot);
      this.#tellApart(above);
      this.#opened.add(above);
    }
  }

  /** Of forward passes that were repeated the first of each kind, so that what they show is seen once. */
  tellApartOnce(): ReadonlySet<PyInstance> {
    const seen = new Set<Repeat>();
    for (const [name, { repeat }] of [...this.#repeated]) {
      if (!seen.has(repeat)) this.#tellApart(name);
      seen.add(repeat);
    }
    return new Set([...this.#repeated.values()].map(({ root }) => root));
  }

  #run(
    instance: PyInstance,
    name: string,
    leaf: boolean,
    args: readonly Value[],
    kwargs: Kwargs,
    site: Site | null,
    forward: () => Value,
  ): Value {
    const outer = this.#running.at(-1);
    this.entered.add(instance);
    this.#log.push(name);
    this.#running.push({ instance, name, leaf, start: this.nodes.length });
    try {
      const result = forward();
      const running = this.#running.at(-1);
      const finished =
        running && leaf && name !== '' && !outer?.leaf
          ? this.#finishLeaf(running, [...args, ...kwargs.values()], result)
          : result;
      this.lineShapes?.ended(site, finished);
      return finished;
    } finally {
      this.#running.pop();
    }
  }

  /** A module without submodules is one node, whatever its forward pass consists of. */
  #finishLeaf(running: Running, args: readonly Value[], result: Value): Value {
    const { instance, name, start } = running;
    const inner = this.nodes.slice(start);
    const steps = inner.filter(
      ({ type }) => type !== 'Parameter' && type !== 'Buffer' && type !== 'Constant',
    );
    const tensors = tensorsIn(args);
    const [only] = steps;
    const source: CallSource | null = instance.configured
      ? { ...instance.configured, positional: 0 }
      : instance.site && { site: instance.site, parameters: [], positional: 0 };
    if (steps.length === 1 && only && sameNode(only.inputs[0], tensors[0]?.ref)) {
      only.id = name;
      only.type = instance.type.name;
      only.source = source ?? only.source;
      only.instance = instance;
      return result;
    }
    const outputs = tensorsIn([result]);
    if (outputs.length === 0 && steps.length === 0) return result;
    const whole =
      !steps.some(({ found, operation }) => found || isWindow(operation)) && !holdsObjects(result);
    if (whole) this.nodes.length = start;
    for (const [tensor, node] of this.#constants)
      if (whole && inner.includes(node)) this.#constants.delete(tensor);
    const shapes = outputs.map(({ shape }) => shape);
    const macs = steps.reduce<number | null>(
      (total, step) => (total === null || step.macs === null ? null : total + step.macs),
      0,
    );
    const operation: Operation = {
      kind: 'declared',
      outputs: shapes,
      params: ownParameters(instance),
      macs: whole ? macs : 0,
    };
    const why = outputs.find((tensor) => tensor.why)?.why ?? null;
    const node = this.#record(name, instance.type.name, operation, tensors, shapes, false, macs, source, why);
    node.instance = instance;
    if (!whole) return result;
    for (const each of inner) each.collapsed = node;
    let output = 0;
    return mapTensors(result, (tensor) => {
      const copy = constant(tensor.shape, tensor.dtype);
      copy.why = tensor.why;
      copy.data = tensor.data;
      copy.ref = { node, output: output++ };
      return copy;
    });
  }

  unknownCall(callee: Unknown, args: readonly Value[], kwargs: Kwargs, site: Site | null): Value {
    const inputs = tensorsIn([...args, ...kwargs.values()]).filter(({ ref }) => ref !== null);
    this.#vm?.journal.unrepeatable();
    this.passed(args, kwargs, site);
    const type = site ? site.file.text.slice(site.call.callee.start, site.call.callee.end) : 'unknown';
    const own = madeBy(type, args, kwargs);
    if (!this.#active || inputs.length === 0) return new Unknown(callee.why, callee.place, false, null, own);
    const custom = customEmission(callee.made ?? own, inputs, this.#rules, site);
    if (custom) return oneOrTuple(this.emit(custom));
    const short = type.length > 40 ? `${type.slice(0, 39)}…` : type;
    const node = this.#record(
      this.#functionId(short),
      (callee.made ?? own).type,
      { kind: 'unknown', outputs: 1 },
      inputs,
      [null],
      false,
      null,
      { site, parameters: [], positional: 0 },
      callee,
    );
    return new Unknown(callee.why, callee.place, false, { node, output: 0 });
  }

  silently<T>(run: () => T): T {
    const active = this.#active;
    this.#active = false;
    try {
      return run();
    } finally {
      this.#active = active;
    }
  }

  join(first: Value, second: Value): Value | undefined {
    if (!(first instanceof PyTensor) || !(second instanceof PyTensor)) return undefined;
    const shape = joinShapes(first.shape, second.shape);
    const joined = constant(shape, first.dtype);
    joined.why = isPartlyUnknown(shape)
      ? (this.#vm?.unknown('it depends on a condition that is not known') ?? null)
      : null;
    if (first.ref && second.ref && this.#active && !sameNode(first.ref, second.ref)) {
      const operation: Operation = { kind: 'declared', outputs: [shape], params: 0, macs: 0 };
      const node = this.#record(
        this.#functionId('either'),
        'either',
        operation,
        [first, second],
        [shape],
        false,
        0,
        null,
        joined.why,
      );
      joined.ref = { node, output: 0 };
    } else joined.ref = first.ref ?? second.ref;
    return joined;
  }

  report(report: Report): void {
    this.#vm?.journal.unrepeatable();
    const { place } = report;
    const known = this.reports.some(
      (each) =>
        each.code === report.code && each.message === report.message && each.place?.start === place?.start,
    );
    if (!known) this.reports.push(report);
  }
}

function isPartlyUnknown(shape: Shape): boolean {
  return shape === null || shape.includes(null);
}
