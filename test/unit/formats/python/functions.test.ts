import { expect, test } from 'vitest';
import { analyzeText } from '../../../support/python.ts';

/** What PyTorch 1.13.1 gives for an x of 2×3×4×5. */
const cases: readonly (readonly [expression: string, shape: readonly number[]])[] = [
  ['torch.diag(x[0, 0])', [4]],
  ['torch.diag(x[0, 0], 2)', [3]],
  ['torch.diag(x[0, 0], -1)', [3]],
  ['torch.diag(x[0, 0, 0], 1)', [6, 6]],
  ['x[0, 0, 0].diag(-2)', [7, 7]],
  ['torch.diagflat(x[0, 0], 1)', [21, 21]],
  ['torch.diag_embed(x)', [2, 3, 4, 5, 5]],
  ['torch.diag_embed(x, offset=1, dim1=0, dim2=2)', [6, 2, 6, 3, 4]],
  ['torch.trace(x[0, 0])', []],
  ['torch.kron(x[0, 0], x[0, 1, :2])', [8, 25]],
  ['torch.kron(x[0, 0, 0], x[0, 1])', [4, 25]],
  ['torch.det(x @ x.transpose(2, 3))', [2, 3]],
  ['torch.inverse(x @ x.transpose(2, 3))', [2, 3, 4, 4]],
  ['torch.pinverse(x[0, 0])', [5, 4]],
  ['torch.linalg.det(x @ x.transpose(2, 3))', [2, 3]],
  ['torch.cov(x[0, 0])', [4, 4]],
  ['torch.corrcoef(x[0, 0])', [4, 4]],
  ['torch.addmv(x[0, 0, :, 0], x[0, 0], x[0, 0, 0])', [4]],
  ['torch.addr(x[0, 0], x[0, 0, :, 0], x[0, 0, 0])', [4, 5]],
  ['torch.addbmm(x[0, 0] @ x[0, 0].t(), x[0], x[0].transpose(1, 2))', [4, 4]],
  ['torch.column_stack([x[0, 0, 0], x[0, 0, 1]])', [5, 2]],
  ['torch.column_stack((x[0, 0], x[0, 0, :, 0]))', [4, 6]],
  ['torch.dstack([x[0, 0], x[0, 0]])', [4, 5, 2]],
  ['torch.row_stack([x[0, 0], x[0, 0, 0]])', [5, 5]],
  ['torch.atleast_3d(x[0, 0])', [4, 5, 1]],
  ['torch.atleast_2d(x[0, 0, 0])', [1, 5]],
  ['torch.hsplit(x, 3)[1]', [2, 1, 4, 5]],
  ['torch.vsplit(x, [1])[1]', [1, 3, 4, 5]],
  ['torch.dsplit(x, 2)[0]', [2, 3, 2, 5]],
  ['torch.hsplit(x[0, 0, 0], [1, 4])[2]', [1]],
  ['torch.hsplit(x, [1, -1])[1]', [2, 1, 4, 5]],
  ['torch.quantile(x, 0.5)', []],
  ['torch.quantile(x, 0.5, dim=1)', [2, 4, 5]],
  ['torch.quantile(x, torch.tensor([0.1, 0.5, 0.9]), dim=-1, keepdim=True)', [3, 2, 3, 4, 1]],
  ['x.quantile(0.2, dim=3)', [2, 3, 4]],
  ['torch.aminmax(x, dim=2)[1]', [2, 3, 5]],
  ['torch.aminmax(x)[0]', []],
  ['torch.histc(x, bins=12)', [12]],
  ['torch.dist(x, x * 2)', []],
  ['torch.view_as_real(torch.complex(x, x))', [2, 3, 4, 5, 2]],
  ['torch.block_diag(x[0, 0], x[0, 1, 0])', [5, 10]],
  ['torch.cartesian_prod(x[0, 0, 0], x[0, 0, :, 0])', [20, 2]],
  ['x[:, :, 0] * torch.hamming_window(5)', [2, 3, 5]],
  ['x * torch.hann_window(5, periodic=False)', [2, 3, 4, 5]],
  ['x[0, 0, 0] * torch.kaiser_window(5)', [5]],
  ['torch.tril_indices(4, 3)', [2, 9]],
  ['torch.triu_indices(4, 4, 1)', [2, 6]],
  ['torch.tril_indices(3, 6, -1)', [2, 3]],
  ['torch.triu_indices(5, 3, offset=-2)', [2, 12]],
  ['x.flatten(2)[:, :, torch.tril_indices(4, 4, offset=-1)[0]]', [2, 3, 6]],
  ['torch.svd(x)[0]', [2, 3, 4, 4]],
  ['torch.svd(x)[1]', [2, 3, 4]],
  ['torch.svd(x)[2]', [2, 3, 5, 4]],
  ['torch.svd(x, some=False)[2]', [2, 3, 5, 5]],
  ['torch.linalg.svd(x)[2]', [2, 3, 5, 5]],
  ['torch.linalg.svd(x, full_matrices=False)[2]', [2, 3, 4, 5]],
  ['torch.linalg.svdvals(x)', [2, 3, 4]],
  ['torch.qr(x.transpose(2, 3))[0]', [2, 3, 5, 4]],
  ['torch.linalg.qr(x)[1]', [2, 3, 4, 5]],
  ['torch.linalg.qr(x.mT, mode="complete")[0]', [2, 3, 5, 5]],
  ['torch.linalg.eigh(x @ x.mT)[1]', [2, 3, 4, 4]],
  ['torch.linalg.eigvalsh(x @ x.mT)', [2, 3, 4]],
  ['torch.linalg.matrix_norm(x)', [2, 3]],
  ['torch.linalg.matrix_rank(x)', [2, 3]],
  ['torch.linalg.solve(x @ x.mT + torch.eye(4), x)', [2, 3, 4, 5]],
  ['torch.linalg.lstsq(x.mT, x.mT)[0]', [2, 3, 4, 4]],
  ['torch.linalg.slogdet(x @ x.mT)[0]', [2, 3]],
  ['torch.matrix_exp(x @ x.mT)', [2, 3, 4, 4]],
  ['torch.stft(x[0, 0].flatten().repeat(20), n_fft=64, return_complex=True)', [33, 26]],
  [
    'torch.stft(x.flatten(1).repeat(1, 9), 64, hop_length=20, center=False, return_complex=True)',
    [2, 33, 24],
  ],
  ['torch.stft(x.flatten(1).repeat(1, 9), 64, onesided=False, return_complex=True)', [2, 64, 34]],
  ['torch.view_as_real(torch.stft(x.flatten(1).repeat(1, 9), 64, return_complex=True))', [2, 33, 34, 2]],
  ['torch.istft(torch.stft(x.flatten(1).repeat(1, 9), 64, return_complex=True), 64)', [2, 528]],
  ['torch.istft(torch.stft(x.flatten(1).repeat(1, 9), 64, return_complex=True), 64, length=500)', [2, 500]],
  ['torch.as_strided(x, (2, 7), (1, 2))', [2, 7]],
  ['x.as_strided([3, 2], [1, 1])', [3, 2]],
  ['F.bilinear(x, x[..., :2], torch.ones(7, 5, 2))', [2, 3, 4, 7]],
  ['F.embedding_bag(torch.zeros(6, 3, dtype=torch.long), torch.ones(9, 4)) + x.sum()', [6, 4]],
  [
    'F.embedding_bag(torch.zeros(6, dtype=torch.long), torch.ones(9, 4), torch.tensor([0, 2])) + x.sum()',
    [2, 4],
  ],
  ['torch.take_along_dim(x, torch.zeros(2, 1, 4, 2, dtype=torch.long), dim=3)', [2, 3, 4, 2]],
  ['x.scatter_reduce(1, torch.zeros_like(x, dtype=torch.long), x, reduce="sum")', [2, 3, 4, 5]],
  ['torch.pdist(x[0, 0])', [6]],
  ['torch.logaddexp(x, x[0])', [2, 3, 4, 5]],
  ['torch.cross(x[:, :, :, :3], x[:, :, :, 2:], dim=3)', [2, 3, 4, 3]],
  ['torch.fft.rfft(x, n=8)', [2, 3, 4, 5]],
  ['torch.fft.irfft(torch.fft.rfft(x))', [2, 3, 4, 4]],
  ['torch.fft.fft2(x, s=(6, 7))', [2, 3, 6, 7]],
  ['torch.fft.rfftn(x, dim=(1, 2))', [2, 3, 3, 5]],
  ['torch.fft.irfft2(torch.fft.rfft2(x), s=(4, 5))', [2, 3, 4, 5]],
  ['torch.diff(x, n=2, dim=-1)', [2, 3, 4, 3]],
  ['torch.rot90(x, 1, (2, 3))', [2, 3, 5, 4]],
  ['torch.tensordot(x, x, dims=([0, 1], [0, 1]))', [4, 5, 4, 5]],
  ['torch.inner(x, x[0, 0])', [2, 3, 4, 4]],
  ['torch.permute(x, dims=(0, 2, 3, 1))', [2, 4, 5, 3]],
  ['torch.flip(x, dims=(1,))', [2, 3, 4, 5]],
  ['torch.diagonal(x, offset=1, dim1=2, dim2=3)', [2, 3, 4]],
];

test.each(cases)('%s', (expression, shape) => {
  const text = `import torch
from torch import nn
import torch.nn.functional as F


class Net(nn.Module):
    # convlens: input=2x3x4x5
    def forward(self, x):
        y = ${expression}
        return y + x.sum() * 0
`;
  const { models, problems } = analyzeText(text);
  expect(models[0]?.layers.at(-1)?.outputShapes).toEqual([shape]);
  expect([...problems, ...(models[0]?.problems ?? [])]).toEqual([]);
});
