import type { Operation } from '../../model/graph/operation.ts';
import type { SecondaryOutput, WithSecondaryOutputs } from '../../model/graph/secondary-output.ts';
import type { Shape } from '../../model/graph/shape.ts';
import { knownNumbers, type Constant } from './constant.ts';
import type { OnnxAttribute, OnnxNode } from './proto.ts';

/** One node as an operator's rule sees it. */
export class OperatorCall {
  readonly node: OnnxNode;
  readonly opset: number;
  /** Shape and known values of each input; an input that is left out has neither. */
  readonly shapes: readonly Shape[];
  readonly constants: readonly (Constant | null)[];

  readonly #parameters: readonly boolean[];

  constructor(
    node: OnnxNode,
    opset: number,
    inputs: readonly {
      readonly shape: Shape;
      readonly constant: Constant | null;
      readonly isParameter: boolean;
    }[],
  ) {
    this.node = node;
    this.opset = opset;
    this.shapes = inputs.map(({ shape }) => shape);
    this.constants = inputs.map(({ constant }) => constant);
    this.#parameters = inputs.map(({ isParameter }) => isParameter);
  }

  /** Whether an input is stored in the file (a kernel, a constant) instead of computed from the model's input. */
  isParameter(input: number): boolean {
    return this.#parameters[input] ?? false;
  }

  attribute(name: string): OnnxAttribute | undefined {
    return this.node.attributes.get(name);
  }

  int(name: string, otherwise: number): number {
    return this.attribute(name)?.int ?? otherwise;
  }

  float(name: string, otherwise: number): number {
    return this.attribute(name)?.float ?? otherwise;
  }

  has(input: number): boolean {
    return (this.node.inputs[input] ?? '') !== '';
  }

  /** The node's outputs behind the first, all sized alike; nothing where it names none. */
  secondary(output: SecondaryOutput): WithSecondaryOutputs {
    const secondary = this.node.outputs.slice(1).map(() => output);
    return secondary.length === 0 ? {} : { secondary };
  }

  /** Rank of the first input, or null. */
  get rank(): number | null {
    return this.shapes[0]?.length ?? null;
  }

  /** Numbers that older opsets give as an attribute and newer ones as an input; undefined where the node gives neither. */
  numbers(attribute: string, input: number): readonly number[] | null | undefined {
    if (this.has(input)) return knownNumbers(this.constants[input]);
    return this.attribute(attribute)?.ints ?? this.attribute(attribute)?.floats;
  }
}

/** What a node becomes: an operation, and which of its inputs are tensors that flow through it (default: the first). */
export interface OperatorResult {
  readonly operation: Operation;
  readonly tensors?: readonly number[];
}

/** The rule of one ONNX operator; null where its result cannot be known. */
export type OperatorRule = (call: OperatorCall) => OperatorResult | null;
