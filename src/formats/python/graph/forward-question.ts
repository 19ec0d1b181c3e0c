import type { Input } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import type { DType, Origin } from '../interpreter/atoms.ts';
import type { Form } from '../interpreter/form.ts';
import type { Kwargs, Machine } from '../interpreter/machine.ts';
import type { Present, Question } from '../interpreter/question.ts';
import { PyTensor, PyTuple, type PyInstance, type Site, type Value } from '../interpreter/values.ts';
import { constant } from '../torch/tensors.ts';
import type { Call, Repeats, Kept } from './repeats.ts';
import { isSameRepeat } from './same-repeat.ts';

/** Follows something by itself, outside of any model. */
export interface Retracer {
  readonly reports: { without(run: () => void): void };
  trace(root: null, run: () => void): void;
  input(name: string, operation: Input, dtype: DType): PyTensor;
}

/** What a module was called with. */
export interface Arguments {
  readonly args: readonly Value[];
  readonly kwargs: Kwargs;
  readonly site: Site | null;
}

/** An argument, with tensors as what is known of them. */
type Given =
  | { readonly kind: 'tensor'; readonly shape: Shape; readonly dtype: DType; readonly place: number }
  | { readonly kind: 'tuple'; readonly items: readonly Given[]; readonly type: PyTuple['type'] }
  | { readonly kind: 'settled'; readonly value: Value };

/** What a forward pass gives: it is followed once more, alone. */
export class ForwardQuestion implements Question {
  readonly #vm: Machine;
  readonly #retracer: Retracer;
  readonly #repeats: Repeats;
  readonly #kept: Kept;
  readonly #key: string;
  readonly #form: Form;
  /** Only as long as its model is in use. */
  readonly #instance: WeakRef<PyInstance>;
  readonly #args: readonly Given[];
  readonly #kwargs: readonly (readonly [string, Given])[];
  readonly #site: Site | null;

  constructor(
    [vm, retracer, repeats]: readonly [Machine, Retracer, Repeats],
    kept: Kept,
    call: Call,
    instance: PyInstance,
    { args, kwargs, site }: Arguments,
  ) {
    this.#vm = vm;
    this.#retracer = retracer;
    this.#repeats = repeats;
    this.#kept = kept;
    this.#key = call.key;
    this.#form = call.form;
    this.#instance = new WeakRef(instance);
    this.#args = args.map((value) => givenOf(value, call));
    this.#kwargs = [...kwargs].map(([name, value]) => [name, givenOf(value, call)]);
    this.#site = site;
  }

  givesTheSame(present: Present): boolean {
    const { repeat } = this.#kept;
    const instance = this.#instance.deref();
    const { journal, forms } = this.#vm;
    if (!repeat || !instance || forms.of(instance) !== this.#form) return false;
    if (!this.#repeats.has(this.#key, journal.epoch)) this.#follow(instance);
    const now = this.#repeats.find(this.#key, journal.epoch);
    return now !== null && isSameRepeat(repeat, now, present);
  }

  /** Drops what is reported on the way, and leaves all as it was. */
  #alone(run: () => void): void {
    const { journal } = this.#vm;
    const { reports } = this.#retracer;
    journal.begin();
    try {
      reports.without(() => this.#retracer.trace(null, run));
    } finally {
      journal.undo();
    }
  }

  #follow(instance: PyInstance): void {
    this.#alone(() => {
      const inputs = new Map<number, Origin | null>();
      const again = (given: Given): Value => {
        switch (given.kind) {
          case 'settled':
            return given.value;
          case 'tuple':
            return new PyTuple(given.items.map(again), given.type);
          case 'tensor': {
            const { shape, dtype, place } = given;
            const operation: Input = { kind: 'input', shape, origin: 'default' };
            const known = inputs.get(place);
            const ref = known ?? this.#retracer.input(`input${place}`, operation, dtype).ref;
            inputs.set(place, ref);
            const tensor = constant(shape, dtype);
            tensor.ref = ref;
            return tensor;
          }
        }
      };
      const kwargs = new Map(this.#kwargs.map(([name, given]) => [name, again(given)]));
      this.#vm.call(instance, this.#args.map(again), kwargs, this.#site);
    });
  }
}

function givenOf(value: Value, call: Call): Given {
  if (value instanceof PyTuple)
    return { kind: 'tuple', items: value.items.map((item) => givenOf(item, call)), type: value.type };
  if (!(value instanceof PyTensor)) return { kind: 'settled', value };
  const { shape, dtype } = value;
  return { kind: 'tensor', shape, dtype, place: call.places[call.tensors.indexOf(value)] ?? -1 };
}
