/** Attention along rows and columns, numbers that are worked out while a model is built, a library that is not there. */
export const rowsSample = (round: number): string => `
from typing import List, Optional, Tuple

import absent
import torch
import torch.nn.functional as F
from torch import nn, Tensor


def strips(x: Tensor, tall: int) -> Tuple[Tensor, int]:
    """Strips of so many rows each, one after the other in the batch."""
    n, h, w, c = x.shape
    over = (tall - h % tall) % tall
    x = F.pad(x, (0, 0, 0, 0, 0, over))
    x = x.view(n, (h + over) // tall, tall, w, c)
    return x.permute(0, 1, 3, 2, 4).reshape(-1, tall, c), over


class Along(nn.Module):
    def __init__(self, width: int, tall: int, moves: bool, heads: int = 2):
        super().__init__()
        self.tall, self.heads = tall, heads
        self.shift = tall // 2 if moves else 0
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.three = nn.Linear(width, 3 * width)
        self.end = nn.Linear(width, width)
        self.far = nn.Parameter(torch.zeros(2 * tall - 1, heads))
        nn.init.trunc_normal_(self.far, std=0.01)
        here = torch.arange(tall)
        rows, columns = torch.meshgrid(here, here, indexing="ij")
        apart = torch.stack((rows, columns)).flatten(1)
        apart = apart[0, :, None] - apart[1, :, None]
        apart[:, 0] += tall - 1
        self.register_buffer("apart", apart.squeeze(1).contiguous())

    def forward(self, x: Tensor) -> Tensor:
        n, h, w, c = x.shape
        y = self.norm(x)
        if self.shift > 0:
            y = torch.roll(y, shifts=-self.shift, dims=1)
        y, over = strips(y, self.tall)
        three = self.three(y).view(y.size(0), y.size(1), 3, self.heads, c // self.heads)
        q, k, v = three.permute(2, 0, 3, 1, 4).unbind(0)
        scores = q.matmul(k.transpose(2, 3)) * (c // self.heads) ** -0.5
        near = self.far[self.apart.view(-1)].view(self.tall, self.tall, -1)
        scores = scores + near.permute(2, 0, 1).unsqueeze(0)
        scores = F.dropout(F.softmax(scores, dim=-1), p=0.05, training=self.training)
        y = self.end(scores.matmul(v).transpose(1, 2).reshape(y.size(0), self.tall, c))
        y = y.view(n, (h + over) // self.tall, w, self.tall, c).permute(0, 1, 3, 2, 4).reshape(n, h + over, w, c)
        if self.shift > 0:
            y = torch.roll(y, shifts=self.shift, dims=1)
        return x + y[:, :h].contiguous()


class Turn(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x.transpose(1, 2)


class Halve(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.mix = nn.Linear(2 * width, 2 * width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        both = [x[..., start::2, :, :] for start in range(2)]
        return self.mix(torch.cat([part[..., ::2, :] for part in both], -1))


class Still(nn.Module):
    def __init__(self, width: int, least: float = 1e-5):
        super().__init__()
        self.least = least
        for name, value in (("middle", torch.zeros(width)), ("spread", torch.ones(width))):
            self.register_buffer(name, value)

    def forward(self, x: Tensor) -> Tensor:
        factor = torch.rsqrt(self.spread + self.least).view(1, -1, 1, 1)
        return torch.clamp((x - self.middle.view(1, -1, 1, 1)) * factor, min=-3, max=3)


class Boxes(nn.Module):
    def __init__(self, sides=(8, 24), shapes=(0.5, 1.0, 2.0)):
        super().__init__()
        self.corners: List[Tensor] = [self.around(side, shapes) for side in sides]

    def around(self, side: int, shapes: List[float]) -> Tensor:
        tall = torch.sqrt(torch.as_tensor(shapes, dtype=torch.float32)) * side
        wide = side * side / tall
        return torch.stack([-wide, -tall, wide, tall], dim=1).div(2).round()


class RowNet(nn.Module):
    # convlens: input=1x3x${56 + 8 * (round % 4)}x64
    def __init__(self, width: int = ${16 + 4 * (round % 5)}, depths=(2, 2), classes: Optional[int] = 10):
        super().__init__()
        self.begin = nn.Sequential(nn.Conv2d(3, width, 4, stride=4), Still(width), nn.GELU())
        self.levels = nn.ModuleList()
        for level, depth in enumerate(depths):
            parts = []
            for place in range(depth):
                parts += [Along(width, 4, moves=place % 2 == 1), Turn(), Along(width, 4, moves=False), Turn()]
            if level < len(depths) - 1:
                parts.append(Halve(width))
                width *= 2
            self.levels.append(nn.Sequential(*parts))
        self.boxes = Boxes()
        self.norm = nn.LayerNorm(width)
        self.tell = nn.Linear(width, classes) if classes is not None else nn.Identity()

    def forward(self, x: Tensor):
        x = self.begin(x).permute(0, 2, 3, 1)
        for level in self.levels:
            x = level(x)
        x = self.norm(x).mean(dim=(1, 2))
        best = absent.sorted_by(x, self.boxes.corners)
        return {"told": self.tell(x), "best": best}
`;
