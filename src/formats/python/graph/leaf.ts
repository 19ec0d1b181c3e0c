import type { Operation } from '../../../model/graph/operation.ts';
import type { CallSource } from '../interpreter/machine.ts';
import type { PyInstance, PyTensor, Value } from '../interpreter/values.ts';
import { constant } from '../torch/tensors.ts';
import { ownParameters, type Recorded } from './recorded.ts';
import { mapTensors } from './tensors-in.ts';

/** Where a layer was given its hyper-parameters. */
export function sourceOfLayer({ configured, site }: PyInstance): CallSource | null {
  return configured ?? (site && { site, parameters: [], positional: 0 });
}

/** What a forward pass consists of besides the weights and constants that it reads. */
export function stepsOf(nodes: readonly Recorded[]): readonly Recorded[] {
  return nodes.filter(({ type }) => type !== 'Parameter' && type !== 'Buffer' && type !== 'Constant');
}

/** A layer as one operation. Steps that stay nodes of their own have their own costs. */
export function layerOperation(
  instance: PyInstance,
  steps: readonly Recorded[],
  outputs: readonly PyTensor[],
  isWhole: boolean,
): Operation & { readonly macs: number | null } {
  const macs = steps.reduce<number | null>(
    (total, step) => (total === null || step.macs === null ? null : total + step.macs),
    0,
  );
  const shapes = outputs.map(({ shape }) => shape);
  return { kind: 'declared', outputs: shapes, params: ownParameters(instance), macs: isWhole ? macs : 0 };
}

/** The same result with its tensors as the outputs of a node. */
export function asOutputsOf(node: Recorded, result: Value): Value {
  let output = 0;
  return mapTensors(result, (tensor) => {
    const copy = constant(tensor.shape, tensor.dtype);
    copy.why = tensor.why;
    copy.data = tensor.data;
    copy.ref = { node, output: output++ };
    return copy;
  });
}

/** A lazy layer is of another class from its first call on (torch/nn/modules/lazy.py, cls_to_become). */
export function typeOfCalled({ type }: PyInstance): string {
  return type.definition ? type.name : type.name.replace(/^Lazy(?=[A-Z])/, '');
}
