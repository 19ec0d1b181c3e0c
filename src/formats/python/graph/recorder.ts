import type { Input, Operation } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import { severityOfFinding } from '../../../model/problems/severities.ts';
import type { LayerRules } from '../../../model/rules/layer-rule.ts';
import type { CallSource, Emission, Hooks, Kwargs, Machine, Report } from '../interpreter/machine.ts';
import type { DType, Origin, Place } from '../interpreter/atoms.ts';
import type { PyClass, PyInstance, Site, Value } from '../interpreter/values.ts';
import { PyTensor, Unknown } from '../interpreter/values.ts';
import type { Call } from '../syntax/ast.ts';
import { containerTypes } from '../torch/nn/containers.ts';
import { hasChildren, moduleType } from '../torch/module.ts';
import { constant } from '../torch/tensors.ts';
import { reportDropped } from './dropped-result.ts';
import type { Inferences } from './inferences.ts';
import type { LineShapes } from './line-shapes.ts';
import { customEmission, madeBy, oneOrTuple, unknownOperation } from './made-by.ts';
import { Names } from './names.ts';
import type { Observer } from './observer.ts';
import { Constants } from './constants.ts';
import { asOutputsOf, layerOperation, sourceOfLayer, stepsOf, typeOfCalled } from './leaf.ts';
import { keepResult } from './call-results.ts';
import { isWindow, nodeOf, Recorded, sameNode } from './recorded.ts';
import { Passes, type Alike } from './passes.ts';
import type { Running } from './running.ts';
import { Reports } from './reports.ts';
import { Repeats, type Repeat } from './repeats.ts';
import { isPartlyUnknown, outputsOf } from './unknown-sizes.ts';
import { checkLength, mostNodes, traceEnd } from './trace-end.ts';
import { holdsObjects, joinShapes, tensorsIn } from './tensors-in.ts';

/** Follows one forward pass at a time and records every operation on what depends on the input. */
export class Recorder implements Hooks {
  readonly fallbackBase = moduleType;
  readonly reports = new Reports();
  /** Modules whose forward pass the trace has run. */
  entered = new Set<PyInstance>();
  /** What the lines of the analysed file gave. */
  lineShapes: LineShapes | null = null;
  nodes: Recorded[] = [];
  #vm: Machine | null = null;
  #running: Running[] = [];
  #names = new Names();
  #constants = new Constants(this.#names, (node) => this.#add(node));
  #active = false;
  #trace = 0;
  #tracing = false;
  #limit = Infinity;
  /** What has been followed once, and the modules whose forward pass was such a one. */
  readonly forwardPasses = new Repeats();
  #passes: Passes | null = null;
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
  trace<T>(root: PyInstance | null, run: () => T): T | undefined {
    this.nodes = [];
    this.entered = new Set();
    this.lineShapes?.clear();
    this.#trace++;
    this.#names = new Names(root);
    this.#constants = new Constants(this.#names, (node) => this.#add(node));
    this.#running = [];
    this.#passes = this.#passesOf();
    this.#active = true;
    this.#tracing = true;
    try {
      return run();
    } catch (thrown) {
      if (thrown === traceEnd) return undefined;
      throw thrown;
    } finally {
      this.#active = false;
      this.#tracing = false;
    }
  }

  /** Null where everything is to be executed: shape comments are compared with every line that runs. */
  #passesOf(): Passes | null {
    if (!this.repeats || this.lineShapes || !this.#vm) return null;
    return new Passes(this.forwardPasses, {
      vm: this.#vm,
      id: this.#trace,
      nodes: this.nodes,
      names: this.#names,
      entered: this.entered,
      blocks: () => this.#blocks(),
      add: (node) => this.#add(node),
      retracer: this,
    });
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

  made(instance: PyInstance): void {
    if (!this.#tracing) this.observer?.made(instance);
  }

  passed(args: readonly Value[], kwargs: Kwargs, site: Site | null): void {
    if (!this.#tracing) this.observer?.passed(args, kwargs, site);
  }

  /** An input of the model. */
  input(name: string, operation: Input, dtype: DType, place: Place | null = null): PyTensor {
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
    const { outputs, why } = outputsOf(this.#vm, inputs, inference, dtype);
    // What is refused is shown though nothing of the input goes into it.
    const isRefused = inference.findings.some((finding) => severityOfFinding(finding) === 'error');
    if (!this.#active || !(isRefused || this.#depends(inputs))) return outputs;
    const id = this.#functionId(type);
    const node = this.#record(
      id,
      type,
      operation,
      inputs,
      inference.outputShapes,
      source,
      why,
      inference.macs,
      inference.findings.length > 0,
    );
    node.known = known;
    if (!source?.site) node.standWhere(this.#vm);
    this.lineShapes?.ended(source?.site ?? null, outputs[0] ?? null, inputs);
    outputs.forEach((tensor, output) => {
      tensor.ref = { node, output };
    });
    return outputs;
  }

  #add(node: Recorded): void {
    node.trace = this.#trace;
    this.nodes.push(node);
    checkLength(this.nodes.length, this.#limit);
  }

  /** Only what depends on the model's input is a node; a layer's own operation always is. */
  #depends(inputs: readonly Value[]): boolean {
    const layer = this.#running.at(-1);
    if (layer?.leaf && !layer.instance.type.definition) return true;
    return inputs.some((input) => !(input instanceof PyTensor) || input.ref !== null || input.shape === null);
  }

  #record(
    id: string,
    type: string,
    operation: Operation,
    inputs: readonly Value[],
    shapes: readonly Shape[],
    source: CallSource | null,
    why: Unknown | null,
    macs: number | null = 0,
    found = false,
  ): Recorded {
    const origins = inputs.map((input) => this.#originOf(input));
    const blocks = this.#blocks();
    const node = new Recorded(id, type, operation, origins, shapes, found, macs, source, blocks, why);
    this.#add(node);
    this.#vm?.charge(1);
    return node;
  }

  /** The qualified names of the modules around what is recorded now. */
  #blocks(): readonly string[] {
    return this.#running.at(-1)?.blocks ?? [];
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
    return { node: this.#constants.of(input, this.#running.at(-1)?.name ?? ''), output: 0 };
  }

  /** Tensors outlive the trace that made them: an origin of another one is none. */
  #own(origin: Origin | null): Origin | null {
    return origin && nodeOf(origin)?.trace === this.#trace ? origin : null;
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
    const run = (): Value => this.#run(instance, name, leaf, args, kwargs, site, forward);
    this.#passes?.called(name, outer?.name ?? '');
    const call =
      leaf || outer?.leaf === true ? null : (this.#passes?.callOf(instance, name, args, kwargs) ?? null);
    if (leaf && outer?.leaf !== true && name !== '' && this.#passes)
      return this.#passes.layer({ instance, name, args, kwargs, site }, run);
    if (!call || !this.#passes) return run();
    const repeated = this.#passes.repeated(call, instance, name, Math.min(this.#limit, mostNodes));
    if (repeated !== undefined) return repeated;
    return this.#passes.followed(call, instance, name, { args, kwargs, site }, () => this.#active, run);
  }

  /** Enters the modules of the first of each kind of forward passes that were repeated, where it is not known. */
  enterOnce(known: ReadonlySet<Repeat>): Alike {
    return this.#passes?.enterOnce(known) ?? { roots: new Set(), kinds: new Set() };
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
    this.#passes?.ran(name);
    const around = this.#blocks();
    const blocks = leaf || name === '' ? around : [...around, name];
    this.#running.push({ instance, name, leaf, start: this.nodes.length, blocks });
    try {
      const result = forward();
      const running = this.#running.at(-1);
      const finished =
        running && leaf && name !== '' && !outer?.leaf
          ? this.#finishLeaf(running, [...args, ...kwargs.values()], result)
          : result;
      this.lineShapes?.ended(site, finished, [...args, instance.shown.get('weight') ?? null]);
      return finished;
    } finally {
      this.#running.pop();
    }
  }

  /** A module without submodules is one node, whatever its forward pass consists of. */
  #finishLeaf(running: Running, args: readonly Value[], result: Value): Value {
    const { instance, name, start } = running;
    const inner = this.nodes.slice(start);
    const steps = stepsOf(inner);
    const tensors = tensorsIn(args);
    // A value that may be a tensor is one to its layer.
    const given = (tensors[0] ?? args.find((each) => each instanceof Unknown))?.ref;
    const [only] = steps;
    const source = sourceOfLayer(instance);
    if (steps.length === 1 && only && sameNode(only.inputs[0], given)) {
      only.id = name;
      only.type = typeOfCalled(instance);
      only.source = source ?? only.source;
      only.instance = instance;
      return result;
    }
    const outputs = tensorsIn([result]);
    if (outputs.length === 0 && steps.length === 0) return result;
    const whole =
      !steps.some(({ found, operation }) => found || isWindow(operation)) && !holdsObjects(result);
    if (whole) this.nodes.length = start;
    if (whole) this.#constants.forget(inner);
    const operation = layerOperation(instance, steps, outputs, whole);
    const shapes = outputs.map(({ shape }) => shape);
    const why = outputs.find((tensor) => tensor.why)?.why ?? null;
    const { macs } = operation;
    const node = this.#record(name, typeOfCalled(instance), operation, tensors, shapes, source, why, macs);
    node.instance = instance;
    if (!whole) return result;
    for (const each of inner) each.collapsed = node;
    return asOutputsOf(node, result);
  }

  isComputed({ ref }: PyTensor): boolean {
    return ref !== null && nodeOf(ref)?.operation.kind !== 'input';
  }

  dropped(tensor: PyTensor, call: Call): void {
    if (this.#active && this.#vm && this.#running.at(-1)?.leaf !== true)
      reportDropped(this.#vm, tensor, call);
  }

  get recorded(): number {
    return this.#active ? this.nodes.length : Infinity;
  }

  returned(site: Site, value: Value, recorded: number): void {
    // What a layer does inside of itself is not shown.
    if (!this.#active || this.#running.at(-1)?.leaf === true) return;
    keepResult(this.nodes, recorded, { site, depth: this.#blocks().length }, value);
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
    const node = this.#record(
      this.#functionId(type.length > 40 ? `${type.slice(0, 39)}…` : type),
      (callee.made ?? own).type,
      unknownOperation(callee, type),
      inputs,
      [null],
      { site, parameters: [], positional: 0 },
      callee,
      null,
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
    if (isPartlyUnknown(shape))
      joined.why = this.#vm?.unknown('it depends on a condition that is not known') ?? null;
    if (first.ref && second.ref && this.#active && !sameNode(first.ref, second.ref)) {
      const operation: Operation = { kind: 'declared', outputs: [shape], params: 0, macs: 0 };
      const id = this.#functionId('either');
      const node = this.#record(id, 'either', operation, [first, second], [shape], null, joined.why);
      joined.ref = { node, output: 0 };
    } else joined.ref = first.ref ?? second.ref;
    return joined;
  }

  doubted(why: Unknown): void {
    if (this.#active) this.reports.doubt ??= why;
  }

  report(report: Report): void {
    this.#vm?.journal.unrepeatable();
    this.#vm?.reads.spoil();
    this.reports.add(report, this.#vm?.reads.isOn === true);
  }
}
