/** Inverted residuals with squeezing, from rows of settings. */
export const mobileSample = (round: number): string => `
import copy
import math
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Union

import torch
from torch import nn, Tensor

from .blocks import ConvNorm, Squeeze
from ..prepare import Prepare
from .sources import registered, Source, Sources
from .wrappers import divisible, fixed, noted, older


@dataclass
class Row:
    ratio: float
    kernel: int
    stride: int
    inputs: int
    outputs: int
    count: int
    block: Callable[..., nn.Module]

    @staticmethod
    def scaled(width: int, factor: float, least: Optional[int] = None) -> int:
        return divisible(width * factor, 8, least)


class Inverted(nn.Module):
    def __init__(self, row: Row, drop: float, norm: Callable[..., nn.Module], squeeze: Callable[..., nn.Module] = Squeeze) -> None:
        super().__init__()
        if not (1 <= row.stride <= 2):
            raise ValueError("the stride should be 1 or 2")
        self.adds = row.stride == 1 and row.inputs == row.outputs
        layers: List[nn.Module] = []
        activation = nn.SiLU
        wide = Row.scaled(row.inputs, row.ratio)
        if wide != row.inputs:
            layers.append(ConvNorm(row.inputs, wide, kernel_size=1, norm=norm, activation=activation))
        layers.append(
            ConvNorm(wide, wide, kernel_size=row.kernel, stride=row.stride, groups=wide, norm=norm, activation=activation)
        )
        inner = max(1, row.inputs // 4)
        layers.append(squeeze(wide, inner, scale=partial(nn.Sigmoid)))
        layers.append(ConvNorm(wide, row.outputs, kernel_size=1, norm=norm, activation=None))
        self.block = nn.Sequential(*layers)
        self.drop = nn.Dropout(drop)
        self.outputs = row.outputs

    def forward(self, x: Tensor) -> Tensor:
        result = self.block(x)
        if self.adds:
            result = self.drop(result)
            result += x
        return result


class Mobile(nn.Module):
    def __init__(
        self,
        rows: Sequence[Row],
        drop: float,
        depth_drop: float = 0.2,
        classes: int = ${90 + round},
        norm: Optional[Callable[..., nn.Module]] = None,
        last: Optional[int] = None,
    ) -> None:
        super().__init__()
        noted(self)
        if not rows:
            raise ValueError("There should be rows")
        elif not (isinstance(rows, Sequence) and all([isinstance(row, Row) for row in rows])):
            raise TypeError("The rows should be List[Row]")
        if norm is None:
            norm = nn.BatchNorm2d
        layers: List[nn.Module] = []
        first = rows[0].inputs
        layers.append(ConvNorm(3, first, kernel_size=3, stride=2, norm=norm, activation=nn.SiLU))
        total = sum(row.count for row in rows)
        done = 0
        for row in rows:
            stage: List[nn.Module] = []
            for _ in range(row.count):
                own = copy.copy(row)
                if stage:
                    own.inputs = own.outputs
                    own.stride = 1
                chance = depth_drop * float(done) / total
                stage.append(own.block(own, chance, norm))
                done += 1
            layers.append(nn.Sequential(*stage))
        width = rows[-1].outputs
        wide = last if last is not None else 4 * width
        layers.append(ConvNorm(width, wide, kernel_size=1, norm=norm, activation=nn.SiLU))
        self.features = nn.Sequential(*layers)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(nn.Dropout(p=drop, inplace=True), nn.Linear(wide, classes))
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out")
                if m.bias is not None:
                    nn.init.zeros_(m.bias)
            elif isinstance(m, (nn.BatchNorm2d, nn.GroupNorm)):
                nn.init.ones_(m.weight)
                nn.init.zeros_(m.bias)
            elif isinstance(m, nn.Linear):
                bound = 1.0 / math.sqrt(m.out_features)
                nn.init.uniform_(m.weight, -bound, bound)

    def forward(self, x: Tensor) -> Tensor:
        x = self.features(x)
        x = self.pool(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)


def _rows(width: float, depth: float) -> List[Row]:
    row = partial(Row, block=Inverted)
    scaled = partial(Row.scaled, factor=width)
    table = [
        (1, 3, 1, 32, 16, 1),
        (6, 3, 2, 16, 24, 2),
        (6, 5, 2, 24, ${32 + 8 * (round % 3)}, 2),
        (6, 3, 2, ${32 + 8 * (round % 3)}, 80, 3),
    ]
    return [row(t, k, s, scaled(i), scaled(o), int(math.ceil(n * depth))) for t, k, s, i, o, n in table]


class SlimSource(Sources):
    FIRST = Source(url="https://example.org/slim.pth", prepare=partial(Prepare, crop=224), about={"count": 5288548})
    DEFAULT = FIRST


@registered()
@older(source=("trained", SlimSource.FIRST))
def slim(*, source: Optional[SlimSource] = None, progress: bool = True, **kwargs: Any) -> Mobile:
    """A small one."""
    source = SlimSource.checked(source)
    return Mobile(_rows(1.0, 1.0), 0.2, **kwargs)


@registered()
def broad(*, progress: bool = True, **kwargs: Any) -> Mobile:
    rows, last = _rows(1.${round % 10}, 1.2), 320
    return Mobile(rows, kwargs.pop("drop", 0.3), last=last, norm=partial(nn.BatchNorm2d, eps=0.001, momentum=0.01), **kwargs)
`;
