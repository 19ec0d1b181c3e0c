/** Residual networks of two kinds of blocks, of several depths, with what collections of models put around them. */
export const residualSample = (round: number): string => `${head(round)}
${shapes(round)}
${builders(round)}`;

const head = (round: number): string => `
from functools import partial
from typing import Any, Callable, List, Optional, Tuple, Type, Union

import torch
import torch.nn as nn
from torch import Tensor

from ..names import _KINDS
from ..prepare import Prepare
from .sources import registered, Source, Sources
from .wrappers import fixed, noted, older

__all__ = ["Residual", "SmallSource", "LargeSource", "small", "medium", "large", "grouped", "wide"]


def conv3(inputs: int, outputs: int, stride: int = 1, groups: int = 1, dilation: int = 1) -> nn.Conv2d:
    """The usual one."""
    return nn.Conv2d(
        inputs,
        outputs,
        kernel_size=3,
        stride=stride,
        padding=dilation,
        groups=groups,
        bias=False,
        dilation=dilation,
    )


def conv1(inputs: int, outputs: int, stride: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel_size=1, stride=stride, bias=False)


class Plain(nn.Module):
    expansion: int = 1

    def __init__(
        self,
        inputs: int,
        width: int,
        stride: int = 1,
        shortcut: Optional[nn.Module] = None,
        groups: int = 1,
        base: int = 64,
        dilation: int = 1,
        norm: Optional[Callable[..., nn.Module]] = None,
    ) -> None:
        super().__init__()
        if norm is None:
            norm = nn.BatchNorm2d
        if groups != 1 or base != 64:
            raise ValueError("Plain has no groups")
        if dilation > 1:
            raise NotImplementedError("Plain has no dilation")
        self.first = conv3(inputs, width, stride)
        self.norm1 = norm(width)
        self.relu = nn.ReLU(inplace=True)
        self.second = conv3(width, width)
        self.norm2 = norm(width)
        self.shortcut = shortcut
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        kept = x
        out = self.first(x)
        out = self.norm1(out)
        out = self.relu(out)
        out = self.second(out)
        out = self.norm2(out)
        if self.shortcut is not None:
            kept = self.shortcut(x)
        out += kept
        return self.relu(out)


class Narrow(nn.Module):
    # The stride is that of the middle one.
    expansion: int = 4

    def __init__(
        self,
        inputs: int,
        width: int,
        stride: int = 1,
        shortcut: Optional[nn.Module] = None,
        groups: int = 1,
        base: int = 64,
        dilation: int = 1,
        norm: Optional[Callable[..., nn.Module]] = None,
    ) -> None:
        super().__init__()
        if norm is None:
            norm = nn.BatchNorm2d
        inner = int(width * (base / 64.0)) * groups
        self.first = conv1(inputs, inner)
        self.norm1 = norm(inner)
        self.second = conv3(inner, inner, stride, groups, dilation)
        self.norm2 = norm(inner)
        self.third = conv1(inner, width * self.expansion)
        self.norm3 = norm(width * self.expansion)
        self.relu = nn.ReLU(inplace=True)
        self.shortcut = shortcut
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        kept = x
        out = self.relu(self.norm1(self.first(x)))
        out = self.second(out)
        out = self.norm2(out)
        out = self.relu(out)
        out = self.norm3(self.third(out))
        if self.shortcut is not None:
            kept = self.shortcut(x)
        out += kept
        out = self.relu(out)
        return out


class Residual(nn.Module):
    def __init__(
        self,
        block: Type[Union[Plain, Narrow]],
        counts: List[int],
        classes: int = ${100 + round},
        start_at_zero: bool = False,
        groups: int = 1,
        group_width: int = 64,
        dilate: Optional[List[bool]] = None,
        norm: Optional[Callable[..., nn.Module]] = None,
    ) -> None:
        super().__init__()
        noted(self)
        if norm is None:
            norm = nn.BatchNorm2d
        self._norm = norm
        self.inputs = ${16 + 16 * (round % 4)}
        self.dilation = 1
        if dilate is None:
            dilate = [False, False, False]
        if len(dilate) != 3:
            raise ValueError(f"dilate should have 3 items, not {dilate}")
        self.groups = groups
        self.base = group_width
        self.stem = nn.Conv2d(3, self.inputs, kernel_size=7, stride=2, padding=3, bias=False)
        self.norm1 = norm(self.inputs)
        self.relu = nn.ReLU(inplace=True)
        self.pool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        self.stage1 = self._stage(block, 32, counts[0])
        self.stage2 = self._stage(block, 64, counts[1], stride=2, dilate=dilate[0])
        self.stage3 = self._stage(block, 128, counts[2], stride=2, dilate=dilate[1])
        self.stage4 = self._stage(block, 256, counts[3], stride=2, dilate=dilate[2])
        self.mean = nn.AdaptiveAvgPool2d((1, 1))
        self.head = nn.Linear(256 * block.expansion, classes)

        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(module, (nn.BatchNorm2d, nn.GroupNorm)):
                nn.init.constant_(module.weight, 1)
                nn.init.constant_(module.bias, 0)

        if start_at_zero:
            for module in self.modules():
                if isinstance(module, Narrow) and module.norm3.weight is not None:
                    nn.init.constant_(module.norm3.weight, 0)  # type: ignore[arg-type]

    def _stage(
        self,
        block: Type[Union[Plain, Narrow]],
        width: int,
        count: int,
        stride: int = 1,
        dilate: bool = False,
    ) -> nn.Sequential:
        norm = self._norm
        shortcut = None
        before = self.dilation
        if dilate:
            self.dilation *= stride
            stride = 1
        if stride != 1 or self.inputs != width * block.expansion:
            shortcut = nn.Sequential(
                conv1(self.inputs, width * block.expansion, stride),
                norm(width * block.expansion),
            )
        layers = []
        layers.append(block(self.inputs, width, stride, shortcut, self.groups, self.base, before, norm))
        self.inputs = width * block.expansion
        for _ in range(1, count):
            layers.append(
                block(
                    self.inputs,
                    width,
                    groups=self.groups,
                    base=self.base,
                    dilation=self.dilation,
                    norm=norm,
                )
            )
        return nn.Sequential(*layers)

    def _features(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        x = self.norm1(x)
        x = self.relu(x)
        x = self.pool(x)
        x = self.stage1(x)
        x = self.stage2(x)
        x = self.stage3(x)
        x = self.stage4(x)
        x = self.mean(x)
        x = torch.flatten(x, 1)
        return self.head(x)

    def forward(self, x: Tensor) -> Tensor:
        return self._features(x)


def _residual(
    block: Type[Union[Plain, Narrow]],
    counts: List[int],
    source: Optional[Sources],
    progress: bool,
    **kwargs: Any,
) -> Residual:
    if source is not None:
        fixed(kwargs, "classes", len(source.about["kinds"]))
    model = Residual(block, counts, **kwargs)
    if source is not None:
        model.load_state_dict(source.load(progress=progress))
    return model


_ABOUT = {
    "least": (1, 1),
    "kinds": _KINDS,
}
`;

/**
 * Functions that nothing calls. The parser divides the tree of a long file into groups, so later samples are long; the
 * first ones run code that is not compiled yet, and are short.
 */
const shapes = (round: number): string =>
  Array.from(
    { length: Math.min(4 * (round - 1), 80) },
    (_, index) => `
def shape${index}(height: int, width: int = ${round + index}) -> Tuple[int, int]:
    """The size of step ${index}, with what is left over on both sides."""
    return height * ${index + 1}, (width + ${index}) // 2
`,
  ).join('\n');

const source = (name: string): string => `
class ${name}Source(Sources):
    FIRST = Source(
        url="https://example.org/${name}.pth",
        prepare=partial(Prepare, crop=224),
        about={
            **_ABOUT,
            "count": 11689512,
            "_scores": {
                "Kinds": {
                    "first": 69.758,
                    "five": 89.078,
                }
            },
            "_text": """Trained in the usual way.""",
        },
    )
    SECOND = Source(
        url="https://example.org/${name}-2.pth",
        prepare=partial(Prepare, crop=224, size=232),
        about={**_ABOUT, "count": 11689512, "_scores": {"Kinds": {"first": 80.858, "five": 95.434}}},
    )
    DEFAULT = SECOND
`;

function builder(name: string, block: string, counts: string, fixes: string): string {
  return `
@registered()
@older(source=("trained", ${name}Source.FIRST))
def ${name.toLowerCase()}(*, source: Optional[${name}Source] = None, progress: bool = True, **kwargs: Any) -> Residual:
    """A residual network.

    Args:
        source (:class:\`${name}Source\`, optional): Its trained numbers.
            See :class:\`Sources\` for more. None are used by default.
        progress (bool, optional): If True, shows how much has been fetched.
        **kwargs: what \`\`Residual\`\` takes.

    .. autoclass:: ${name}Source
        :members:
    """
    source = ${name}Source.checked(source)
${fixes}
    print("See", ${name}Source.DEFAULT.url)
    return _residual(${block}, ${counts}, source, progress, **kwargs)
`;
}

const kinds = [
  { name: 'Small', block: 'Plain', counts: [2, 2, 2, 2], fixes: '' },
  { name: 'Medium', block: 'Narrow', counts: [3, 4, 6, 3], fixes: '' },
  {
    name: 'Grouped',
    block: 'Narrow',
    counts: [3, 4, 6, 3],
    fixes: fixed('groups', '32') + fixed('group_width', '4'),
  },
  { name: 'Wide', block: 'Narrow', counts: [3, 4, 6, 3], fixes: fixed('group_width', '64 * 2') },
  { name: 'Large', block: 'Narrow', counts: [3, 8, 16, 3], fixes: '' },
];

/** The first ones run code that is not compiled yet, so they have one short network, and later ones have more. */
function builders(round: number): string {
  return kinds
    .slice(0, Math.ceil(round / 3))
    .map(({ name, block, counts, fixes }) => {
      const deep = counts.map((count) => Math.min(count + (round % 3), Math.ceil(round / 2)));
      return `${source(name)}\n${builder(name, block, `[${deep.join(', ')}]`, fixes)}`;
    })
    .join('\n');
}

function fixed(name: string, value: string): string {
  return `    fixed(kwargs, "${name}", ${value})\n`;
}
