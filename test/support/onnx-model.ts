import Pbf from 'pbf';

export type Attributes = Readonly<Record<string, number | string | readonly number[]>>;
type Sizes = readonly (number | string)[];

interface TestNode {
  readonly type: string;
  readonly inputs: readonly string[];
  readonly attributes?: Attributes;
  readonly outputs?: readonly string[];
}

export interface TestModel {
  readonly opset?: number;
  readonly inputs: Readonly<Record<string, Sizes>>;
  /** Initializers: their sizes, or their 64-bit values as a vector. */
  readonly stored?: Readonly<
    Record<string, { readonly dims: readonly number[] } | { readonly values: readonly number[] }>
  >;
  readonly nodes: readonly TestNode[];
}

/** Writes the fields of onnx.proto that the reader knows. */
export function encode({ opset = 17, inputs, stored = {}, nodes }: TestModel): Uint8Array {
  const pbf = new Pbf();
  pbf.writeMessage(8, (_value, message) => message.writeVarintField(2, opset), null);
  pbf.writeMessage(
    7,
    (_value, graph) => {
      for (const node of nodes) graph.writeMessage(1, writeNode, node);
      for (const [name, tensor] of Object.entries(stored))
        graph.writeMessage(5, writeTensor, { name, tensor });
      for (const [name, sizes] of Object.entries(inputs)) graph.writeMessage(11, writeInput, { name, sizes });
    },
    null,
  );
  return pbf.finish().slice();
}

function writeNode({ type, inputs, outputs, attributes = {} }: TestNode, pbf: Pbf): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  for (const output of outputs ?? [type]) pbf.writeStringField(2, output);
  pbf.writeStringField(4, type);
  for (const [name, value] of Object.entries(attributes)) {
    pbf.writeMessage(
      5,
      (_value, attribute) => {
        attribute.writeStringField(1, name);
        if (typeof value === 'number') attribute.writeVarintField(3, value);
        else if (typeof value === 'string') attribute.writeStringField(4, value);
        else for (const item of value) attribute.writeVarintField(8, item);
      },
      null,
    );
  }
}

function writeTensor(
  { name, tensor }: { name: string; tensor: { dims: readonly number[] } | { values: readonly number[] } },
  pbf: Pbf,
): void {
  const isValues = 'values' in tensor;
  pbf.writePackedVarint(1, isValues ? [tensor.values.length] : [...tensor.dims]);
  pbf.writeVarintField(2, isValues ? 7 : 1);
  if (isValues) pbf.writePackedVarint(7, [...tensor.values]);
  pbf.writeStringField(8, name);
}

function writeInput({ name, sizes }: { name: string; sizes: Sizes }, pbf: Pbf): void {
  pbf.writeStringField(1, name);
  const writeShape = (_value: null, shape: Pbf): void => {
    for (const size of sizes) {
      shape.writeMessage(
        1,
        (_dim, dim) => {
          if (typeof size === 'number') dim.writeVarintField(1, size);
          else dim.writeStringField(2, size);
        },
        null,
      );
    }
  };
  const writeTensorType = (_value: null, type: Pbf): void => type.writeMessage(2, writeShape, null);
  pbf.writeMessage(2, (_value: null, type: Pbf) => type.writeMessage(1, writeTensorType, null), null);
}
