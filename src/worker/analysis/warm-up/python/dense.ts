/** A network whose layers see all that came before them, with named children. */
export const denseSample = (round: number): string => `
import re
from collections import OrderedDict
from functools import partial
from typing import Any, List, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.utils.checkpoint as checkpoint
from torch import Tensor

from .sources import registered
from .wrappers import noted, scaled


class Grow(nn.Module):
    def __init__(self, inputs: int, growth: int, wide: int, drop: float, saves: bool = False) -> None:
        super().__init__()
        self.norm1 = nn.BatchNorm2d(inputs)
        self.relu1 = nn.ReLU(inplace=True)
        self.conv1 = nn.Conv2d(inputs, wide * growth, kernel_size=1, stride=1, bias=False)
        self.norm2 = nn.BatchNorm2d(wide * growth)
        self.relu2 = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(wide * growth, growth, kernel_size=3, stride=1, padding=1, bias=False)
        self.drop = float(drop)
        self.saves = saves

    def narrow(self, features: List[Tensor]) -> Tensor:
        joined = torch.cat(features, 1)
        return self.conv1(self.relu1(self.norm1(joined)))

    def wants_gradient(self, features: List[Tensor]) -> bool:
        for each in features:
            if each.requires_grad:
                return True
        return False

    def forward(self, given: Tensor) -> Tensor:
        features = [given] if isinstance(given, Tensor) else given
        out = self.narrow(features)
        out = self.conv2(self.relu2(self.norm2(out)))
        if self.drop > 0:
            out = F.dropout(out, p=self.drop, training=self.training)
        return out


class Block(nn.ModuleDict):
    def __init__(self, count: int, inputs: int, wide: int, growth: int, drop: float) -> None:
        super().__init__()
        for index in range(count):
            self.add_module("layer%d" % (index + 1), Grow(inputs + index * growth, growth=growth, wide=wide, drop=drop))

    def forward(self, first: Tensor) -> Tensor:
        features = [first]
        for name, layer in self.items():
            features.append(layer(features))
        return torch.cat(features, 1)


class Shrink(nn.Sequential):
    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.norm = nn.BatchNorm2d(inputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv = nn.Conv2d(inputs, outputs, kernel_size=1, stride=1, bias=False)
        self.pool = nn.AvgPool2d(kernel_size=2, stride=2)


class Dense(nn.Module):
    """Blocks in which every layer reads all layers before it."""

    def __init__(
        self,
        growth: int = ${8 + 4 * (round % 5)},
        counts: Tuple[int, ...] = (3, 4, 3),
        start: int = 32,
        wide: int = 4,
        drop: float = 0,
        classes: int = ${10 + round},
    ) -> None:
        super().__init__()
        noted(self)
        self.features = nn.Sequential(
            OrderedDict(
                [
                    ("conv0", nn.Conv2d(3, start, kernel_size=7, stride=2, padding=3, bias=False)),
                    ("norm0", nn.BatchNorm2d(start)),
                    ("relu0", nn.ReLU(inplace=True)),
                    ("pool0", nn.MaxPool2d(kernel_size=3, stride=2, padding=1)),
                ]
            )
        )
        width = start
        for index, count in enumerate(counts):
            block = Block(count=count, inputs=width, wide=wide, growth=growth, drop=drop)
            self.features.add_module("block%d" % (index + 1), block)
            width = width + count * growth
            if index != len(counts) - 1:
                self.features.add_module("shrink%d" % (index + 1), Shrink(inputs=width, outputs=width // 2))
                width = width // 2
        self.features.add_module("norm5", nn.BatchNorm2d(width))
        self.classifier = nn.Linear(width, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight)
            elif isinstance(module, nn.Linear):
                nn.init.constant_(module.bias, 0)

    def forward(self, x: Tensor) -> Tensor:
        features = self.features(x)
        out = F.relu(features, inplace=True)
        out = F.adaptive_avg_pool2d(out, (1, 1))
        out = torch.flatten(out, 1)
        return self.classifier(out)


@registered("dense-small")
def dense_small(**kwargs: Any) -> Dense:
    return Dense(${12 + round}, (2, 3, 2), 32, **kwargs)


def dense_large(progress: bool = True, **kwargs: Any) -> Dense:
    return Dense(growth=16, counts=(3, 4, ${3 + (round % 4)}), start=scaled(60, factor=1.1), **kwargs)
`;
