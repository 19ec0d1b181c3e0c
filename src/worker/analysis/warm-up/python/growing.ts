/** Layers that see all that came before them, under names that are made while they are built. */
export const growingSample = (round: number): string => `
import re
from collections import OrderedDict
from functools import partial
from typing import Any, Dict, List, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

from .catalogue import catalogue
from .spelling import rounded, told
from ..trifles import Holder, survey


class Leaf(nn.Module):
    def __init__(self, width: int, more: int, drop: float, normed: bool = True) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(width) if normed else nn.Identity()
        self.bend = nn.ReLU(inplace=True)
        self.mix = nn.Conv2d(width, 2 * more, kernel_size=1, bias=False)
        self.grow = nn.Conv2d(2 * more, more, kernel_size=3, padding=1)
        self.drop = float(drop)

    def joined(self, parts: List[Tensor]) -> Tensor:
        return parts[0] if len(parts) == 1 else torch.cat(parts, 1)

    def any_learns(self, parts: List[Tensor]) -> bool:
        for part in parts:
            if part.requires_grad:
                return True
        return False

    def forward(self, given: Tensor) -> Tensor:
        parts = given if isinstance(given, list) else [given]
        x = self.bend(self.norm(self.joined(parts)))
        x = self.grow(self.mix(x))
        if self.drop > 0:
            x = F.dropout2d(x, p=self.drop, training=self.training)
        return x


class Branch(nn.ModuleDict):
    def __init__(self, count: int, width: int, more: int, **options: Any) -> None:
        super().__init__()
        for place in range(count):
            self["leaf_%d" % place] = Leaf(width + place * more, more, **options)
        self.out = width + count * more

    def forward(self, x: Tensor) -> Tensor:
        parts = [x]
        for name, leaf in self.items():
            parts.append(leaf(parts))
        return torch.cat(parts, 1)


class Cut(nn.Sequential):
    def __init__(self, width: int, out: int) -> None:
        super().__init__()
        self.mix = nn.Conv2d(width, out, kernel_size=1)
        self.bend = nn.ELU()
        self.shrink = nn.AvgPool2d(2)


class Tree(nn.Module):
    """Branches with a cut between them."""

    def __init__(
        self,
        more: int = ${8 + 4 * (round % 5)},
        counts: Tuple[int, ...] = (3, 4, 3),
        drop: float = 0,
        root: int = 32,
        classes: int = ${10 + round},
    ) -> None:
        super().__init__()
        told(self)
        first = [("conv", nn.Conv2d(3, root, 5, stride=2, padding=2)), ("bend", nn.ReLU()), ("shrink", nn.MaxPool2d(3, 2, 1))]
        self.trunk = nn.Sequential(OrderedDict([("root", nn.Sequential(OrderedDict(first)))]))
        width = root
        for place, count in enumerate(counts):
            branch = Branch(count, width, more=more, drop=drop)
            self.trunk.add_module("branch_%d" % place, branch)
            width = branch.out
            if place + 1 < len(counts):
                self.trunk.add_module("cut_%d" % place, Cut(width, width // 2))
                width = width // 2
        self.last = nn.BatchNorm2d(width)
        self.name = nn.Linear(width, classes)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.zeros_(module.bias)
            elif isinstance(module, nn.Conv2d):
                nn.init.xavier_uniform_(module.weight)

    def forward(self, x: Tensor) -> Tensor:
        x = self.last(self.trunk(x))
        x = F.adaptive_avg_pool2d(F.relu(x, inplace=True), 1)
        return self.name(torch.flatten(x, 1))


@catalogue.entry("tree small", leaves=7)
def tree_small(**options: Any) -> Tree:
    return Tree(${12 + round}, (2, 3, 2), **options)


def tree_large(quiet: bool = True, **options: Any) -> Tree:
    print(survey(len(options), Holder(nn.ReLU(), nn.Dropout(0.5))))
    return Tree(more=16, counts=(3, 4, ${3 + (round % 4)}), root=rounded(60 * 1.1), **options)
`;
