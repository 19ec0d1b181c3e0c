import { dimText } from '../../../../model/problems/number-text.ts';
import type { PyToken } from '../../interpreter/atoms.ts';
import type { Bound } from '../../interpreter/native.ts';
import { PyTensor, type Value } from '../../interpreter/values.ts';
import { bytesOf, dtypeOf, tokenOf } from '../dtypes.ts';
import { emitShape, tensorOf } from '../emit.ts';
import { refuse } from '../refusals.ts';
import { changes, sizes } from '../tensors.ts';
import { said } from '../../../../model/text/text.ts';

/** `view(torch.int32)`: the same bytes, of which a cell may take more or fewer (torch.Tensor.view). */
export function ofOtherType(args: Bound, input: PyTensor, token: PyToken): Value {
  const { dtype, shape } = input;
  const [from, to] = [bytesOf(tokenOf(dtype)), bytesOf(token)];
  const last = shape?.at(-1) ?? null;
  // Whole numbers of all widths are of one kind here.
  const bytes = typeof last === 'number' && dtype !== 'int' && from !== null ? last * from : null;
  const size = bytes === null || to === null ? null : bytes / to;
  if (size !== null && !Number.isInteger(size))
    refuse(
      args,
      'reshape-mismatch',
      said(
        '{0} cells of {1} bytes do not go into cells of {2}.',
        last === null ? '' : dimText(last),
        from ?? 0,
        to ?? 0,
      ),
    );
  const whole = size !== null && Number.isInteger(size) ? size : null;
  return emitShape(args, 'view', shape && shape.length > 0 ? shape.with(-1, whole) : shape, [input], {
    dtype: dtypeOf(token) ?? dtype,
  });
}

/** `x.resize_(2, 3)`: other sizes, whatever was there. */
export function resized(args: Bound): Value {
  const input = args.value('input');
  const shape = sizes(args.rest('sizes'));
  if (!(input instanceof PyTensor)) return emitShape(args, 'resize_', shape, [tensorOf(args, 'input')]);
  changes(args.vm, input);
  const output = emitShape(args, 'resize_', shape, [input]);
  [input.shape, input.ref, input.data] = [output.shape, output.ref, null];
  return input;
}
