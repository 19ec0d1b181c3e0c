import Pbf from 'pbf';

/** A float32 tensor of a model: an input, an output, or with values a constant. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface OnnxConstant extends OnnxTensor {
  readonly values: Float32Array;
}

/** A model of one node. Attributes are lists of integers, or one integer. */
export interface OneNodeModel {
  readonly operator: string;
  readonly attributes: Readonly<Record<string, number | readonly number[]>>;
  readonly inputs: readonly OnnxTensor[];
  readonly constants: readonly OnnxConstant[];
  readonly output: OnnxTensor;
}

const float32 = 1;
const integer = 2;
const integers = 7;

/** The bytes of an ONNX file (onnx/onnx: onnx/onnx.proto gives the field numbers). The node reads inputs, then constants. */
export function onnxBytes({ operator, attributes, inputs, constants, output }: OneNodeModel): Uint8Array {
  const model = new Pbf();
  model.writeVarintField(1, 8);
  model.writeMessage(
    7,
    (_graph, graph) => {
      graph.writeMessage(
        1,
        (_node, node) => {
          for (const { name } of [...inputs, ...constants]) node.writeStringField(1, name);
          node.writeStringField(2, output.name);
          node.writeStringField(4, operator);
          for (const attribute of Object.entries(attributes)) node.writeMessage(5, writeAttribute, attribute);
        },
        null,
      );
      graph.writeStringField(2, operator);
      for (const constant of constants) graph.writeMessage(5, writeConstant, constant);
      for (const input of inputs) graph.writeMessage(11, writeValue, input);
      graph.writeMessage(12, writeValue, output);
    },
    null,
  );
  model.writeMessage(8, (_version, operatorSet) => operatorSet.writeVarintField(2, 17), null);
  return model.finish();
}

function writeAttribute([name, value]: readonly [string, number | readonly number[]], pbf: Pbf): void {
  pbf.writeStringField(1, name);
  if (typeof value === 'number') {
    pbf.writeVarintField(3, value);
    pbf.writeVarintField(20, integer);
  } else {
    for (const entry of value) pbf.writeVarintField(8, entry);
    pbf.writeVarintField(20, integers);
  }
}

function writeConstant({ name, shape, values }: OnnxConstant, pbf: Pbf): void {
  for (const size of shape) pbf.writeVarintField(1, size);
  pbf.writeVarintField(2, float32);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
}

function writeValue({ name, shape }: OnnxTensor, pbf: Pbf): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(
    2,
    (_type, type) =>
      type.writeMessage(
        1,
        (_tensor, tensor) => {
          tensor.writeVarintField(1, float32);
          tensor.writeMessage(
            2,
            (_shape, dimensions) => {
              for (const size of shape) {
                dimensions.writeMessage(1, (_size, dimension) => dimension.writeVarintField(1, size), null);
              }
            },
            null,
          );
        },
        null,
      ),
    null,
  );
}
