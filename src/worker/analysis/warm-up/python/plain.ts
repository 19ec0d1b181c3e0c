/** What people write who need no library: lists of widths, a script at the end, an encoder with a decoder. */
export const plainSample = (round: number): string => `
import argparse
from typing import cast, Dict, List, Union

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader
from torchvision import datasets, transforms

widths: Dict[str, List[Union[str, int]]] = {
    "A": [${16 + round}, "M", 32, "M", 64, 64, "M"],
    "B": [16, 16, "M", 32, 32, "M", ${64 + round}, 64, "M"],
}


def stacked(row: List[Union[str, int]], normed: bool = False) -> nn.Sequential:
    layers: List[nn.Module] = []
    inputs = 3
    for v in row:
        if v == "M":
            layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
        else:
            v = cast(int, v)
            conv = nn.Conv2d(inputs, v, kernel_size=3, padding=1)
            if normed:
                layers += [conv, nn.BatchNorm2d(v), nn.ReLU(inplace=True)]
            else:
                layers += [conv, nn.ReLU(inplace=True)]
            inputs = v
    return nn.Sequential(*layers)


class Stack(nn.Module):
    def __init__(self, features: nn.Module, classes: int = 10, drop: float = 0.5) -> None:
        super().__init__()
        self.features = features
        self.pool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(64 * 7 * 7, ${128 + round}),
            nn.ReLU(True),
            nn.Dropout(p=drop),
            nn.Linear(${128 + round}, classes),
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.features(x)
        x = self.pool(x)
        x = torch.flatten(x, 1)
        x = self.classifier(x)
        return x


def stack_a(**kwargs) -> Stack:
    return Stack(stacked(widths["A"]), **kwargs)


def stack_b(normed=True, **kwargs) -> Stack:
    return Stack(stacked(widths["B"], normed=normed), **kwargs)


class Twice(nn.Module):
    """(convolution => norm => ReLU) * 2"""

    def __init__(self, inputs, outputs, inner=None):
        super().__init__()
        if not inner:
            inner = outputs
        self.both = nn.Sequential(
            nn.Conv2d(inputs, inner, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(inner),
            nn.ReLU(inplace=True),
            nn.Conv2d(inner, outputs, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(outputs),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return self.both(x)


class Up(nn.Module):
    def __init__(self, inputs, outputs, smooth=True):
        super().__init__()
        if smooth:
            self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=True)
        else:
            self.up = nn.ConvTranspose2d(inputs, inputs // 2, kernel_size=2, stride=2)
        self.conv = Twice(inputs, outputs)

    def forward(self, x, skip):
        x = self.up(x)
        dy = skip.size()[2] - x.size()[2]
        dx = skip.size()[3] - x.size()[3]
        x = F.pad(x, [dx // 2, dx - dx // 2, dy // 2, dy - dy // 2])
        return self.conv(torch.cat([skip, x], dim=1))


class Hourglass(nn.Module):
    # convlens: input=1x3x96x${96 + 2 * (round % 8)}
    def __init__(self, channels=3, classes=2, base=${8 + 2 * round}):
        super().__init__()
        self.start = Twice(channels, base)
        self.downs = nn.ModuleList([nn.Sequential(nn.MaxPool2d(2), Twice(base * 2**i, base * 2 ** (i + 1))) for i in range(3)])
        self.ups = nn.ModuleList([Up(base * 3 * 2**i, base * 2**i) for i in reversed(range(3))])
        self.end = nn.Conv2d(base, classes, kernel_size=1)

    def forward(self, x):
        kept = [self.start(x)]
        for down in self.downs:
            kept.append(down(kept[-1]))
        x = kept.pop()
        for up in self.ups:
            x = up(x, kept.pop())
        return self.end(x)


class Attention(nn.Module):
    def __init__(self, width, heads=4, drop=0.0):
        super().__init__()
        assert width % heads == 0, f"{width} is no multiple of {heads}"
        self.heads = heads
        self.scale = (width // heads) ** -0.5
        self.qkv = nn.Linear(width, width * 3, bias=False)
        self.out = nn.Sequential(nn.Linear(width, width), nn.Dropout(drop))

    def forward(self, x):
        b, n, c = x.shape
        qkv = self.qkv(x).reshape(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        weights = (q @ k.transpose(-2, -1)) * self.scale
        weights = weights.softmax(dim=-1)
        x = (weights @ v).transpose(1, 2).reshape(b, n, c)
        return self.out(x)


class Patches(nn.Module):
    def __init__(self, size=64, patch=16, width=${32 + 8 * (round % 6)}, depth=3, classes=10):
        super().__init__()
        count = (size // patch) ** 2
        self.embed = nn.Conv2d(3, width, patch, stride=patch)
        self.token = nn.Parameter(torch.zeros(1, 1, width))
        self.place = nn.Parameter(torch.randn(1, count + 1, width) * 0.02)
        self.layers = nn.ModuleList()
        for _ in range(depth):
            mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))
            self.layers.append(nn.ModuleList([nn.LayerNorm(width), Attention(width), nn.LayerNorm(width), mlp]))
        self.head = nn.Linear(width, classes)

    def forward(self, image):
        x = self.embed(image).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(x.shape[0], -1, -1), x), dim=1) + self.place
        for norm1, attention, norm2, mlp in self.layers:
            x = x + attention(norm1(x))
            x = x + mlp(norm2(x))
        return self.head(x[:, 0])


def train(model, loader, optimizer, device):
    model.train()
    for batch, (data, target) in enumerate(loader):
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        loss = F.cross_entropy(model(data), target)
        loss.backward()
        optimizer.step()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--width", type=int, default=${8 + round})
    args = parser.parse_args()
    net = Hourglass(base=args.width)
    patches = Patches(size=64)
    print(patches(torch.randn(2, 3, 64, 64)).shape)
    optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
`;
