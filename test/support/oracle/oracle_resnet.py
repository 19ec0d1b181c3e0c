#!/usr/bin/python3
"""Numeric oracle: ResNet-18 (He et al. 2015) in training mode, forward and backward, computed by PyTorch in float64.

  oracle_resnet.py --out resnet18-2x3x40x40.json.gz     (Debian: apt-get install --no-install-recommends python3-torch)

Parameters and input are tensors whose element i is (((17*i*i + 37*i + salt) mod 251) - 125) / 64 * scale + offset:
the input has salt 0 and scale 0.5, parameter number p, in the order in which they are used, salt p; convolutions and
the linear weight have scale sqrt(2 / fan-in), factors of batch norms scale 0.1 and offset 1, all others scale 0.1.
The loss is the mean cross-entropy of the classes 3 and 7. Of every layer's value and gradient, and of every
parameter's gradient, the file keeps norm, sum, largest magnitude, and the values at `places` shares of its length.
"""
import argparse, gzip, json, math
import torch, torch.nn.functional as F

CLASSES, SIZE = [3, 7], [2, 3, 40, 40]
PLACES = [0, .017, .09, .133, .21, .3337, .4142, .5, .5772, .618, .7071, .77, .8419, .9, .96]


def tensor(shape, salt, scale, offset=0):
    i = torch.arange(math.prod(shape), dtype=torch.int64)
    v = (((17 * i * i + 37 * i + salt) % 251) - 125).to(torch.float64) / 64
    return (v * scale + offset).reshape(shape).requires_grad_()


def summary(t):
    flat = t.detach().reshape(-1)
    return dict(shape=list(t.shape), norm=flat.norm().item(), sum=flat.sum().item(), largest=flat.abs().max().item(),
                samples=[flat[int(p * len(flat))].item() for p in PLACES])


class Net:
    def __init__(self):
        self.layers, self.parameters = [], []

    def parameter(self, shape, kind):
        salt = len(self.parameters)
        scale, offset = {'weight': (math.sqrt(2 / math.prod(shape[1:])), 0), 'factor': (.1, 1), 'offset': (.1, 0)}[kind]
        self.parameters.append(tensor(shape, salt, scale, offset))
        return self.parameters[-1]

    def keep(self, kind, z):
        z.retain_grad()
        self.layers.append((kind, z))
        return z

    def conv(self, x, out, size, stride):
        w = self.parameter([out, x.shape[1], size, size], 'weight')
        z = self.keep('convolution', F.conv2d(x, w, None, stride, size // 2))
        scale, shift = self.parameter([out], 'factor'), self.parameter([out], 'offset')
        return self.keep('batch-norm', F.batch_norm(z, None, None, scale, shift, True, .1, 1e-5))

    def block(self, x, out, stride):
        z = self.keep('activation', F.relu(self.conv(x, out, 3, stride)))
        z = self.conv(z, out, 3, 1)
        if stride > 1: x = self.conv(x, out, 1, stride)
        return self.keep('activation', F.relu(self.keep('combine', z + x)))

    def run(self, x):
        x = self.keep('activation', F.relu(self.conv(x, 64, 7, 2)))
        x = self.keep('max-pool', F.max_pool2d(x, 3, 2, 1))
        for out, stride in [(64, 1), (64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1)]:
            x = self.block(x, out, stride)
        x = self.keep('adaptive-pool', F.adaptive_avg_pool2d(x, 1))
        w, b = self.parameter([1000, 512], 'weight'), self.parameter([1000], 'offset')
        return self.keep('linear', F.linear(x.flatten(1), w, b))


if __name__ == '__main__':
    a = argparse.ArgumentParser(); a.add_argument('--out', required=True); a = a.parse_args()
    net, x = Net(), tensor(SIZE, 0, .5)
    loss = F.cross_entropy(net.run(x), torch.tensor(CLASSES)); loss.backward()
    doc = dict(oracle='torch ' + torch.__version__, dtype='float64', input=SIZE, classes=CLASSES, places=PLACES, loss=loss.item(),
               layers=[dict(kind=k, value=summary(z), gradient=summary(z.grad)) for k, z in net.layers],
               parameters=[summary(p.grad) for p in net.parameters], inputGradient=summary(x.grad))
    with gzip.GzipFile(a.out, 'wb', mtime=0) as f:
        f.write(json.dumps(doc, separators=(',', ':')).encode())
    print(len(net.layers), 'layers', len(net.parameters), 'parameters, loss', loss.item())
