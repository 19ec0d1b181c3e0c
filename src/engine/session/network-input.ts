import { filledInput, type NumberFormat } from '../network/initializers.ts';
import { seedOf } from '../network/random.ts';
import { elementCount, sameShape, type Tensor } from '../tensor.ts';
import type { CompiledInput } from './compiled-network.ts';
import type { InputChoice, InputRun } from './network-run.ts';
import { RunRefusal } from './run-refusal.ts';
import { pictureTensor } from './picture-input.ts';

export interface ChosenInput {
  readonly tensor: Tensor;
  readonly origin: InputRun['origin'];
}

/** What every input of the network holds. Throws RunRefusal where given values do not fit. */
export function networkInputs(
  inputs: readonly CompiledInput[],
  choice: InputChoice,
  seed: number,
  format: NumberFormat,
): readonly ChosenInput[] {
  const name = choice.kind === 'values' ? choice.name : undefined;
  const chosen = name === undefined ? 0 : inputs.findIndex((input) => input.name === name);
  if (chosen < 0) throw new RunRefusal({ kind: 'no-input', name: name ?? '' });
  return inputs.map((input, place) => {
    const tensor = place === chosen ? givenTensor(input, choice, format) : null;
    if (tensor) return { tensor, origin: 'given' };
    const { shape, values } = input;
    if (values?.length === elementCount(shape)) {
      return { tensor: inFormat(shape, values, format), origin: 'file' };
    }
    const filling = choice.kind === 'filling' ? choice.filling : 'noise';
    return { tensor: filledInput(shape, filling, seedOf(seed, input.name), format), origin: 'seeded' };
  });
}

function givenTensor(
  { name, shape }: CompiledInput,
  choice: InputChoice,
  format: NumberFormat,
): Tensor | null {
  switch (choice.kind) {
    case 'filling':
      return null;
    case 'picture':
      return pictureTensor(choice.picture, shape, format);
    case 'values': {
      const { tensor } = choice;
      if (sameShape(tensor.shape, shape) || (shape[0] === 1 && sameShape(tensor.shape, shape.slice(1)))) {
        return inFormat(shape, tensor.data, format);
      }
      throw new RunRefusal({ kind: 'other-shape', input: name, expected: shape, given: tensor.shape });
    }
  }
}

/** Values as a tensor of the number format that the run computes in. */
export function inFormat(shape: readonly number[], values: ArrayLike<number>, format: NumberFormat): Tensor {
  const data = format === 'float64' ? Float64Array.from(values) : Float32Array.from(values);
  return { shape, data };
}
