/** What the samples import, as model collections have it: a registry, decorators, lists of names, blocks. */
export const besideSamples = (round: number): Readonly<Record<string, string>> => ({
  'names.py': names(round),
  'text.py': text,
  'models/sources.py': sources,
  'models/wrappers.py': wrappers,
  'prepare.py': prepare,
  'models/blocks.py': blocks,
});

const names = (round: number): string => `
"""What the classes of data sets are called."""

# Generated: see the data set's own list.
_KINDS = [
${Array.from({ length: 200 }, (_, index) => `    "kind ${round + index}",`).join('\n')}
]

# Two of them.
_FEW = ["first", "second"]
`;

const text = `
import enum
from typing import Any, Iterable, Sequence, Type, TypeVar

T = TypeVar("T", bound=enum.Enum)


class TextEnumMeta(enum.EnumMeta):
    choice = enum.auto

    def of_text(self: Type[T], given: str) -> T:
        try:
            return self.__members__[given]
        except KeyError:
            raise ValueError(f"There is no '{given}' in {self.__name__}.") from None


class TextEnum(enum.Enum, metaclass=TextEnumMeta):
    pass


def listed(items: Sequence[str], last: str = "") -> str:
    if len(items) == 1:
        return f"'{items[0]}'"
    return ", ".join(f"'{item}'" for item in items[:-1]) + f"{last or ', '}'{items[-1]}'"
`;

const sources = `
import importlib
import inspect
import sys
from dataclasses import dataclass, field, fields
from typing import Any, Callable, Dict, List, Mapping, Optional, TypeVar, Union

from torch import nn

from collection.text import listed, TextEnum

__all__ = ["Source", "Sources", "registered"]


@dataclass
class Source:
    """Where trained numbers of a model lie.

    Args:
        url (str): Where they are fetched from.
        prepare (Callable): What is done to images before the model sees them.
        about (Dict[str, Any]): What is known of them.
    """

    url: str
    prepare: Callable
    about: Dict[str, Any]


class Sources(TextEnum):
    """One member for each set of trained numbers."""

    def __init__(self, value: Source) -> None:
        self._value_ = value

    @classmethod
    def checked(cls, given: Any) -> Any:
        if given is not None:
            if type(given) is str:
                given = cls.of_text(given.replace(cls.__name__ + ".", ""))
            elif not isinstance(given, cls):
                raise TypeError(f"Expected {cls.__name__}, not {type(given).__name__}.")
        return given

    def load(self, progress: bool) -> Mapping[str, Any]:
        raise RuntimeError(f"Nothing is fetched here: {self.url}")

    def __repr__(self) -> str:
        return f"{self.__class__.__name__}.{self._name_}"

    def __getattr__(self, name: str) -> Any:
        for entry in fields(Source):
            if entry.name == name:
                return object.__getattribute__(self.value, name)
        return super().__getattr__(name)


BUILDERS: Dict[str, Callable[..., Any]] = {}
M = TypeVar("M", bound=nn.Module)


def registered(name: Optional[str] = None) -> Callable[[Callable[..., M]], Callable[..., M]]:
    def wrap(build: Callable[..., M]) -> Callable[..., M]:
        key = name if name is not None else build.__name__
        if key in BUILDERS:
            raise ValueError(f"'{key}' is there already.")
        BUILDERS[key] = build
        return build

    return wrap


def built(name: str, **settings: Any) -> nn.Module:
    """A model by its name."""
    name = name.lower()
    try:
        build = BUILDERS[name]
    except KeyError:
        raise ValueError(f"Unknown: {name}")
    return build(**settings)
`;

/** The parser keeps texts of more than 1,024 characters in another way than short ones. */
const history = Array.from(
  { length: 16 },
  (_, index) => `    Version ${index + 1} took this parameter by another name, and that one still works.`,
).join('\n');

const wrappers = `
import functools
import inspect
import warnings
from collections import OrderedDict
from types import FunctionType
from typing import Any, Callable, Dict, Optional, Tuple, TypeVar, Union

import torch
from torch import nn

from .sources import Sources
from ..text import listed

D = TypeVar("D")
S = TypeVar("S", bound=Sources)


def named_only(build: Callable[..., D]) -> Callable[..., D]:
    """Takes by position what can be given by name only, with a warning."""
    given = inspect.signature(build).parameters

    try:
        first = next(place for place, each in enumerate(given.values()) if each.kind == each.KEYWORD_ONLY)
    except StopIteration:
        raise TypeError(f"'{build.__name__}' has no such parameter") from None

    rest = tuple(inspect.signature(build).parameters)[first:]

    @functools.wraps(build)
    def wrapped(*args: Any, **kwargs: Any) -> D:
        args, late = args[:first], args[first:]
        if late:
            more = dict(zip(rest, late))
            warnings.warn(f"By position: {listed(tuple(more.keys()), last='and ')}.")
            kwargs.update(more)
        return build(*args, **kwargs)

    return wrapped


def older(**known: Tuple[str, Union[Optional[S], Callable[[Dict[str, Any]], Optional[S]]]]):
    """Still takes an older name of a parameter.

    Args:
        **known: The older name and its default by the name of today.

${history}
    """

    def around(build: Callable[..., D]) -> Callable[..., D]:
        @named_only
        @functools.wraps(build)
        def inner(*args: Any, **kwargs: Any) -> D:
            pairs = dict(known)
            for name, (old, default) in pairs.items():  # type: ignore[union-attr]
                # Nothing was given, or in the way of today.
                mark = object()
                value = kwargs.get(name, mark)
                if (
                    (name not in kwargs and old not in kwargs)
                    or isinstance(value, Sources)
                    or (isinstance(value, str) and value != "older")
                    or value is None
                ):
                    continue
                if value is not mark:
                    kwargs[old] = value = kwargs.pop(name)
                else:
                    value = kwargs[old]
                chosen = (default(kwargs) if callable(default) else default) if value else None
                warnings.warn(
                    f"The parameter '{old}' is now '{name}'. "
                    "It will not be taken for ever. "
                    f"It is taken for '{name}={chosen}'.\\n"
                )
                del kwargs[old]
                kwargs[name] = chosen
            return build(*args, **kwargs)

        return inner

    return around


def fixed(settings: Dict[str, Any], name: str, value: Any) -> None:
    if name in settings:
        if settings[name] != value:
            message = "A setting that the builder chooses " "was given too: "
            raise ValueError(message + f"'{name}' should be {value}, not {settings[name]}.")
    else:
        settings[name] = value


def noted(thing: Any) -> None:
    """Says which part is used."""
    module = thing.__module__
    if not module.startswith("library"):
        module = f"library.internal.{module}"
    name = thing.__class__.__name__
    if isinstance(thing, FunctionType):
        name = thing.__name__
    torch._C._log_api_usage_once(f"{module}.{name}")


def scaled(width: int, *, factor: float = 1.0) -> int:
    return divisible(-(-width * factor), by=8)


def divisible(value: float, by: int, least: Optional[int] = None) -> int:
    """The multiple that is nearest, and not much smaller."""
    if least is None:
        least = by
    result = max(least, int(value + by / 2) // by * by)
    if result < 0.9 * value:
        result += by
    return result


@torch.no_grad()
def grid(images: Union[torch.Tensor, list], columns: int = 8, gap: int = 2, scale: bool = False) -> torch.Tensor:
    if not torch.is_tensor(images):
        images = torch.stack(images, dim=0)
    return images
`;

const prepare = `
from typing import Optional, Tuple

import torch
from torch import nn, Tensor

__all__ = ["Prepare"]


class Prepare(nn.Module):
    def __init__(
        self,
        *,
        crop: int,
        size: int = 256,
        mean: Tuple[float, ...] = (0.5, 0.5, 0.5),
        deviation: Tuple[float, ...] = (0.25, 0.25, 0.25),
    ) -> None:
        super().__init__()
        self.crop = [crop]
        self.size = [size]
        self.mean = list(mean)
        self.deviation = list(deviation)

    def forward(self, image: Tensor) -> Tensor:
        if not isinstance(image, Tensor):
            image = torch.as_tensor(image)
        return image.float() / 255
`;

const blocks = `
from typing import Callable, List, Optional, Sequence, Tuple, Union

import torch
from torch import nn, Tensor

from .wrappers import noted


class ConvNorm(torch.nn.Sequential):
    """A convolution with what usually follows it."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        kernel_size: Union[int, Tuple[int, ...]] = 3,
        stride: int = 1,
        padding: Optional[int] = None,
        groups: int = 1,
        norm: Optional[Callable[..., nn.Module]] = nn.BatchNorm2d,
        activation: Optional[Callable[..., nn.Module]] = nn.ReLU,
        dilation: int = 1,
        inplace: Optional[bool] = True,
        bias: Optional[bool] = None,
        conv: Callable[..., nn.Module] = nn.Conv2d,
    ) -> None:
        if padding is None:
            padding = (kernel_size - 1) // 2 * dilation
        if bias is None:
            bias = norm is None
        layers = [conv(inputs, outputs, kernel_size, stride, padding, dilation=dilation, groups=groups, bias=bias)]
        if norm is not None:
            layers.append(norm(outputs))
        if activation is not None:
            settings = {} if inplace is None else {"inplace": inplace}
            layers.append(activation(**settings))
        super().__init__(*layers)
        noted(self)
        self.outputs = outputs


class Squeeze(nn.Module):
    def __init__(self, inputs: int, inner: int, scale: Callable[..., nn.Module] = nn.Sigmoid) -> None:
        super().__init__()
        noted(self)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(inputs, inner, 1)
        self.fc2 = nn.Conv2d(inner, inputs, 1)
        self.activation = nn.ReLU()
        self.scale = scale()

    def _factor(self, x: Tensor) -> Tensor:
        x = self.activation(self.fc1(self.pool(x)))
        return self.scale(self.fc2(x))

    def forward(self, x: Tensor) -> Tensor:
        return self._factor(x) * x
`;
