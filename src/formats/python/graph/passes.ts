import type { Origin } from '../interpreter/atoms.ts';
import type { Kwargs, Machine } from '../interpreter/machine.ts';
import type { ReadSet } from '../interpreter/reads.ts';
import type { PyInstance, Value } from '../interpreter/values.ts';
import { moduleAt } from '../torch/module.ts';
import { constant } from '../torch/tensors.ts';
import { ForwardQuestion, type Arguments, type Retracer } from './forward-question.ts';
import type { Names } from './names.ts';
import type { LayerCalled } from './layer-calls.ts';
import { sourceOfLayer, typeOfCalled } from './leaf.ts';
import { nodeOf, Recorded } from './recorded.ts';
import {
  resultAgain,
  resultOf,
  type Call,
  type Entered,
  type From,
  type Repeat,
  type Repeats,
} from './repeats.ts';

/** The trace of one forward pass, as far as repeating parts of it needs it. */
interface Trace {
  readonly vm: Machine;
  /** Its nodes know it by this number. */
  readonly id: number;
  readonly nodes: readonly Recorded[];
  readonly names: Names;
  /** Modules whose forward pass has run. */
  readonly entered: Set<PyInstance>;
  /** Names of the modules around what is recorded now. */
  blocks(): readonly string[];
  add(node: Recorded): void;
  readonly retracer: Retracer;
}

/** A module whose forward pass was not followed but repeated, and where its nodes begin. */
interface Repeated {
  readonly repeat: Repeat;
  readonly root: PyInstance;
  readonly start: number;
}

/** Forward passes of a trace that were repeated. */
export interface Alike {
  /** The modules of those that are like another one. */
  readonly roots: ReadonlySet<PyInstance>;
  readonly kinds: ReadonlySet<Repeat>;
}

/** The modules of one trace: whose forward pass was followed, and whose was one that had been followed before. */
export class Passes {
  readonly #repeats: Repeats;
  readonly #trace: Trace;
  readonly #repeated = new Map<string, Repeated>();
  /** Names of modules of which others have called parts. */
  readonly #opened = new Set<string>();
  /** What has run, in order. */
  readonly #log: Entered[] = [];

  constructor(repeats: Repeats, trace: Trace) {
    this.#repeats = repeats;
    this.#trace = trace;
  }

  ran(name: string): void {
    this.#log.push(name);
  }

  /** Null where the call cannot be one that was followed before, nor one to compare others with. */
  callOf(instance: PyInstance, name: string, args: readonly Value[], kwargs: Kwargs): Call | null {
    const { entered, names, vm } = this.#trace;
    if (entered.has(instance) || this.#opened.has(name)) return null;
    const isOfLibrary = instance.type.definition?.module.file?.path.startsWith('<') === true;
    if (isOfLibrary || name === '' || !names.isWhole(instance)) return null;
    return this.#repeats.callOf(vm, instance, args, kwargs);
  }

  /** Runs a layer, or gives what such a layer gave for such an input. */
  layer(called: LayerCalled, run: () => Value): Value {
    const { vm, id, nodes, entered } = this.#trace;
    const { instance, name } = called;
    const { layers } = this.#repeats;
    const call = layers.callOf(vm.forms, called);
    const source = call && sourceOfLayer(instance);
    if (!source || nodeOf(call.origin)?.trace !== id) return run();
    const again = layers.find(call);
    if (!again) {
      const start = nodes.length;
      const value = run();
      layers.keep(call, instance, nodes.slice(start), value);
      return value;
    }
    const { known, shape, dtype } = again;
    const { operation, inference } = known;
    const { outputShapes, macs } = inference;
    const blocks = this.#trace.blocks();
    const type = typeOfCalled(instance);
    const node = new Recorded(
      name,
      type,
      operation,
      [call.origin],
      outputShapes,
      false,
      macs,
      source,
      blocks,
      null,
    );
    node.known = known;
    node.instance = instance;
    this.#trace.add(node);
    vm.charge(1);
    vm.journal.writes++;
    entered.add(instance);
    this.ran(name);
    const output = constant(shape, dtype);
    output.ref = { node, output: 0 };
    return output;
  }

  /** What a forward pass gives that has been followed before; undefined where none has, or it is too long. */
  repeated(call: Call, instance: PyInstance, name: string, room: number): Value | undefined {
    const { vm, nodes } = this.#trace;
    const repeat = this.#repeats.find(call.key, vm.journal.epoch);
    if (!repeat || nodes.length + repeat.steps.length >= room) return undefined;
    return this.#repeat(repeat, instance, name, call);
  }

  /** Follows a forward pass, and keeps it where it would be the same again. */
  followed(
    call: Call,
    instance: PyInstance,
    name: string,
    given: Arguments,
    isActive: () => boolean,
    run: () => Value,
  ): Value {
    const { nodes } = this.#trace;
    const { journal } = this.#trace.vm;
    const { breaks, epoch, readsFrom } = journal;
    const start = nodes.length;
    const logged = this.#log.length;
    journal.readsFrom = ++journal.clock;
    const { vm } = this.#trace;
    const outer = vm.reads.begin();
    let reads: ReadSet | null;
    let value: Value;
    try {
      value = run();
    } finally {
      journal.readsFrom = readsFrom;
      reads = vm.reads.end(outer);
    }
    if (journal.breaks !== breaks || journal.epoch !== epoch || instance.form !== call.form || !isActive())
      return value;
    const result = resultOf(value, call.tensors);
    if (!result || call.tensors.some(({ data }) => data !== null)) return value;
    const moved = new Map(
      call.tensors.flatMap(({ ref }, place) =>
        ref && ref !== call.refs[place] ? [[place, ref] as const] : [],
      ),
    );
    const kept = this.#repeats.keep({
      nodes,
      start,
      end: nodes.length,
      first: nodes[start],
      last: nodes.at(-1),
      name,
      depth: this.#trace.blocks().length,
      call,
      result,
      moved,
      entered: this.#log.slice(logged + 1),
      reads,
      epoch,
    });
    const { retracer } = this.#trace;
    if (reads)
      reads.question = new ForwardQuestion([vm, retracer, this.#repeats], kept, call, instance, given);
    return value;
  }

  /** What following the forward pass would record. */
  #repeat(repeat: Repeat, instance: PyInstance, name: string, { tensors, refs }: Call): Value {
    const { steps, moved, result } = repeat;
    const { vm, nodes, entered } = this.#trace;
    const start = nodes.length;
    const outer = this.#trace.blocks();
    const blocks = repeat.blocks.map((inner) => [...outer, ...inner.map((suffix) => name + suffix)]);
    const layers: object[] = [];
    const from = (input: From): Origin | null => {
      if (input === null) return null;
      if (input.of === 'given') return refs[input.place] ?? null;
      const node = nodes[start + input.place];
      return node ? { node, output: input.output } : null;
    };
    for (const { made, suffix, inputs, blocks: place, layer } of steps) {
      const { type, operation, shapes, found, macs, source } = made;
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
      again.known = made.known;
      again.place = made.place;
      again.within = made.within;
      again.results = made.results;
      again.instance = layer < 0 ? null : (layers[layer] ??= {});
      this.#trace.add(again);
    }
    vm.charge(1 + (steps.length >> 3));
    vm.reads.repeat(repeat.reads);
    vm.journal.writes++;
    entered.add(instance);
    this.#log.push(name, { name, repeat });
    this.#repeated.set(name, { repeat, root: instance, start });
    for (const [place, input] of moved) {
      const tensor = tensors[place];
      if (tensor) tensor.ref = from(input);
    }
    return resultAgain(result, tensors, from);
  }

  /** The modules of a forward pass that was repeated, each for itself. */
  #tellApart(name: string): void {
    const repeated = this.#repeated.get(name);
    if (!repeated) return;
    this.#repeated.delete(name);
    const { repeat, root, start } = repeated;
    const { nodes, names, entered: all } = this.#trace;
    repeat.steps.forEach(({ suffix, layer }, place) => {
      const node = nodes[start + place];
      if (layer < 0) names.taken(name + suffix);
      else if (node) node.instance = moduleAt(root, suffix) ?? node.instance;
    });
    const enter = (entered: readonly Entered[], below: string): void => {
      for (const each of entered) {
        if (typeof each !== 'string') enter(each.repeat.entered, below + each.name);
        else {
          const module = moduleAt(root, below + each);
          if (module) all.add(module);
        }
      }
    };
    enter(repeat.entered, '');
  }

  /** A module is called by `caller`: those that hold it and do not run just now have not all to themselves. */
  called(name: string, caller: string): void {
    this.#tellApart(name);
    const from = caller === '' || !name.startsWith(`${caller}.`) ? -1 : caller.length;
    for (let dot = name.lastIndexOf('.'); dot > from; dot = name.lastIndexOf('.', dot - 1)) {
      const above = name.slice(0, dot);
      this.#tellApart(above);
      this.#opened.add(above);
    }
  }

  /** Enters the modules of the first of each kind of forward passes that were repeated, so that what they show is seen once. */
  enterOnce(known: ReadonlySet<Repeat>): Alike {
    const roots = new Set<PyInstance>();
    const kinds = new Set<Repeat>();
    const { entered: all } = this.#trace;
    const enter = (repeat: Repeat, root: PyInstance): void => {
      if (kinds.has(repeat) || known.has(repeat)) roots.add(root);
      kinds.add(repeat);
      if (roots.has(root)) return;
      for (const each of repeat.entered) {
        const module = moduleAt(root, typeof each === 'string' ? each : each.name);
        if (module) all.add(module);
        if (module && typeof each !== 'string') enter(each.repeat, module);
      }
    };
    for (const { repeat, root } of this.#repeated.values()) enter(repeat, root);
    return { roots, kinds };
  }
}
