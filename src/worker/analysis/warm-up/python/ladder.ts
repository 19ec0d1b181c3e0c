/** Blocks that add to their input, in several depths, and what a collection puts around its networks. */
export const ladderSample = (round: number): string => `${networks(round)}
${helpers(round)}
${makers(round)}`;

const networks = (round: number): string => `
from functools import partial
from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple, Type, Union

import torch
import torch.nn as nn
from torch import Tensor

from ..words import WORDS
from .catalogue import catalogue, Recipe, Release
from .layers import Crop
from .spelling import settled, spelled, told

__all__ = ["Ladder", "Rung", "Pinched", "low", "middle", "many", "high"]


def window(width: int, out: int, side: int = 3, step: int = 1, groups: int = 1, holes: int = 1) -> nn.Conv2d:
    """A convolution that keeps the size where its step is 1."""
    return nn.Conv2d(
        width, out, kernel_size=side, stride=step, padding=holes * (side // 2), groups=groups, dilation=holes, bias=False
    )


class Rung(nn.Module):
    wider: int = 1

    def __init__(
        self,
        width: int,
        inner: int,
        step: int = 1,
        side: Optional[nn.Module] = None,
        norm: Optional[Callable[..., nn.Module]] = None,
        **options: int,
    ) -> None:
        super().__init__()
        norm = norm if norm is not None else nn.BatchNorm2d
        if options.get("groups", 1) > inner or options.get("holes", 1) < 1:
            raise ValueError(f"{options} do not go with {inner} channels")
        self.enter = window(width, inner, step=step)
        self.enter_norm = norm(inner)
        self.leave = window(inner, inner, **options)
        self.leave_norm = norm(inner)
        self.bend = nn.ReLU(inplace=True)
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        y = self.enter(x)
        y = self.enter_norm(y)
        y = self.bend(y)
        y = self.leave_norm(self.leave(y))
        if self.side is not None:
            x = self.side(x)
        y += x
        return self.bend(y)


class Pinched(nn.Module):
    # Narrow in its middle, where the large window is.
    wider: int = 2

    def __init__(
        self,
        width: int,
        inner: int,
        step: int = 1,
        side: Optional[nn.Module] = None,
        norm: Optional[Callable[..., nn.Module]] = None,
        groups: int = 1,
        holes: int = 1,
        share: float = 1.0,
    ) -> None:
        super().__init__()
        norm = norm if norm is not None else nn.BatchNorm2d
        narrow = int(inner * share) // groups * groups
        self.enter = window(width, narrow, side=1)
        self.enter_norm = norm(narrow)
        self.middle = window(narrow, narrow, step=step, groups=groups, holes=holes)
        self.middle_norm = norm(narrow)
        self.leave = window(narrow, inner * self.wider, side=1)
        self.leave_norm = norm(inner * self.wider)
        self.bend = nn.ReLU(inplace=True)
        self.side = side

    def forward(self, x: Tensor) -> Tensor:
        y = self.bend(self.enter_norm(self.enter(x)))
        y = self.middle(y)
        y = self.middle_norm(y)
        y = self.bend(y)
        y = self.leave(y)
        y = self.leave_norm(y)
        added = x if self.side is None else self.side(x)
        y += added
        return self.bend(y)


Kind = Type[Union[Rung, Pinched]]


class Ladder(nn.Module):
    def __init__(
        self,
        kind: Kind,
        heights: Sequence[int],
        classes: int = ${100 + round},
        widths: Optional[List[int]] = None,
        calm: bool = False,
        dilated: Tuple[int, ...] = (),
        norm: Optional[Callable[..., nn.Module]] = None,
        **options: Any,
    ) -> None:
        super().__init__()
        told(self)
        self.norm = norm or nn.BatchNorm2d
        self.options = options
        self.width, self.holes = ${16 + 16 * (round % 4)}, 1
        if widths is None:
            widths = [24 * 2**place for place in range(len(heights))]
        if len(widths) != len(heights):
            raise ValueError(f"{len(widths)} widths for {len(heights)} heights: {widths}")
        self.ground = window(3, self.width, side=5, step=2)
        self.ground_norm = self.norm(self.width)
        self.bend = nn.ReLU(inplace=True)
        self.shrink = nn.MaxPool2d(kernel_size=2, stride=2)
        for place, (width, height) in enumerate(zip(widths, heights)):
            step = 1 if place == 0 else 2
            self.add_module(f"flight{place}", self.flight(kind, width, height, step, place in dilated))
        self.mean = nn.AdaptiveAvgPool2d(1)
        self.top = nn.Linear(self.width, classes)
        for layer in self.modules():
            if isinstance(layer, nn.Conv2d):
                nn.init.kaiming_normal_(layer.weight, mode="fan_in", nonlinearity="relu")
            elif isinstance(layer, (nn.GroupNorm, nn.BatchNorm2d)):
                nn.init.ones_(layer.weight)
                nn.init.zeros_(layer.bias)
        for block in self.modules() if calm else ():
            if isinstance(block, Pinched) and block.leave_norm.weight is not None:
                nn.init.constant_(block.leave_norm.weight, 0)  # type: ignore[arg-type]

    def flight(self, kind: Kind, inner: int, height: int, step: int, dilated: bool = False) -> nn.Sequential:
        out = inner * kind.wider
        side = None
        holes = self.holes
        if dilated:
            step, self.holes = 1, self.holes * step
        if self.width != out or step > 1:
            side = nn.Sequential(window(self.width, out, side=1, step=step), self.norm(out))
        rungs = [kind(self.width, inner, step, side, self.norm, holes=holes, **self.options)]
        self.width = out
        for _ in range(1, height):
            rungs.append(kind(out, inner, norm=self.norm, holes=self.holes, **self.options))
        return nn.Sequential(*rungs)

    def climbed(self, x: Tensor) -> Tensor:
        x = self.ground(x)
        x = self.ground_norm(x)
        x = self.bend(x)
        x = self.shrink(x)
        x = self.flight0(x)
        x = self.flight1(x)
        x = self.flight2(x)
        return x

    def forward(self, x: Tensor) -> Tensor:
        x = self.climbed(x)
        x = self.mean(x)
        x = torch.flatten(x, 1)
        x = self.top(x)
        return x


def climb(kind: Kind, heights: Sequence[int], release: Optional[Release], quiet: bool, **settings: Any) -> Ladder:
    if release is not None:
        settled(settings, classes=release.classes)
    ladder = Ladder(kind, heights, **settings)
    if release is not None:
        ladder.load_state_dict(release.numbers(quiet=quiet))
    return ladder


FACTS = {
    "least": (32, 32),
    "words": WORDS,
}
`;

/**
 * Functions that nothing calls. The parser divides the tree of a long file into groups, so later samples are long; the
 * first ones run code that is not compiled yet, and are short.
 */
const helpers = (round: number): string =>
  Array.from(
    { length: Math.min(4 * (round - 1), 80) },
    (_, index) => `
def measure${index}(height: int, width: int = ${round + index}) -> Tuple[int, int]:
    """The size of step ${index}, with what is left over on both sides."""
    return height * ${index + 1}, (width + ${index}) // 2
`,
  ).join('\n');

const release = (name: string, round: number): string => `
class ${name}Release(Release):
    EARLY = Recipe(
        address="https://example.org/${name}/early.bin",
        crop=partial(Crop, 96),
        facts={
            **FACTS,
            "numbers": ${1000 + round},
            "right": {
                "words": {
                    "first": 50.5,
                    "three": 75.25,
                }
            },
            "told": """Made for this text.""",
        },
    )
    LATE = Recipe(
        address="https://example.org/${name}/late.bin",
        crop=partial(Crop, 96, scale=0.5),
        facts={**FACTS, "numbers": ${1000 + round}, "right": {"words": {"first": 60.5, "three": 80.25}}},
    )
    USUAL = LATE
`;

function maker(name: string, kind: string, heights: string, chosen: string): string {
  return `
@catalogue.entry(${name === 'Low' ? 'rungs=6' : ''})
@spelled(release=("ready", ${name}Release.EARLY))
def ${name.toLowerCase()}(*, release: Optional[${name}Release] = None, quiet: bool = True, **settings: Any) -> Ladder:
    """A ladder of ${kind} blocks.

    Args:
        release (:class:\`${name}Release\`): Which numbers it begins with; by default none.
        quiet (bool): Says nothing while they are fetched.
        **settings: what \`\`Ladder\`\` takes.
    """
    release = ${name}Release.among(release)
${chosen}
    print("For more, see", ${name}Release.USUAL.recipe.address)
    return climb(${kind}, ${heights}, release, quiet, **settings)
`;
}

const kinds = [
  { name: 'Low', kind: 'Rung', heights: [2, 2, 2], chosen: '' },
  { name: 'Middle', kind: 'Pinched', heights: [3, 4, 5], chosen: '' },
  { name: 'Many', kind: 'Pinched', heights: [3, 5, 4], chosen: settles('groups=4, share=2.0') },
  { name: 'Broad', kind: 'Pinched', heights: [3, 4, 5], chosen: settles('share=1.5') },
  { name: 'High', kind: 'Pinched', heights: [3, 9, 15], chosen: '' },
];

/** The first ones run code that is not compiled yet, so they have one short network, and later ones have more. */
function makers(round: number): string {
  return kinds
    .slice(0, Math.ceil(round / 3))
    .map(({ name, kind, heights, chosen }) => {
      const deep = heights.map((height) => Math.min(height + (round % 3), Math.ceil(round / 2)));
      return `${release(name, round)}\n${maker(name, kind, `[${deep.join(', ')}]`, chosen)}`;
    })
    .join('\n');
}

function settles(values: string): string {
  return `    settled(settings, ${values})\n`;
}
