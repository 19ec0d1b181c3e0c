"""Times of PyTorch on one thread for the benchmark's sizes, as JSON: {"name pass": milliseconds}."""
import json
import statistics
import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)
times = {}
for size in json.load(sys.stdin):
    stride, padding, groups = size["stride"], size["padding"], size["groups"]
    x = torch.rand(1, size["inChannels"], size["size"], size["size"])
    w = torch.rand(size["outChannels"], size["inChannels"] // groups, size["kernel"], size["kernel"])
    dz = torch.rand_like(F.conv2d(x, w, None, stride, padding, 1, groups))

    def backward(mask):
        return torch.ops.aten.convolution_backward(
            dz, x, w, None, [stride] * 2, [padding] * 2, [1, 1], False, [0, 0], groups, mask
        )

    passes = {
        "forward": lambda: F.conv2d(x, w, None, stride, padding, 1, groups),
        "dX": lambda: backward([True, False, False]),
        "dW": lambda: backward([False, True, False]),
    }
    for name, run in passes.items():
        samples = []
        for round_number in range(20):
            start = time.perf_counter()
            run()
            samples.append(1000 * (time.perf_counter() - start))
        times[f"{size['name']} {name}"] = statistics.median(samples[5:])
print(json.dumps(times))
