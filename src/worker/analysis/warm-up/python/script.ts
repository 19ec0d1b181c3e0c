/** What people write who need no library: a row of letters for layers, a network with skips, a script at the end. */
export const scriptSample = (round: number): string => `
import argparse
from typing import cast, Dict, List, Union

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

plans: Dict[str, List[Union[str, int]]] = {
    "short": [${16 + round}, "half", 32, "half", 48, "drop", "half"],
    "long": [16, 24, "half", 32, 32, "half", ${64 + round}, "drop", 64, "half"],
}


def layers_of(plan: List[Union[str, int]], channels: int = 3, normed: bool = True) -> nn.Sequential:
    made: List[nn.Module] = []
    for part in plan:
        if part == "half":
            made.append(nn.MaxPool2d(2, 2))
        elif part == "drop":
            made += [nn.Dropout2d(0.1)]
        else:
            width = cast(int, part)
            made.append(nn.Conv2d(channels, width, 3, padding="same", bias=not normed))
            made.extend([nn.BatchNorm2d(width), nn.LeakyReLU(0.1)] if normed else [nn.LeakyReLU(0.1)])
            channels = width
    return nn.Sequential(*made)


class Planned(nn.Module):
    def __init__(self, plan: str, last: int, classes: int = 10) -> None:
        super().__init__()
        self.body = layers_of(plans[plan])
        self.even = nn.AdaptiveAvgPool2d((3, 3))
        self.decide = nn.Sequential(
            nn.Flatten(),
            nn.Linear(last * 3 * 3, ${128 + round}),
            nn.Tanh(),
            nn.Linear(${128 + round}, classes),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.decide(self.even(self.body(x)))


def planned_short(**options) -> Planned:
    return Planned("short", 48, **options)


def planned_long(classes=12, **options) -> Planned:
    return Planned("long", last=64, classes=classes, **options)


class Step(nn.Module):
    """One level down or up, with as many convolutions as it is told."""

    def __init__(self, width, out, times=2):
        super().__init__()
        chain = []
        for place in range(times):
            chain += [nn.Conv2d(width if place == 0 else out, out, 3, padding=1), nn.GroupNorm(4, out), nn.SiLU()]
        self.chain = nn.Sequential(*chain)

    def forward(self, x):
        return self.chain(x)


class Valley(nn.Module):
    # convlens: input=1x3x96x${96 + 2 * (round % 8)}
    def __init__(self, channels=3, classes=2, base=${8 + 4 * (round % 5)}, depth=3, learns=False):
        super().__init__()
        sizes = [base * 2**level for level in range(depth + 1)]
        self.down = nn.ModuleList(Step(before, after) for before, after in zip([channels] + sizes, sizes))
        self.rise = nn.ModuleList()
        self.up = nn.ModuleList()
        for fine, coarse in reversed(list(zip(sizes, sizes[1:]))):
            if learns:
                self.rise.append(nn.ConvTranspose2d(coarse, fine, 2, stride=2))
            else:
                self.rise.append(nn.Conv2d(coarse, fine, 1))
            self.up.append(Step(2 * fine, fine, times=1))
        self.learns = learns
        self.last = nn.Conv2d(base, classes, 1)

    def forward(self, x):
        seen = []
        for level, step in enumerate(self.down):
            x = step(x if level == 0 else F.avg_pool2d(x, 2))
            seen.append(x)
        seen.pop()
        for rise, step in zip(self.rise, self.up):
            beside = seen.pop()
            x = rise(x)
            if not self.learns:
                x = F.interpolate(x, size=beside.shape[2:], mode="bilinear", align_corners=False)
            missing = beside.size(-1) - x.size(-1)
            if missing > 0:
                x = F.pad(x, [missing // 2, missing - missing // 2, 0, beside.size(-2) - x.size(-2)])
            x = step(torch.cat((beside, x), dim=1))
        return self.last(x)


class Mixing(nn.Module):
    def __init__(self, width, heads=4, drop=0.0):
        super().__init__()
        assert width % heads == 0, f"{heads} heads do not share {width} channels"
        self.heads, self.each = heads, width // heads
        self.ask, self.show = nn.Linear(width, width, bias=False), nn.Linear(width, 2 * width, bias=False)
        self.close = nn.Sequential(nn.Linear(width, width), nn.Dropout(drop))

    def forward(self, tokens):
        n, count, width = tokens.shape
        q = self.ask(tokens).view(n, count, self.heads, self.each).transpose(1, 2)
        k, v = self.show(tokens).reshape(n, count, 2, self.heads, self.each).permute(2, 0, 3, 1, 4).unbind(0)
        shares = torch.softmax(q @ k.transpose(-1, -2) / self.each**0.5, dim=-1)
        mixed = (shares @ v).permute(0, 2, 1, 3).contiguous().view(n, count, width)
        return self.close(mixed)


class Tiles(nn.Module):
    def __init__(self, side=64, tile=16, width=${32 + 8 * (round % 6)}, depth=3, classes=10):
        super().__init__()
        self.cut = nn.Conv2d(3, width, kernel_size=tile, stride=tile)
        self.where = nn.Parameter(torch.randn(1, (side // tile) ** 2, width) * 0.01)
        self.extra = nn.Parameter(torch.zeros(1, 1, width))
        self.floors = nn.ModuleList()
        for _ in range(depth):
            wide = nn.Sequential(nn.Linear(width, 3 * width), nn.GELU(), nn.Linear(3 * width, width))
            self.floors.append(nn.ModuleDict({"mix": Mixing(width), "wide": wide, "norm": nn.LayerNorm(width)}))
        self.say = nn.Linear(width, classes)

    def forward(self, image):
        tokens = self.cut(image).flatten(2).permute(0, 2, 1) + self.where
        tokens = torch.cat([self.extra.expand(image.shape[0], -1, -1), tokens], dim=1)
        for floor in self.floors:
            tokens = tokens + floor["mix"](floor["norm"](tokens))
            tokens = tokens + floor["wide"](tokens)
        return self.say(tokens[:, 0])


def learn(net, loader, optimizer, device="cpu"):
    net.train()
    total = 0.0
    for number, (images, labels) in enumerate(loader):
        optimizer.zero_grad()
        loss = F.cross_entropy(net(images.to(device)), labels.to(device))
        loss.backward()
        optimizer.step()
        total += loss.item()
    return total / (number + 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", type=int, default=${8 + 4 * (round % 5)})
    given = parser.parse_args()
    valley = Valley(base=given.base)
    tiles = Tiles(side=64)
    print(tiles(torch.randn(2, 3, 64, 64)).shape)
    optimizer = torch.optim.Adam(valley.parameters(), lr=0.001)
`;
