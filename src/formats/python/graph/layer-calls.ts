import type { Shape } from '../../../model/graph/shape.ts';
import type { KnownInference } from '../../../model/shapes/inference.ts';
import type { DType } from '../interpreter/atoms.ts';
import type { Form } from '../interpreter/form.ts';
import type { Forms } from '../interpreter/forms.ts';
import type { Kwargs } from '../interpreter/machine.ts';
import { PyTensor, type PyInstance, type Site, type Value } from '../interpreter/values.ts';
import { describedTensor } from './described-tensor.ts';
import type { Recorded } from './recorded.ts';

/** A module without submodules is called. */
export interface LayerCalled {
  readonly instance: PyInstance;
  /** Its qualified name. */
  readonly name: string;
  readonly args: readonly Value[];
  readonly kwargs: Kwargs;
  readonly site: Site | null;
}

/** The call of a library's layer with one tensor, as far as it decides what the call gives. */
interface LayerCall {
  readonly key: string;
  readonly form: Form;
  readonly input: PyTensor;
  readonly origin: NonNullable<PyTensor['ref']>;
}

/** What it gave: one node with one output. */
interface LayerCallResult {
  readonly known: KnownInference;
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Calls of layers by form and input: the same layer gives the same for the same shape, wherever a model has it. */
export class LayerCalls {
  readonly #known = new Map<string, LayerCallResult>();

  /** Null where the call cannot be compared with others. */
  callOf(forms: Forms, { instance, args, kwargs, site }: LayerCalled): LayerCall | null {
    const [input] = args;
    if (instance.type.definition || args.length !== 1 || kwargs.size > 0 || !site) return null;
    if (!(input instanceof PyTensor)) return null;
    const { ref } = input;
    const described = describedTensor(input);
    const form = described === null ? null : forms.of(instance);
    return form && ref && { key: `${form.serial} ${described}`, form, input, origin: ref };
  }

  find({ key }: LayerCall): LayerCallResult | null {
    return this.#known.get(key) ?? null;
  }

  /** Keeps what a call has given, where it is one node that reads what was given and has nothing to say about it. */
  keep(
    { key, form, input, origin }: LayerCall,
    instance: PyInstance,
    nodes: readonly Recorded[],
    value: Value,
  ): void {
    const [node] = nodes;
    if (nodes.length !== 1 || !node?.known || node.instance !== instance || node.place || node.why) return;
    if (instance.form !== form || input.ref !== origin || node.inputs.length !== 1 || node.found) return;
    if (!(value instanceof PyTensor) || value === input || value.ref?.node !== node) return;
    const { shape, dtype, data, why, role } = value;
    if (data || why || role !== 'value' || node.shapes.length !== 1) return;
    this.#known.set(key, { known: node.known, shape, dtype });
  }
}
