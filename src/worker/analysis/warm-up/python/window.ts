/** Attention in windows, numbers that are worked out while a model is built, and a library that is not there. */
export const windowSample = (round: number): string => `
from typing import List, Optional

import absent
import torch
import torch.nn.functional as F
from torch import nn, Tensor


def cut(x: Tensor, size: int) -> Tensor:
    b, h, w, c = x.shape
    x = x.view(b, h // size, size, w // size, size, c)
    return x.permute(0, 1, 3, 2, 4, 5).reshape(-1, size * size, c)


class Windows(nn.Module):
    def __init__(self, width: int, size: int, shift: int, heads: int = 2):
        super().__init__()
        self.size, self.shift, self.heads = size, shift, heads
        self.norm = nn.LayerNorm(width, eps=1e-5)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.table = nn.Parameter(torch.zeros((2 * size - 1) * (2 * size - 1), heads))
        nn.init.trunc_normal_(self.table, std=0.02)
        places = torch.stack(torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij"))
        flat = torch.flatten(places, 1)
        between = flat[:, :, None] - flat[:, None, :]
        between = between.permute(1, 2, 0).contiguous()
        between[:, :, 0] += size - 1
        between[:, :, 1] += size - 1
        between[:, :, 0] *= 2 * size - 1
        self.register_buffer("between", between.sum(-1))

    def forward(self, x: Tensor) -> Tensor:
        b, h, w, c = x.shape
        right, below = (self.size - w % self.size) % self.size, (self.size - h % self.size) % self.size
        kept = x
        x = F.pad(self.norm(x), (0, 0, 0, right, 0, below))
        _, tall, wide, _ = x.shape
        if self.shift > 0:
            x = torch.roll(x, shifts=(-self.shift, -self.shift), dims=(1, 2))
        x = cut(x, self.size)
        qkv = self.qkv(x).reshape(x.size(0), x.size(1), 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.unbind(0)
        weights = (q * (c // self.heads) ** -0.5).matmul(k.transpose(-2, -1))
        bias = self.table[self.between.view(-1)].view(self.size**2, self.size**2, -1)
        weights = weights + bias.permute(2, 0, 1).contiguous().unsqueeze(0)
        weights = F.dropout(F.softmax(weights, dim=-1), p=0.1, training=self.training)
        x = self.out(weights.matmul(v).transpose(1, 2).reshape(x.size(0), x.size(1), c))
        x = x.view(b, tall // self.size, wide // self.size, self.size, self.size, c)
        x = x.permute(0, 1, 3, 2, 4, 5).reshape(b, tall, wide, c)
        if self.shift > 0:
            x = torch.roll(x, shifts=(self.shift, self.shift), dims=(1, 2))
        return kept + x[:, :h, :w, :].contiguous()


class Merge(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.reduce = nn.Linear(4 * width, 2 * width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        parts = [x[..., row::2, column::2, :] for row in (0, 1) for column in (0, 1)]
        return self.reduce(torch.cat(parts, -1))


class Frozen(nn.Module):
    def __init__(self, width: int, eps: float = 1e-5):
        super().__init__()
        self.eps = eps
        self.register_buffer("weight", torch.ones(width))
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("deviation", torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        scale = (self.weight * (self.deviation + self.eps).rsqrt()).reshape(1, -1, 1, 1)
        return torch.clamp(x * scale - self.mean.reshape(1, -1, 1, 1) * scale, min=0)


class Anchors(nn.Module):
    def __init__(self, sizes=(16, 32), ratios=(0.5, 1.0, 2.0)):
        super().__init__()
        self.cells: List[Tensor] = [self._cell([size], ratios) for size in sizes]

    def _cell(self, sizes: List[int], ratios: List[float]) -> Tensor:
        scales = torch.as_tensor(sizes, dtype=torch.float32)
        tall = torch.sqrt(torch.as_tensor(ratios))
        wide = 1 / tall
        return torch.stack([-wide[:, None] * scales, -tall[:, None] * scales], dim=-1).view(-1, 2).round()


class WindowNet(nn.Module):
    # convlens: input=1x3x${56 + 8 * (round % 4)}x64
    def __init__(self, width: int = ${16 + 4 * (round % 5)}, depths=(2, 2), classes: Optional[int] = 10):
        super().__init__()
        self.start = nn.Sequential(nn.Conv2d(3, width, 4, stride=4), Frozen(width), nn.GELU())
        self.stages = nn.ModuleList()
        for stage, depth in enumerate(depths):
            blocks = [Windows(width, 4, shift=0 if index % 2 == 0 else 2) for index in range(depth)]
            if stage < len(depths) - 1:
                blocks.append(Merge(width))
                width *= 2
            self.stages.append(nn.Sequential(*blocks))
        self.anchors = Anchors()
        self.norm = nn.LayerNorm(width)
        self.head = nn.Identity() if classes is None else nn.Linear(width, classes)

    def forward(self, x: Tensor):
        x = self.start(x).permute(0, 2, 3, 1)
        for stage in self.stages:
            x = stage(x)
        x = self.norm(x).mean(dim=(1, 2))
        found = absent.sorted_by(x, self.anchors.cells)
        return {"scores": self.head(x), "found": found}
`;
