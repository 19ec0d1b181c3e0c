import type { Shape } from '../../../model/graph/shape.ts';
import { shapeText } from '../../../model/problems/number-text.ts';
import { shapesDiffer } from '../../../model/shapes/dims.ts';
import { said } from '../../../model/text/text.ts';
import type { Bound } from '../interpreter/native.ts';
import { refuse } from './refusals.ts';
import { PyDescriptor, PyTensor, type Value } from '../interpreter/values.ts';
import type { NativeFunction } from '../interpreter/machine.ts';
import { torchFunction, torchFunctions, type FunctionTable } from './declare.ts';
import { elementwiseFunctions } from './nn/elementwise.ts';
import { flattenFunctions } from './nn/reshaping.ts';
import { alongFunctions } from './ops/along.ts';
import { arithmeticFunctions, operatorMethods, unaryFunctions } from './ops/arithmetic.ts';
import { conversionMethods, conversionProperties } from './ops/conversion.ts';
import { creationMethods } from './ops/creation.ts';
import { decompositionFunctions } from './ops/decompositions.ts';
import { indexingFunctions, indexingMethods } from './ops/indexing.ts';
import { joiningFunctions, joiningMethods } from './ops/joining.ts';
import { linearAlgebraFunctions, matrixOperators } from './ops/linear-algebra.ts';
import { matrixFunctions } from './ops/matrices.ts';
import { scatterFunctions, scatterMethods } from './ops/scatter.ts';
import { signalFunctions } from './ops/signal.ts';
import { splittingFunctions } from './ops/stacking.ts';
import { statisticsFunctions } from './ops/statistics.ts';
import { reduceFunctions } from './ops/reduce.ts';
import { shapeFunctions, shapeMethods, shapeProperties } from './ops/shape.ts';
import { changes, tensorType } from './tensors.ts';
import { unreadMethods } from './unread-methods.ts';

/** Functions of torch that are also methods: their first argument is the tensor. */
const shared: FunctionTable = {
  ...elementwiseFunctions,
  ...unaryFunctions,
  ...arithmeticFunctions,
  ...shapeFunctions,
  ...flattenFunctions,
  ...joiningFunctions,
  ...reduceFunctions,
  ...linearAlgebraFunctions,
  ...indexingFunctions,
  ...matrixFunctions,
  ...splittingFunctions,
  ...statisticsFunctions,
  ...alongFunctions,
  ...decompositionFunctions,
  ...signalFunctions,
  ...scatterFunctions,
};

/** Methods that give a tensor itself other sizes. */
const reshaping = new Set(['unsqueeze_', 'squeeze_', 'transpose_', 'swapaxes_', 'swapdims_', 't_']);

/** Methods whose other operands may be larger than the tensor. */
const broadcasting = new Set([...Object.keys(arithmeticFunctions), 'masked_fill'].map((name) => `${name}_`));

/** `x.add_(y)`: the result takes the tensor's place. */
function inPlace(name: string, [signature, rule]: FunctionTable[string]): NativeFunction {
  return torchFunction(name, signature, (args) => {
    const input = args.value('input');
    const result = rule(args);
    if (!(input instanceof PyTensor) || !(result instanceof PyTensor)) return result;
    if (JSON.stringify(input.shape) !== JSON.stringify(result.shape)) {
      if (reshaping.has(name) && input.ref) input.shape = result.shape;
      else return fitsInto(args, name, input.shape, result.shape) ? result : input;
    }
    changes(args.vm, input);
    input.ref = result.ref;
    input.data = result.data;
    return input;
  });
}

/** `x += y`: the value of the assignment, which has the sizes of `x`. */
function updates(): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(operatorMethods).flatMap(([method, [signature, rule]]) => {
      const [, name] = /^__(\w+)__$/.exec(method) ?? [];
      if (name === undefined || operatorMethods[`__r${name}__`] === undefined) return [];
      return [
        [
          `__i${name}__`,
          torchFunction(name, signature, (args) => {
            const [input, result] = [args.value('input'), rule(args)];
            const both = input instanceof PyTensor && result instanceof PyTensor;
            return !both || fitsInto(args, `__i${name}__`, input.shape, result.shape) ? result : input;
          }),
        ] as const,
      ];
    }),
  );
}

/** Whether a tensor keeps its sizes where its values change, which PyTorch wants (aten/src/ATen/TensorIterator.cpp, compute_shape). */
function fitsInto(args: Bound, name: string, before: Shape, after: Shape): boolean {
  if (!(broadcasting.has(name) || name.startsWith('__')) || !before || !after || !shapesDiffer(before, after))
    return true;
  refuse(
    args,
    'join-mismatch',
    said('{0} is changed in place, and cannot become {1}.', shapeText(before), shapeText(after)),
  );
  return false;
}

function inPlaceMethods(): Record<string, Value> {
  return Object.fromEntries(
    Object.entries(shared)
      .filter(([name]) => !name.startsWith('_') && !name.endsWith('_'))
      .map(([name, entry]) => [`${name}_`, inPlace(`${name}_`, entry)]),
  );
}

for (const [name, value] of Object.entries({
  ...inPlaceMethods(),
  ...updates(),
  ...torchFunctions({
    ...unreadMethods,
    ...shared,
    ...operatorMethods,
    ...matrixOperators,
    ...creationMethods,
    ...indexingMethods,
    ...shapeMethods,
    ...joiningMethods,
    ...conversionMethods,
    ...scatterMethods,
  }),
})) {
  tensorType.names.set(name, value);
}
for (const [name, [signature, rule]] of Object.entries({ ...shapeProperties, ...conversionProperties })) {
  tensorType.names.set(name, new PyDescriptor('property', torchFunction(name, signature, rule)));
}

/** Functions of `torch` that change a tensor in place: `torch.sin_(x)`. */
export const inPlaceFunctions: Readonly<Record<string, Value>> = Object.fromEntries(
  [...Object.keys(unaryFunctions), 'squeeze', 'unsqueeze', 'detach', 'fill', 'zero'].flatMap((name) => {
    const method = tensorType.names.get(`${name}_`);
    return method === undefined ? [] : [[`${name}_`, method] as const];
  }),
);

export { shared as sharedFunctions, tensorType };
