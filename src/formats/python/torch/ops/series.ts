import type { Dim } from '../../../../model/graph/shape.ts';
import { addDims } from '../../../../model/shapes/dims.ts';
import { waysToTake } from '../../../../util/whole-numbers.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { dimension, takesDimensions, takesRank } from '../refusals.ts';
import { toDim, toNumber } from '../tensors.ts';

/** The area under samples along one dimension, which goes; or every part sum, one less than there are samples. */
function integrated(name: string, cumulative: boolean): FunctionTable[string] {
  return [
    'y, x=None, *, dx=None, dim=-1',
    (args) => {
      const input = tensorOf(args, 'y');
      const { shape } = input;
      takesDimensions(args, name, shape);
      const place = shape && dimension(args, args.value('dim'), shape);
      if (!shape || place === null) return emitShape(args, name, null, [input]);
      const size = shape[place] ?? null;
      const sums = typeof size === 'number' ? Math.max(0, size - 1) : addDims(size, -1);
      return emitShape(args, name, cumulative ? shape.with(place, sums) : shape.toSpliced(place, 1), [input]);
    },
  ];
}

/** Powers of a vector's numbers as columns: as many as there are numbers, unless told. */
function vandermonde(args: Bound): Value {
  const input = tensorOf(args, 'x');
  const { shape } = input;
  takesRank(args, 'vander', shape, [1]);
  const rows = shape?.length === 1 ? (shape[0] ?? null) : null;
  const columns = args.value('N') === null ? rows : toDim(args.value('N'));
  return emitShape(args, 'vander', [rows, columns], [input]);
}

/** The rows of all ways to take r numbers of a vector. */
function combinations(args: Bound): Value {
  const input = tensorOf(args, 'input');
  takesRank(args, 'combinations', input.shape, [1]);
  const [size, taken] = [input.shape?.[0] ?? null, toNumber(args.value('r'))];
  const from = args.value('with_replacement') === true && taken !== null ? addDims(size, taken - 1) : size;
  return emitShape(args, 'combinations', [choose(from, taken), taken], [input]);
}

function choose(size: Dim, taken: number | null): number | null {
  const ways = typeof size === 'number' && taken !== null ? waysToTake(taken, size) : null;
  return Number.isSafeInteger(ways) ? ways : null;
}

/** Functions of `torch` of samples and vectors, none of which is a method. */
export const seriesFunctions: FunctionTable = {
  trapezoid: integrated('trapezoid', false),
  trapz: integrated('trapz', false),
  cumulative_trapezoid: integrated('cumulative_trapezoid', true),
  vander: ['x, N=None, increasing=False', vandermonde],
  combinations: ['input, r=2, with_replacement=False', combinations],
};
