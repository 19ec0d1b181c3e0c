import { shapeText } from '../../../../model/problems/number-text.ts';
import type { Dim } from '../../../../model/graph/shape.ts';
import { shapesDiffer } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { Value } from '../../interpreter/values.ts';
import type { FunctionTable } from '../declare.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { dimension, refuse, refuseIndex } from '../refusals.ts';
import { shapeOf } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** A copy of the input with another tensor in the place of a part: the input's sizes, where that tensor has the part's. */
function replaced(args: Bound, name: string, part: readonly Dim[] | null): Value {
  const [input, source] = [tensorOf(args, 'input'), tensorOf(args, 'src')];
  const { shape } = source;
  if (part && shape && shapesDiffer(part, shape))
    refuse(
      args,
      'join-mismatch',
      said('{0} replaces a part of {1}: {2} is not of its shape.', name, shapeText(part), shapeText(shape)),
    );
  return emitShape(args, name, input.shape, [input, source]);
}

function selectReplaced(args: Bound): Value {
  const shape = shapeOf(args.value('input'));
  const place = shape && dimension(args, args.value('dim'), shape);
  if (!shape || place === null) return replaced(args, 'select_scatter', null);
  refuseIndex(args, args.value('index'), shape[place] ?? null, place);
  return replaced(args, 'select_scatter', shape.toSpliced(place, 1));
}

/** Functions that give a copy of a tensor with a part replaced. */
export const scatterFunctions: FunctionTable = {
  select_scatter: ['input, src, dim, index', selectReplaced],
};
