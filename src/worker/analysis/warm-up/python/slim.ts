/** Wide and narrow layers in turn, from a table of rows. */
export const slimSample = (round: number): string => `
import copy
import math
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, List, Optional, Sequence, Union

import torch
from torch import nn, Tensor

from .catalogue import catalogue, Recipe, Release
from .layers import Crop, Unit, Weigh
from .spelling import rounded, spelled, told


@dataclass
class Row:
    width: int
    out: int
    factor: float = 4.0
    window: int = 3
    step: int = 1
    times: int = 1
    weighs: bool = True

    @property
    def inner(self) -> int:
        return self.widened(self.factor)

    def widened(self, factor: float) -> int:
        return rounded(self.width * factor)

    @staticmethod
    def of(text: str) -> "Row":
        width, out, step, times = [int(part) for part in text.split(",")]
        return Row(width, out, step=step, times=times)


class Hill(nn.Module):
    def __init__(self, row: Row, norm: Callable[..., nn.Module], drop: float = 0.0, weigh: Callable[..., nn.Module] = Weigh) -> None:
        super().__init__()
        if row.step not in (1, 2):
            raise ValueError(f"a step of {row.step}")
        unit = partial(Unit, norm=norm, bend=nn.SiLU)
        parts: List[nn.Module] = []
        if row.inner > row.width:
            parts.append(unit(row.width, row.inner, 1))
        parts.append(unit(row.inner, row.inner, row.window, step=row.step, groups=row.inner))
        if row.weighs:
            parts.append(weigh(row.inner, least=max(2, row.width // 8)))
        parts.append(Unit(row.inner, row.out, 1, norm=norm, bend=None))
        self.path = nn.Sequential(*parts)
        self.fall = nn.Dropout(drop)
        self.is_round = row.step == 1 and row.width == row.out

    def forward(self, x: Tensor) -> Tensor:
        y = self.path(x)
        if not self.is_round:
            return y
        y = self.fall(y)
        y += x
        return y


class Slim(nn.Module):
    def __init__(
        self,
        rows: Sequence[Row],
        classes: int = ${90 + round},
        drop: float = 0.1,
        norm: Optional[Callable[..., nn.Module]] = None,
        last: Optional[int] = None,
    ) -> None:
        super().__init__()
        told(self)
        if len(rows) == 0 or not all([isinstance(row, Row) for row in rows]):
            raise TypeError("rows should be a list of Row")
        norm = partial(nn.BatchNorm2d, eps=1e-3) if norm is None else norm
        count = sum(row.times for row in rows)
        place = 0
        parts: List[nn.Module] = [Unit(3, rows[0].width, step=2, norm=norm)]
        for row in rows:
            hills: List[nn.Module] = []
            while len(hills) < row.times:
                own = copy.copy(row)
                if hills:
                    own.width, own.step = own.out, 1
                hills.append(Hill(own, norm, drop * place / count))
                place += 1
            parts.append(nn.Sequential(*hills))
        end = 3 * rows[-1].out if last is None else last
        parts.append(Unit(rows[-1].out, end, 1, norm=norm, bend=nn.SiLU))
        self.parts = nn.Sequential(*parts)
        self.answer = nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten(), nn.Dropout(p=drop), nn.Linear(end, classes))
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_uniform_(module.weight, a=math.sqrt(5))
                if module.bias is not None:
                    nn.init.zeros_(module.bias)
            elif isinstance(module, nn.Linear):
                reach = 1 / math.sqrt(module.in_features)
                nn.init.uniform_(module.weight, -reach, reach)

    def forward(self, x: Tensor) -> Tensor:
        return self.answer(self.parts(x))


def rows_of(wider: float, deeper: float) -> List[Row]:
    table = ["16,24,1,1", "24,${32 + 8 * (round % 3)},2,2", "${32 + 8 * (round % 3)},64,2,3"]
    made = [Row.of(text) for text in table]
    for row in made:
        row.times = int(math.ceil(row.times * deeper))
        row.width, row.out = (rounded(each * wider) for each in (row.width, row.out))
    return made


class SlimRelease(Release):
    FIRST = Recipe(address="https://example.org/slim.bin", crop=partial(Crop, 64), facts={"numbers": ${900 + round}})
    USUAL = FIRST


@catalogue.entry()
@spelled(release=("ready", SlimRelease.FIRST))
def slim(*, release: Optional[SlimRelease] = None, quiet: bool = True, **options: Any) -> Slim:
    """A light one."""
    release = SlimRelease.among(release)
    return Slim(rows_of(1.0, 1.0), **options)


@catalogue.entry()
def stout(*, quiet: bool = True, **options: Any) -> Slim:
    rows, last = rows_of(1.${round % 10}, 1.5), 320
    return Slim(rows, drop=options.pop("drop", 0.3), last=last, norm=partial(nn.BatchNorm2d, momentum=0.05), **options)
`;
