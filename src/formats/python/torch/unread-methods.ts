import type { FunctionTable } from './declare.ts';
import { emitShape, tensorOf } from './emit.ts';

/** Methods of torch.Tensor that no rule is written for, as its documentation lists them. */
const names = [
  'as_strided_scatter', 'ccol_indices', 'chalf', 'coalesce', 'col_indices', 'crow_indices', 'dense_dim', 'diagonal_scatter',
  'eig', 'frexp', 'geqrf', 'has_names', 'histogram', 'igamma', 'igammac', 'index_reduce', 'indices', 'int_repr', 'ipu',
  'is_coalesced', 'is_distributed', 'is_neg', 'is_nonzero', 'is_set_to', 'lstsq', 'lu', 'lu_solve', 'map2_', 'module_load',
  'mtia', 'new_empty_strided', 'nextafter', 'orgqr', 'ormqr', 'polygamma', 'q_per_channel_axis', 'q_per_channel_scales',
  'q_per_channel_zero_points', 'q_scale', 'q_zero_point', 'qscheme', 'reinforce', 'resize', 'resize_as', 'resize_as_',
  'resize_as_sparse_', 'row_indices', 'set_', 'slice_scatter', 'smm', 'solve', 'sparse_dim', 'sparse_mask', 'sparse_resize_',
  'sparse_resize_and_clear_', 'sspaddmm', 'storage', 'storage_type', 'symeig', 'to_dense', 'to_mkldnn', 'to_padded_tensor',
  'to_sparse', 'to_sparse_bsc', 'to_sparse_bsr', 'to_sparse_coo', 'to_sparse_csc', 'to_sparse_csr', 'triangular_solve',
  'untyped_storage', 'values', 'xpu',
]; // prettier-ignore

/** What they give is unknown: they are no misspelt names of others. */
export const unreadMethods: FunctionTable = Object.fromEntries(
  names.map((name) => [
    name,
    ['input, *args, **kwargs', (args) => emitShape(args, name, null, [tensorOf(args, 'input')])] as const,
  ]),
);
