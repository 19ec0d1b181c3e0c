"""A small residual network for images of 32×32. Open it: ConvLens shows what comes out of each line."""

import torch
from torch import nn


class Block(nn.Module):
    """Two convolutions and a shortcut; the first one may halve the image."""

    def __init__(self, channels_in, channels, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(channels_in, channels, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.relu = nn.ReLU()
        self.shortcut = nn.Identity()
        if stride != 1 or channels_in != channels:
            self.shortcut = nn.Conv2d(channels_in, channels, 1, stride=stride, bias=False)

    def forward(self, x):
        y = self.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        return self.relu(y + self.shortcut(x))


class ResidualNet(nn.Module):
    def __init__(self, blocks=(2, 2, 2), width=16, num_classes=10):
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, padding=1)
        stages = []
        channels = width
        for stage, count in enumerate(blocks):
            for block in range(count):
                stride = 2 if stage > 0 and block == 0 else 1
                stages.append(Block(channels, width * 2**stage, stride))
                channels = width * 2**stage
        self.stages = nn.Sequential(*stages)
        self.pool = nn.AvgPool2d(8)
        self.head = nn.Linear(channels, num_classes)

    def forward(self, x):
        x = self.stages(self.stem(x))
        return self.head(self.pool(x).flatten(1))


if __name__ == "__main__":
    model = ResidualNet()
    print(model(torch.randn(1, 3, 32, 32)).shape)
