import { inClass, ownAttribute } from '../interpreter/attributes.ts';
import { NativeFunction, type Machine, type NativeCall } from '../interpreter/machine.ts';
import type { Bound } from '../interpreter/native.ts';
import { libraryClass } from '../interpreter/native.ts';
import { parseSignature, type Signature } from '../interpreter/signature.ts';
import { PyInstance, PyTensor, Unknown, type PyClass, type Value } from '../interpreter/values.ts';
import { callPlace, mistaken } from '../interpreter/mistaken.ts';
import { bindFunction, bindReported } from './bind.ts';
import { builtWithInput } from './built-with-input.ts';
import { takesTensors } from './refusals.ts';
import { takesWholeNumbers } from './whole-count.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import { moduleType } from './module.ts';
import { constant } from './tensors.ts';
import { said } from '../../../model/text/text.ts';

/** A layer of torch.nn while its forward pass runs. */
export class Layer {
  constructor(
    readonly instance: PyInstance,
    readonly args: Bound,
  ) {}

  /** An attribute as it is now: code may have changed it after construction. */
  get(name: string): Value {
    return ownAttribute(this.instance, name) ?? null;
  }

  flag(name: string): boolean {
    return this.get(name) === true;
  }

  /** Of a tensor that it keeps. */
  shapeOf(name: string): Shape {
    const value = this.instance.shown.get(name);
    return value instanceof PyTensor ? value.shape : null;
  }
}

/** What constructing a layer gives it besides its arguments, which it keeps under their own names. */
export interface LayerState {
  readonly attributes?: Readonly<Record<string, Value>>;
  /** Learned tensors; null where the layer has none under that name. */
  readonly parameters?: Readonly<Record<string, Shape | 'none'>>;
  readonly buffers?: Readonly<Record<string, Shape | 'none'>>;
  readonly modules?: Readonly<Record<string, Value>>;
}

export interface LayerDeclaration {
  readonly base?: PyClass;
  /** Of the constructor, without `self`, as PyTorch's documentation prints it. */
  readonly signature: string;
  /** Whether it is told where and how to keep its numbers: `device` and `dtype` come last. */
  readonly placed?: boolean;
  /** Whether other versions have other parameters. */
  readonly varies?: boolean;
  /** Arguments that it keeps under their own names; absent: all. */
  readonly keeps?: readonly string[];
  readonly state?: (args: Bound) => LayerState;
  /** Of `forward`, without `self`. */
  readonly inputs?: string;
  readonly forward?: (layer: Layer) => Value;
  /** Whether it takes what is no tensor: it hands it on, or unpacks it. */
  readonly takesOthers?: boolean;
  readonly members?: Readonly<Record<string, Value>>;
}

/** Arguments that say where and how a layer's numbers are kept, and never what shape anything has. */
const placement = 'device=None, dtype=None';

/** A class of torch.nn. */
export function layerClass(name: string, declaration: LayerDeclaration): PyClass {
  const { base = moduleType, forward, inputs = 'input', members = {}, takesOthers, varies } = declaration;
  const type = libraryClass(name, [base], { ...members });
  const signature = declaration.placed ? `${declaration.signature}, ${placement}` : declaration.signature;
  let parameters: Signature | null = null;
  type.names.set(
    '__init__',
    new NativeFunction('__init__', (vm, call) => {
      const [self, ...args] = call.args;
      if (!(self instanceof PyInstance)) return null;
      parameters ??= parseSignature(signature);
      const start = inClass(moduleType, '__init__');
      if (start !== undefined) vm.call(start, [self]);
      builtWithInput(vm, self.type.name, { ...call, args });
      const bound = bindReported(vm, name, parameters, { ...call, args }, varies);
      takesWholeNumbers(bound, name);
      configure(self, bound, declaration);
      return null;
    }),
  );
  if (forward) {
    const taken = parseSignature(`self, ${inputs}`);
    const takesTensor = takesOthers !== true && /^(?:input1?|query|src)$/.test(taken.names[1] ?? '');
    type.names.set(
      'forward',
      new NativeFunction('forward', (vm, call) => {
        const args = bindReported(vm, `${name}.forward`, taken, call);
        const self = args.value('self');
        if (takesTensor) takesTensors(args, name, 1);
        return self instanceof PyInstance ? forward(new Layer(self, args)) : null;
      }),
    );
  }
  return type;
}

function configure(self: PyInstance, args: Bound, { state, keeps }: LayerDeclaration): void {
  args.vm.journal.touch(self);
  if (args.site) self.configured = { site: args.site, parameters: args.parameters, positional: 0 };
  for (const [place, value] of args.values.entries()) {
    const name = args.parameters[place] ?? '';
    if (keeps ? keeps.includes(name) : name !== 'device' && name !== 'dtype')
      self.attributes.set(name, value);
  }
  const { attributes = {}, parameters = {}, buffers = {}, modules = {} } = state?.(args) ?? {};
  for (const [name, value] of Object.entries(attributes)) self.attributes.set(name, value);
  for (const [name, value] of Object.entries(modules)) self.attributes.set(name, value);
  for (const [tensors, role] of [
    [parameters, 'parameter'],
    [buffers, 'buffer'],
  ] as const) {
    for (const [name, shape] of Object.entries(tensors)) {
      // `bias=True` gives way to the bias itself.
      self.attributes.set(name, shape === 'none' ? null : kept(shape, role));
    }
  }
}

function kept(shape: Shape, role: 'parameter' | 'buffer'): PyTensor {
  const tensor = constant(shape, 'float');
  tensor.role = role;
  return tensor;
}

/** Names that PyTorch takes from NumPy besides its own. */
const aliases: Readonly<Record<string, string>> = {
  axis: 'dim',
  keepdims: 'keepdim',
  x: 'input',
  x1: 'input',
  x2: 'other',
};

/** A function of torch with its signature, for tensors and what may be tensors. */
export function torchFunction(name: string, signature: string, body: (args: Bound) => Value): NativeFunction {
  let parameters: Signature | null = null;
  return new NativeFunction(name, (vm, call) => {
    parameters ??= parseSignature(signature);
    const [first] = parameters.parameters;
    if (first?.name === 'tensors' && first.kind === 'plain') takesList(vm, name, call);
    const args = bindFunction(vm, name, parameters, call.kwargs.size > 0 ? renamed(parameters, call) : call);
    if (first?.name === 'input') takesTensors(args, name, 0);
    takesWholeNumbers(args, name);
    return body(args);
  });
}

/** `torch.cat(x, y)`: PyTorch takes the tensors as one list. */
function takesList(vm: Machine, name: string, { args, site }: NativeCall): void {
  if (!(args[0] instanceof PyTensor)) return;
  const written = site?.call.args.filter((each) => each.name === null && each.star === '') ?? [];
  const count = args.findIndex((each) => !(each instanceof PyTensor));
  const tensors = written.length === args.length ? written.slice(0, count < 0 ? undefined : count) : [];
  const [start, end] = [tensors[0]?.value.start, tensors.at(-1)?.value.end];
  const edits =
    start === undefined || end === undefined
      ? []
      : [
          { span: { start, end: start }, newText: '[' },
          { span: { start: end, end }, newText: ']' },
        ];
  mistaken(vm, {
    message: said('{0} takes its tensors as one list: [a, b].', name),
    place: callPlace(site) ?? vm.place,
    repairs: edits.length === 0 ? [] : [{ title: 'Write them as a list', edits }],
  });
}

function renamed({ places }: Signature, call: NativeCall): NativeCall {
  const kwargs = [...call.kwargs].map(([key, value]) => {
    const alias = aliases[key];
    return [alias !== undefined && !places.has(key) && places.has(alias) ? alias : key, value] as const;
  });
  return { ...call, kwargs: new Map(kwargs) };
}

/** Functions by name, each as [signature, rule]. */
export type FunctionTable = Readonly<
  Record<string, readonly [signature: string, rule: (args: Bound) => Value]>
>;

export function torchFunctions(table: FunctionTable): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(table).map(([name, [signature, rule]]) => [name, torchFunction(name, signature, rule)]),
  );
}

/** The first argument that is unknown and decides the shape, as the result. */
export function unknownAmong(args: Bound, names: readonly string[]): Unknown | null {
  for (const name of names) {
    const value = args.value(name);
    if (value instanceof Unknown) return value;
  }
  return null;
}
