import { trifles } from './trifles.ts';

/** What the samples import: a catalogue with decorators, an enumeration of data classes, a long list, shared layers. */
export const packageFiles = (round: number): Readonly<Record<string, string>> => ({
  'words.py': words(round),
  'lookup.py': lookup,
  'trifles.py': trifles,
  'models/catalogue.py': catalogue,
  'models/spelling.py': spelling,
  'models/layers.py': layers,
});

const words = (round: number): string => `
"""One word for every class of a data set."""

WORDS = [
${Array.from({ length: 200 }, (_, index) => `    "word ${round + index}",`).join('\n')}
]

SHORT = ["yes", "no"]
`;

const lookup = `
from enum import Enum, EnumMeta
from typing import Any, Iterator, Sequence, TypeVar

E = TypeVar("E", bound=Enum)


class Lookup(EnumMeta):
    def named(cls, text: str) -> Any:
        _, _, last = text.rpartition(".")
        try:
            return cls.__members__[last]
        except KeyError:
            raise KeyError(f"{cls.__name__} has {joined(list(cls.__members__))}, and no {last!r}") from None


class Choice(Enum, metaclass=Lookup):
    @classmethod
    def among(cls, wanted: Any) -> Any:
        """None and members as they are, a text by its name."""
        if wanted is None or isinstance(wanted, cls):
            return wanted
        if type(wanted) is str:
            return cls.named(wanted)
        raise TypeError(f"{type(wanted).__name__} is no {cls.__name__}")


def joined(parts: Sequence[str], before_last: str = " and ") -> str:
    *most, last = [f"'{part}'" for part in parts]
    return ", ".join(most) + before_last + last if most else last


def counted(parts: Iterator[str]) -> str:
    return f"{sum(1 for _ in parts)} parts"
`;

const catalogue = `
import inspect
import warnings
from collections import OrderedDict
from dataclasses import dataclass, field, fields
from typing import Any, Callable, Dict, List, Mapping, Optional, Union

from torch import nn

from collection.lookup import Choice, joined
from ..trifles import counts, survey  # used when an entry is made

__all__ = ["Recipe", "Release", "catalogue"]


@dataclass
class Recipe:
    """How numbers that are ready were made.

    Attributes:
        address: From where they can be had.
        crop: A callable that prepares images.
        facts: Everything else, by name.
    """

    address: str
    crop: Callable[..., Any]
    facts: Dict[str, Any] = field(default_factory=dict)
    tags: List[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tags = [*self.tags, f"{len(self.facts)} facts"]


class Release(Choice):
    @property
    def recipe(self) -> Recipe:
        return self.value

    @property
    def classes(self) -> int:
        return len(self.recipe.facts.get("words", ()))

    def numbers(self, quiet: bool = True) -> Mapping[str, Any]:
        raise RuntimeError(f"{self.recipe.address} is not read here")

    def described(self) -> str:
        return "; ".join(f"{each.name}: {getattr(self.recipe, each.name)}" for each in fields(Recipe))


class Catalogue:
    def __init__(self) -> None:
        self.makers: "OrderedDict[str, Callable[..., nn.Module]]" = OrderedDict()

    def __len__(self) -> int:
        return len(self.makers)

    def __contains__(self, name: str) -> bool:
        return name in self.makers

    def entry(self, name: Optional[str] = None, **facts: Any) -> Callable[..., Any]:
        """Puts a function under its own name, or under another one."""

        def put(maker: Callable[..., nn.Module]) -> Callable[..., nn.Module]:
            key = (name or maker.__name__).lower().replace("_", "-")
            if key in self:
                raise ValueError(f"{key!r} is taken by {self.makers[key].__name__}")
            if facts:
                # What was found is kept beside it.
                maker.facts = {**facts, "place": len(self), **survey(len(key))}
            self.makers[key] = maker
            return maker

        return put

    def make(self, name: str, **settings: Any) -> nn.Module:
        maker = self.makers.get(name)
        if maker is None:
            raise ValueError(f"{name!r} is none of {joined(tuple(self.makers))}")
        known = inspect.signature(maker).parameters
        for unknown in [each for each in settings if each not in known]:
            warnings.warn(f"{unknown} is left out")
            del settings[unknown]
        return maker(**settings)


catalogue = Catalogue()
`;

/** The parser keeps texts of more than 1,024 characters in another way than short ones. */
const history = Array.from(
  { length: 16 },
  (_, index) => `    In edition ${index + 1} an argument was spelled in another way, which is understood.`,
).join('\n');

const spelling = `
import functools
import inspect
import warnings
from types import FunctionType
from typing import Any, Callable, Dict, List, Tuple, Type, TypeVar, Union

import torch
from torch import nn

from ..lookup import joined
from .catalogue import Release

R = TypeVar("R")


def spelled(**editions: Tuple[str, Any]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Understands how arguments were spelled in earlier editions.

    Args:
        **editions: By the spelling of today, the earlier one and what True stood for.

${history}
    """

    def around(maker: Callable[..., R]) -> Callable[..., R]:
        parameters = inspect.signature(maker).parameters.values()
        by_place = [each.name for each in parameters if each.kind != each.KEYWORD_ONLY and each.kind != each.VAR_KEYWORD]
        first_named = next((each.name for each in parameters if each.kind == each.KEYWORD_ONLY), None)

        @functools.wraps(maker)
        def inner(*args: Any, **kwargs: Any) -> R:
            surplus = args[len(by_place) :]
            if surplus and first_named is None:
                raise TypeError(f"{maker.__name__} takes {len(by_place)} arguments, " f"not {len(args)}")
            if surplus:
                kwargs = {first_named: surplus[0], **kwargs}
                warnings.warn(f"{first_named} has to be named.")
            translated = dict(kwargs)
            for today, (earlier, meant) in editions.items():
                nothing = object()
                found = translated.pop(earlier, nothing)
                if found is nothing or today in kwargs:
                    continue
                translated[today] = meant if found is True or isinstance(found, int) else None
                warnings.warn(
                    f"{earlier!r} is spelled {today!r} today. "
                    f"{earlier}={found} is read as {today}={translated[today]}.\\n"
                    "This will end with the next edition."
                )
            return maker(*args[: len(by_place)], **translated)

        return inner

    return around


def settled(settings: Dict[str, Any], **values: Any) -> Dict[str, Any]:
    """Settings that a maker decides on itself; others may agree, and not more."""
    against = [name for name, value in values.items() if settings.get(name, value) != value]
    if against:
        raise ValueError("Nobody else may choose " + joined(against) + ".")
    settings.update(values)
    return settings


def told(thing: Union[nn.Module, Type[nn.Module], FunctionType]) -> str:
    """Counts who uses what."""
    name = thing.__name__ if isinstance(thing, (FunctionType, type)) else thing.__class__.__name__
    place = f"collection.{name}"
    torch._C._log_api_usage_once(place)
    return place


def rounded(width: float, *, step: int = 8) -> int:
    """The next multiple of a step, up from a third of one."""
    whole, rest = divmod(int(width), step)
    return max(step, (whole + (1 if rest * 3 >= step else 0)) * step)
`;

const layers = `
from typing import Any, Callable, List, Optional, Tuple, Union

import torch
from torch import nn, Tensor

from .spelling import told

Maker = Optional[Callable[..., nn.Module]]


def spread(value: Union[int, Tuple[int, int]]) -> Tuple[int, int]:
    return value if isinstance(value, tuple) else (value, value)


class Unit(nn.Sequential):
    """Convolve, normalise, bend: what is None is left out."""

    def __init__(
        self,
        width: int,
        out: int,
        window: Union[int, Tuple[int, int]] = 3,
        *,
        step: int = 1,
        holes: int = 1,
        groups: int = 1,
        norm: Maker = nn.BatchNorm2d,
        bend: Maker = nn.ReLU,
        **more: Any,
    ) -> None:
        tall, wide = spread(window)
        border = ((tall - 1) * holes // 2, (wide - 1) * holes // 2)
        parts: List[nn.Module] = [
            nn.Conv2d(
                width, out, (tall, wide), stride=step, padding=border, dilation=holes, groups=groups, bias=norm is None, **more
            )
        ]
        parts += [] if norm is None else [norm(out)]
        if bend is not None:
            parts.append(bend(inplace=True) if bend in (nn.ReLU, nn.SiLU) else bend())
        super().__init__(*parts)
        told(self)
        self.out = out


class Weigh(nn.Module):
    """Weighs channels by what a small network says of their means."""

    def __init__(self, width: int, least: int = 4, gate: Callable[[], nn.Module] = nn.Sigmoid) -> None:
        super().__init__()
        inner = max(least, width // 4)
        self.say = nn.Sequential(nn.Conv2d(width, inner, 1), nn.SiLU(), nn.Conv2d(inner, width, 1), gate())

    def forward(self, x: Tensor) -> Tensor:
        means = x.mean(dim=(2, 3), keepdim=True)
        return self.say(means) * x


class Crop:
    def __init__(self, size: int, *, scale: float = 1.0, middle: Tuple[float, ...] = (0.5, 0.5, 0.5)) -> None:
        self.size, self.scale, self.middle = [size], scale, list(middle)

    def __call__(self, image: Tensor) -> Tensor:
        if not isinstance(image, Tensor):
            image = torch.as_tensor(image)
        return image.float().mul(self.scale).sub(self.middle[0])
`;
