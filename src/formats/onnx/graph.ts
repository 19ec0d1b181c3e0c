import type { GraphNode, TensorRef } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import type { Dim, Shape } from '../../model/graph/shape.ts';
import { elementCount, productOf } from '../../model/shapes/dims.ts';
import { inferOperation } from '../../model/shapes/infer-operation.ts';
import { customLayer } from '../../model/rules/custom-layer.ts';
import type { LayerFields, LayerRules } from '../../model/rules/layer-rule.ts';
import type { FormatContext } from '../format.ts';
import { chosenInput } from '../input-choice.ts';
import { scalar, vector, type Constant } from './constant.ts';
import { folds } from './folding.ts';
import { OperatorCall, type OperatorResult, type OperatorRule } from './operator.ts';
import { algebraOperators } from './operators/algebra.ts';
import { creatingOperators } from './operators/created.ts';
import { pointwiseOperators } from './operators/pointwise.ts';
import { rearrangingOperators } from './operators/rearranging.ts';
import { recurrentOperators } from './operators/recurrent.ts';
import { regionOperators } from './operators/regions.ts';
import { windowOperators } from './operators/window.ts';
import type { OnnxGraph, OnnxModel, OnnxNode, OnnxTensor, OnnxValueInfo } from './proto.ts';

const operators: Readonly<Record<string, OperatorRule>> = {
  ...windowOperators,
  ...regionOperators,
  ...pointwiseOperators,
  ...rearrangingOperators,
  ...algebraOperators,
  ...recurrentOperators,
  ...creatingOperators,
};

/** A named value of the graph: a tensor that a layer gives, a stored parameter, or a constant of known values. */
interface NamedValue {
  readonly shape: Shape;
  readonly constant: Constant | null;
  readonly isParameter: boolean;
  readonly ref: TensorRef | null;
}

const missing: NamedValue = { shape: null, constant: null, isParameter: false, ref: null };
const nowhere = { start: 0, end: 0 };
const source = { span: nowhere, title: nowhere, fields: {} };

/** Inputs of these operators from the second on are parameters, whether the file stores them or leaves them out. */
const parameterized = new Set([
  'Conv',
  'ConvInteger',
  'QLinearConv',
  'ConvTranspose',
  'Gemm',
  'BatchNormalization',
  'InstanceNormalization',
  'GroupNormalization',
  'LayerNormalization',
  'PRelu',
]);

/**
 * The layers of an ONNX graph. Operators that only compute sizes are folded away: what is left is what a
 * person would call a layer.
 */
export function buildNodes(
  { graph, opsets }: OnnxModel,
  context: Pick<FormatContext, 'inputs' | 'rules'>,
): readonly GraphNode[] {
  return new GraphBuilder(graph, opsets.get('') ?? 1, context).build();
}

class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #values = new Map<string, NamedValue>();
  readonly #ids = new Set<string>();
  readonly #graph: OnnxGraph;
  readonly #opset: number;
  readonly #context: Pick<FormatContext, 'inputs' | 'rules'>;

  constructor(graph: OnnxGraph, opset: number, context: Pick<FormatContext, 'inputs' | 'rules'>) {
    this.#graph = graph;
    this.#opset = opset;
    this.#context = context;
  }

  build(): readonly GraphNode[] {
    for (const tensor of this.#graph.initializers) this.#values.set(tensor.name, storedValue(tensor));
    this.#addInputs();
    for (const node of this.#graph.nodes) this.#addNode(node);
    return this.#nodes;
  }

  #addInputs(): void {
    const parameters = parameterNames(this.#graph);
    const inputs = this.#graph.inputs.filter(({ name }) => !this.#values.has(name));
    let place = 0;
    for (const info of inputs) {
      if (parameters.has(info.name)) {
        this.#values.set(info.name, {
          shape: declaredShape(info),
          constant: null,
          isParameter: true,
          ref: null,
        });
        continue;
      }
      const { shape, origin } = chosenInput(declaredShape(info), this.#context.inputs, info.name, place++);
      const operation: Operation = { kind: 'input', shape, origin: origin ?? 'file' };
      this.#emit(info.name, 'Input', operation, [], [info.name], [shape]);
    }
  }

  #addNode(node: OnnxNode): void {
    const inputs = node.inputs.map((name) => this.#values.get(name) ?? missing);
    const isStandard = node.domain === '' || node.domain === 'ai.onnx';
    const constant = isStandard ? fold(node, inputs) : null;
    if (constant) {
      this.#setStored(node, [constant.dims], constant);
      return;
    }
    const rule = isStandard ? operators[node.type] : undefined;
    const result =
      rule?.(new OperatorCall(node, this.#opset, inputs)) ?? unknownResult(node, this.#context.rules);
    const tensors = result.tensors ?? [0];
    const shapes = tensors.map((input) => inputs[input]?.shape ?? null);
    const { outputShapes } = inferOperation(result.operation, shapes, 'onnx');
    if (inputs.every(({ ref }) => ref === null)) {
      this.#setStored(node, outputShapes, null);
      return;
    }
    const refs = tensors.map((input) => this.#flowing(node.inputs[input] ?? '', inputs[input] ?? missing));
    this.#emit(node.name, node.type, result.operation, refs, node.outputs, outputShapes);
  }

  /** A stored tensor that joins the flow, as a class token does, is a node of its own. */
  #flowing(name: string, value: NamedValue): TensorRef | null {
    if (value.ref !== null || !value.isParameter) return value.ref;
    const operation: Operation = {
      kind: 'declared',
      outputs: [value.shape],
      params: elementCount(value.shape),
      macs: 0,
    };
    this.#emit(name, 'Parameter', operation, [], [name], [value.shape]);
    return this.#values.get(name)?.ref ?? null;
  }

  /** Values that no input of the model reaches are parameters, however they are computed. */
  #setStored(node: OnnxNode, shapes: readonly Shape[], constant: Constant | null): void {
    node.outputs.forEach((output, index) => {
      this.#values.set(output, { shape: shapes[index] ?? null, constant, isParameter: true, ref: null });
    });
  }

  #emit(
    name: string,
    type: string,
    operation: Operation,
    inputs: readonly (TensorRef | null)[],
    outputs: readonly string[],
    shapes: readonly Shape[],
  ): void {
    const node = this.#nodes.length;
    this.#nodes.push({
      id: this.#uniqueId([name, outputs[0]].find(Boolean) ?? `${type}_${String(node)}`),
      type,
      operation,
      inputs,
      source,
    });
    outputs.forEach((output, index) => {
      if (output === '') return;
      const value: NamedValue = {
        shape: shapes[index] ?? null,
        constant: null,
        isParameter: false,
        ref: { node, output: index },
      };
      this.#values.set(output, value);
    });
  }

  #uniqueId(wanted: string): string {
    let id = wanted;
    for (let copy = 2; this.#ids.has(id); copy += 1) id = `${wanted}_${String(copy)}`;
    this.#ids.add(id);
    return id;
  }
}

function storedValue({ dims, values }: OnnxTensor): NamedValue {
  return { shape: dims, constant: values && { dims, values }, isParameter: true, ref: null };
}

/** Where weights were left out of the file, exporters list them as inputs of the graph. */
function parameterNames({ nodes }: OnnxGraph): ReadonlySet<string> {
  return new Set(
    nodes.filter(({ type }) => parameterized.has(type)).flatMap(({ inputs }) => inputs.slice(1)),
  );
}

function declaredShape({ dims }: OnnxValueInfo): Shape {
  return dims?.map((size): Dim => (typeof size === 'string' ? { symbol: size, factor: 1 } : size)) ?? null;
}

function unknownResult(node: OnnxNode, rules: LayerRules | undefined): OperatorResult {
  const tensors = node.inputs.map((_, input) => input);
  const unknown = { kind: 'unknown', outputs: Math.max(1, node.outputs.length) } as const;
  return { operation: customLayer(node.type, rules, () => attributeFields(node)) ?? unknown, tensors };
}

function attributeFields({ attributes }: OnnxNode): LayerFields {
  return Object.fromEntries(
    [...attributes].map(([name, { ints, floats, int, float, text }]) => [
      name,
      ints ?? floats ?? int ?? float ?? text ?? null,
    ]),
  );
}

/** The constant that a node computes from shapes and constants alone; null where it works on real tensors. */
function fold(node: OnnxNode, inputs: readonly NamedValue[]): Constant | null {
  if (node.type === 'Constant') return constantOf(node);
  if (node.type === 'Shape') return shapeOf(node, inputs[0]?.shape ?? null);
  if (node.type === 'Size') return sizeOf(inputs[0]?.shape ?? null);
  const anyTensor = inputs.some(({ ref }) => ref !== null);
  return anyTensor
    ? null
    : (folds[node.type]?.(
        node,
        inputs.map(({ constant }) => constant),
      ) ?? null);
}

function constantOf({ attributes }: OnnxNode): Constant | null {
  const tensor = attributes.get('value')?.tensor;
  if (tensor) return tensor.values && { dims: tensor.dims, values: tensor.values };
  const list = attributes.get('value_ints')?.ints ?? attributes.get('value_floats')?.floats;
  if (list) return vector(list);
  const single = attributes.get('value_int')?.int ?? attributes.get('value_float')?.float;
  return single === undefined ? null : { dims: [], values: [single] };
}

/** The number of all values, where every size is known. */
function sizeOf(shape: Shape): Constant | null {
  const count = shape && productOf(shape);
  return count === null ? null : scalar(count);
}

/** Since opset 15 only the dimensions from `start` to `end`. */
function shapeOf(node: OnnxNode, shape: Shape): Constant | null {
  return (
    shape && vector(shape.slice(node.attributes.get('start')?.int ?? 0, node.attributes.get('end')?.int))
  );
}
