/** A model that uses what models use; another text each time, since a text that was read before is not read again. */
export const pythonSample = (round: number) => ({
  path: `<warm-up>/${round}/model.py`,
  text: `${model}\n# ${round}\n`,
});

const model = `
from functools import partial
from typing import Any, Callable, List, Optional
import torch
from torch import nn, Tensor
import torch.nn.functional as F


def conv3x3(inputs: int, outputs: int, stride: int = 1, groups: int = 1) -> nn.Conv2d:
    return nn.Conv2d(inputs, outputs, kernel_size=3, stride=stride, padding=1, groups=groups, bias=False)


class Block(nn.Module):
    expansion: int = 2

    def __init__(self, inputs: int, width: int, stride: int = 1, shortcut: Optional[nn.Module] = None,
                 norm: Optional[Callable[..., nn.Module]] = None, **kwargs: Any) -> None:
        super().__init__()
        if norm is None:
            norm = nn.BatchNorm2d
        self.conv1 = conv3x3(inputs, width, stride)
        self.bn1 = norm(width)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(width, width * self.expansion, 1, bias=False)
        self.bn2 = norm(width * self.expansion)
        self.shortcut = shortcut
        self.stride = stride

    def forward(self, x: Tensor) -> Tensor:
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.shortcut is not None:
            identity = self.shortcut(x)
        out += identity
        return self.relu(out)


class Net(nn.Module):
    def __init__(self, counts: List[int], widths=(16, 32, 64), classes: int = 10, drop: float = 0.5) -> None:
        super().__init__()
        self.inputs = 16
        self.stem = nn.Sequential(nn.Conv2d(3, 16, kernel_size=7, stride=2, padding=3), nn.BatchNorm2d(16), nn.ReLU())
        self.pool = nn.MaxPool2d(kernel_size=3, stride=2, padding=1)
        for index, (count, width) in enumerate(zip(counts, widths)):
            setattr(self, f"stage{index}", self._stage(Block, width, count, stride=1 if index == 0 else 2))
        self.heads = nn.ModuleList([nn.Linear(widths[-1] * Block.expansion, classes) for _ in range(2)])
        self.drop = nn.Dropout(p=drop)
        for m in self.modules():
            if isinstance(m, nn.Conv2d):
                nn.init.kaiming_normal_(m.weight, mode="fan_out", nonlinearity="relu")
            elif isinstance(m, (nn.BatchNorm2d, nn.GroupNorm)):
                nn.init.constant_(m.weight, 1)
                nn.init.constant_(m.bias, 0)

    def _stage(self, block, width: int, count: int, stride: int = 1) -> nn.Sequential:
        shortcut = None
        if stride != 1 or self.inputs != width * block.expansion:
            shortcut = nn.Sequential(nn.Conv2d(self.inputs, width * block.expansion, 1, stride), nn.BatchNorm2d(width * block.expansion))
        layers = [block(self.inputs, width, stride, shortcut)]
        self.inputs = width * block.expansion
        for _ in range(1, count):
            layers.append(block(self.inputs, width, norm=partial(nn.BatchNorm2d, eps=1e-3)))
        return nn.Sequential(*layers)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pool(self.stem(x))
        for index in range(3):
            x = getattr(self, "stage%d" % index)(x)
        x = F.adaptive_avg_pool2d(x, (1, 1))
        x = torch.flatten(x, 1)
        x = self.drop(x)
        return torch.cat([head(x) for head in self.heads], dim=1)


def small(*, progress: bool = True, **kwargs: Any) -> Net:
    return Net([2, 2, 2], **kwargs)


def large(*, progress: bool = True, **kwargs: Any) -> Net:
    return Net([3, 8, 4], **kwargs)
`;
