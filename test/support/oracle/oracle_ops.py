#!/usr/bin/python3
"""Numeric oracle: operations beside convolution, forward and backward, computed by PyTorch in float64.

  oracle_ops.py --seed 1 --out ops-seed1.json.gz      (Debian: apt-get install --no-install-recommends python3-torch)

Each case has an `operation` as src/engine/network/operation.ts describes it, `inputs` and `parameters` as
specifications of tensors (shape, salt, scale, offset) whose element i is
    (((17*i*i + 37*i + salt) mod 251) - 125) / 64 * scale + offset,
the output z, and the gradients by every input and parameter of the sum of z * dz, dz being such a tensor too.
Losses have `loss` and the gradient by their input instead. Numbers are kept to 13 digits.
"""
import argparse, gzip, json, math, random
import torch, torch.nn.functional as F

CASES = 20


def tensor(spec):
    i = torch.arange(math.prod(spec['shape']), dtype=torch.int64)
    v = (((17 * i * i + 37 * i + spec['salt']) % 251) - 125).to(torch.float64) / 64
    return (v * spec.get('scale', 1) + spec.get('offset', 0)).reshape(spec['shape'])


def numbers(t):
    return [float('%.13g' % v) for v in t.detach().reshape(-1).tolist()]


class Maker:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.cases = []

    def spec(self, shape, **more):
        return dict(shape=list(shape), salt=self.rng.randint(0, 250), **more)

    def shape(self, rank=None, low=1, high=4):
        """[N, C, spatial...] of at most 36 elements."""
        while True:
            s = [self.rng.randint(1, 2), self.rng.randint(1, 4)] + [self.rng.randint(low, high) for _ in range((rank or self.rng.randint(3, 5)) - 2)]
            if math.prod(s) <= 36:
                return s

    def add(self, operation, inputs, parameters, f):
        xs = [tensor(s).requires_grad_() for s in inputs]
        ps = {k: tensor(s).requires_grad_() for k, s in parameters.items()}
        z = f(*xs, **ps)
        spec = self.spec(z.shape)
        (z * tensor(spec)).sum().backward()
        self.cases.append(dict(
            operation=operation, inputs=inputs, parameters=parameters, dz=spec, shape=list(z.shape), z=numbers(z),
            inputGradients=[numbers(x.grad) for x in xs],
            parameterGradients={k: numbers(p.grad) for k, p in ps.items() if p.grad is not None}))

    def repeat(self, one):
        """As many cases as asked for; what PyTorch refuses does not count."""
        wanted = len(self.cases) + CASES
        while len(self.cases) < wanted:
            try:
                one()
            except (RuntimeError, ValueError):
                continue


def products(m):
    r = m.rng

    def linear():
        rows, i, o = r.randint(1, 4), r.randint(1, 6), r.randint(1, 5)
        lead = [rows] if r.random() < .6 else [r.randint(1, 2), rows]
        p = dict(weight=m.spec([o, i]))
        if r.random() < .7: p['bias'] = m.spec([o])
        m.add(dict(kind='linear'), [m.spec(lead + [i])], p, lambda x, weight, bias=None: F.linear(x, weight, bias))
    m.repeat(linear)

    def convolution():
        d = r.randint(1, 3); groups = r.choice([1, 1, 2]); i, o = groups * r.randint(1, 2), groups * r.randint(1, 2)
        s = [r.randint(1, 2), i] + [r.randint(2, 5 if d < 3 else 3) for _ in range(d)]
        k, st, di = ([r.randint(1, n) for _ in range(d)] for n in (3, 3, 2))
        mode = r.choice(['constant'] * 2 + ['reflect', 'replicate', 'circular'])
        sides = [(r.randint(0, min(2, q - 1)), r.randint(0, min(2, q - 1))) for q in s[2:]]
        flat = [c for side in reversed(sides) for c in side]
        p = dict(weight=m.spec([o, i // groups] + k)); f = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}[d]
        if r.random() < .7: p['bias'] = m.spec([o])
        m.add(dict(kind='convolution', stride=st, dilation=di, groups=groups, sides=[dict(before=a, after=b) for a, b in sides], mode=mode),
              [m.spec(s)], p, lambda x, weight, bias=None: f(F.pad(x, flat, mode), weight, bias, st, 0, di, groups))
    m.repeat(convolution)
    m.repeat(convolution)

    def transposed():
        d = r.randint(1, 3); groups = r.choice([1, 1, 2]); i, o = groups * r.randint(1, 2), r.randint(1, 2)
        s = [r.randint(1, 2), i] + [r.randint(1, 3) for _ in range(d)]
        k, st, di = ([r.randint(1, n) for _ in range(d)] for n in (3, 3, 2))
        pad = [r.randint(0, 1) for _ in range(d)]; more = [r.randint(0, max(a, b) - 1) for a, b in zip(st, di)]
        p = dict(weight=m.spec([i, o] + k)); f = {1: F.conv_transpose1d, 2: F.conv_transpose2d, 3: F.conv_transpose3d}[d]
        if r.random() < .7: p['bias'] = m.spec([o * groups])
        m.add(dict(kind='transposed-convolution', stride=st, dilation=di, groups=groups, padding=pad, outputPadding=more),
              [m.spec(s)], p, lambda x, weight, bias=None: f(x, weight, bias, st, pad, more, groups, di))
    m.repeat(transposed)


def pools(m):
    r = m.rng
    fs = {('max', 1): F.adaptive_max_pool1d, ('max', 2): F.adaptive_max_pool2d, ('max', 3): F.adaptive_max_pool3d,
          ('average', 1): F.adaptive_avg_pool1d, ('average', 2): F.adaptive_avg_pool2d, ('average', 3): F.adaptive_avg_pool3d}
    for mode in ('max', 'average'):
        def adaptive(whole=False):
            s = m.shape(high=5); d = len(s) - 2
            out = [1] * d if whole else [r.randint(1, 5) for _ in range(d)]
            m.add(dict(kind='adaptive-pool', mode=mode, outputSizes=out), [m.spec(s)], {}, lambda x: fs[mode, d](x, out))
        m.repeat(adaptive)
        m.repeat(lambda: adaptive(True))

    def maximum(ties):
        d = r.randint(1, 3); s = m.shape(d + 2, 2, 5); more = dict(scale=0) if ties else {}
        k = [r.randint(1, min(q, 3)) for q in s[2:]]; st = [r.randint(1, 3) for _ in k]; p = [r.randint(0, q // 2) for q in k]
        di = [r.randint(1, 2) for _ in k]; ceil = r.random() < .5; f = {1: F.max_pool1d, 2: F.max_pool2d, 3: F.max_pool3d}[d]
        m.add(dict(kind='max-pool', kernel=k, stride=st, padding=p, dilation=di, ceilMode=ceil), [m.spec(s, **more)], {},
              lambda x: f(x, k, st, p, di, ceil))
    m.repeat(lambda: maximum(False))
    m.repeat(lambda: maximum(True))

    def average():
        d = r.randint(1, 3); s = m.shape(d + 2, 2, 5)
        k = [r.randint(1, min(q, 3)) for q in s[2:]]; st = [r.randint(1, 3) for _ in k]; p = [r.randint(0, q // 2) for q in k]
        ceil, include = r.random() < .5, r.random() < .5
        divisor = r.randint(1, 9) if d > 1 and r.random() < .7 else None
        f = {1: F.avg_pool1d, 2: F.avg_pool2d, 3: F.avg_pool3d}[d]
        a = (k, st, p, ceil, include) + ((divisor,) if divisor else ())
        m.add(dict(kind='average-pool', kernel=k, stride=st, padding=p, ceilMode=ceil, countIncludePadding=include, divisorOverride=divisor),
              [m.spec(s)], {}, lambda x: f(x, *a))
    m.repeat(average)


def normalizations(m):
    r = m.rng
    eps = lambda: r.choice([1e-5, 1e-3])

    def affine(count):
        which = r.choice([('scale', 'shift')] * 3 + [()])
        return {k: m.spec(count) for k in which}

    def batch_training():
        s = m.shape(r.choice([2, 3, 4, 5]))
        while math.prod(s) // s[1] < 2: s = m.shape(4)
        e = eps(); p = affine([s[1]])
        m.add(dict(kind='batch-norm', mode='training', epsilon=e), [m.spec(s)], p,
              lambda x, scale=None, shift=None: F.batch_norm(x, None, None, scale, shift, True, .1, e))
    m.repeat(batch_training)

    def batch_inference():
        s = m.shape(r.choice([2, 3, 4, 5])); e = eps(); p = affine([s[1]])
        p['mean'] = m.spec([s[1]]); p['variance'] = m.spec([s[1]], scale=.25, offset=1)
        m.add(dict(kind='batch-norm', mode='inference', epsilon=e), [m.spec(s)], p,
              lambda x, mean, variance, scale=None, shift=None: F.batch_norm(x, mean.detach(), variance.detach(), scale, shift, False, .1, e))
    m.repeat(batch_inference)

    def layer():
        s = m.shape(r.choice([2, 3, 4])); t = s[-r.randint(1, len(s) - 1):]; e = eps(); p = affine(t)
        m.add(dict(kind='layer-norm', trailing=t, epsilon=e), [m.spec(s)], p,
              lambda x, scale=None, shift=None: F.layer_norm(x, t, scale, shift, e))
    m.repeat(layer)

    def group():
        s = m.shape(); g = r.choice([q for q in range(1, s[1] + 1) if s[1] % q == 0]); e = eps(); p = affine([s[1]])
        m.add(dict(kind='group-norm', groups=g, epsilon=e), [m.spec(s)], p,
              lambda x, scale=None, shift=None: F.group_norm(x, g, scale, shift, e))
    m.repeat(group)

    def instance():
        s = m.shape(low=2); e = eps(); p = affine([s[1]])
        m.add(dict(kind='instance-norm', epsilon=e), [m.spec(s)], p,
              lambda x, scale=None, shift=None: F.instance_norm(x, None, None, scale, shift, True, .1, e))
    m.repeat(instance)

    def response():
        s = m.shape(r.choice([3, 4])); size = r.randint(1, 5); alpha, beta, k = r.choice([1e-4, .01, .5]), r.choice([.5, .75]), r.choice([1, 2])
        m.add(dict(kind='local-response-norm', settings=dict(size=size, alpha=alpha, beta=beta, k=k)), [m.spec(s)], {},
              lambda x: F.local_response_norm(x, size, alpha, beta, k))
    m.repeat(response)


def pointwise(m):
    r = m.rng
    fs = {'relu': F.relu, 'relu6': F.relu6, 'sigmoid': torch.sigmoid, 'tanh': torch.tanh, 'silu': F.silu, 'gelu': F.gelu,
          'gelu-tanh': lambda x: F.gelu(x, approximate='tanh'), 'hard-sigmoid': F.hardsigmoid, 'hard-swish': F.hardswish,
          'mish': F.mish, 'softplus': lambda x: F.softplus(x, threshold=1000), 'selu': F.selu, 'softsign': F.softsign,
          'log-sigmoid': F.logsigmoid, 'tanh-shrink': F.tanhshrink}
    wide = lambda **more: m.spec(m.shape(), scale=r.choice([1, 4, 16]), **more)
    for name, f in fs.items():
        # Where hard-swish has a corner, PyTorch takes one slope in its vectors and the other behind the last of them.
        off = dict(offset=1 / 128) if name == 'hard-swish' else {}
        m.repeat(lambda: m.add(dict(kind='activation', name=name), [wide(**off)], {}, f))

    def leaky():
        a = r.choice([.01, .1, .5]); m.add(dict(kind='leaky-relu', negativeSlope=a), [wide()], {}, lambda x: F.leaky_relu(x, a))
    m.repeat(leaky)

    def elu():
        a = r.choice([1, .5, 2]); m.add(dict(kind='elu', alpha=a), [wide()], {}, lambda x: F.elu(x, a))
    m.repeat(elu)

    def celu():
        a = r.choice([1, .5, 2]); m.add(dict(kind='celu', alpha=a), [wide()], {}, lambda x: F.celu(x, a))
    m.repeat(celu)

    def clamp():
        low, high = r.choice([(-1, 1), (0, 20), (-3, 2.5), (.25, .75)])
        m.add(dict(kind='clamp', minimum=low, maximum=high), [wide()], {}, lambda x: F.hardtanh(x, low, high))
    m.repeat(clamp)

    for name, f in (('hard-shrink', F.hardshrink), ('soft-shrink', F.softshrink)):
        def shrink():
            a = r.choice([0, .5, 2]); m.add(dict(kind=name, limit=a), [wide()], {}, lambda x: f(x, a))
        m.repeat(shrink)

    def threshold():
        a, v = r.choice([-1, 0, .5]), r.choice([-2, 0, 7]); m.add(dict(kind='threshold', limit=a, value=v), [wide()], {}, lambda x: F.threshold(x, a, v))
    m.repeat(threshold)

    def prelu():
        s = m.shape(); m.add(dict(kind='prelu'), [m.spec(s)], dict(slopes=m.spec([r.choice([1, s[1]])], scale=.25)), lambda x, slopes: F.prelu(x, slopes))
    m.repeat(prelu)

    def softmax():
        s = m.shape(r.choice([2, 3, 4])); a = r.randint(-1, len(s) - 1)
        m.add(dict(kind='softmax', axis=a), [m.spec(s, scale=r.choice([1, 100]))], {}, lambda x: F.softmax(x, a))
    m.repeat(softmax)

    def log_softmax():
        s = m.shape(r.choice([2, 3, 4])); a = r.randint(-1, len(s) - 1)
        m.add(dict(kind='log-softmax', axis=a), [m.spec(s, scale=r.choice([1, 100]))], {}, lambda x: F.log_softmax(x, a))
    m.repeat(log_softmax)

    def affine():
        s = m.shape(r.choice([2, 3, 4, 5])); names = r.choice([('scale', 'shift'), ('scale',), ('shift',)])
        per = lambda t, x: t.reshape([1, -1] + [1] * (x.dim() - 2))
        def f(x, scale=None, shift=None):
            z = x if scale is None else x * per(scale, x)
            return z if shift is None else z + per(shift, x)
        m.add(dict(kind='affine'), [m.spec(s)], {n: m.spec([s[1]]) for n in names}, f)
    m.repeat(affine)


def layouts(m):
    r = m.rng
    fold = lambda f: lambda *xs: f(xs[0], xs[1]) if len(xs) == 2 else fold(f)(f(xs[0], xs[1]), *xs[2:])
    joins = {'add': torch.add, 'subtract': torch.sub, 'multiply': torch.mul, 'divide': torch.div, 'maximum': torch.maximum, 'minimum': torch.minimum}

    def shapes(s):
        """A second shape that is broadcast with s."""
        t = [q if r.random() < .6 else 1 for q in s]
        return t[r.randint(0, len(t) - 1):] if r.random() < .4 else t
    for name, f in joins.items():
        def join():
            s = m.shape(); other = [s if r.random() < .4 else shapes(s) for _ in range(r.randint(1, 2))]
            far = dict(scale=.25, offset=2) if name == 'divide' else {}
            m.add(dict(kind='combine', name=name), [m.spec(s)] + [m.spec(o, **far) for o in other], {}, fold(f))
        m.repeat(join)

    def average():
        s = m.shape(); n = r.randint(2, 4)
        m.add(dict(kind='combine', name='average'), [m.spec(s) for _ in range(n)], {}, lambda *xs: sum(xs) / len(xs))
    m.repeat(average)

    def concat():
        s = m.shape(); a = r.randrange(len(s)); n = r.randint(2, 3)
        m.add(dict(kind='concat', axis=a), [m.spec(s[:a] + [r.randint(1, 3)] + s[a + 1:]) for _ in range(n)], {}, lambda *xs: torch.cat(xs, a))
    m.repeat(concat)

    def cut():
        s = m.shape(high=5); ranges = []
        for a, q in enumerate(s):
            if r.random() < .5 and q > 1:
                start = r.randrange(q); ranges.append(dict(axis=a, start=start, end=r.randint(start + 1, q), step=r.randint(1, 2)))
        ix = [slice(None)] * len(s)
        for g in ranges: ix[g['axis']] = slice(g['start'], g['end'], g['step'])
        m.add(dict(kind='slice', ranges=ranges), [m.spec(s)], {}, lambda x: x[tuple(ix)] * 1)
    m.repeat(cut)

    def reshape():
        s = m.shape(); a = r.randrange(len(s)); t = s[:a] + [math.prod(s[a:])]
        m.add(dict(kind='reshape', shape=t), [m.spec(s)], {}, lambda x: x.reshape(t))
    m.repeat(reshape)

    def permute():
        s = m.shape(); o = list(range(len(s))); r.shuffle(o)
        m.add(dict(kind='permute', order=o), [m.spec(s)], {}, lambda x: x.permute(o))
    m.repeat(permute)

    for mode in ('constant', 'reflect', 'replicate', 'circular'):
        def pad():
            d = r.randint(1, 3) if mode == 'constant' else r.randint(1, 2); s = m.shape(d + 2, 2, 4)
            low = -1 if mode == 'constant' else 0
            sides = [(r.randint(low, min(q - 1, 3)), r.randint(low, min(q - 1, 3))) for q in s[2:]]
            if any(q + a + b < 1 for q, (a, b) in zip(s[2:], sides)): return pad()
            v = r.choice([0, .5, -1]) if mode == 'constant' else 0
            flat = [c for side in reversed(sides) for c in side]
            m.add(dict(kind='pad', sides=[dict(before=a, after=b) for a, b in sides], mode=mode, value=v), [m.spec(s)], {},
                  lambda x: F.pad(x, flat, mode, v) if mode == 'constant' else F.pad(x, flat, mode))
        m.repeat(pad)

    for mode in ('nearest', 'linear', 'cubic'):
        def upsample():
            d = 2 if mode == 'cubic' else r.randint(1, 3); s = m.shape(d + 2, 1, 3)
            align = mode != 'nearest' and r.random() < .4
            names = {1: 'linear', 2: 'bicubic' if mode == 'cubic' else 'bilinear', 3: 'trilinear'}
            more = dict(align_corners=align) if mode != 'nearest' else {}
            if r.random() < .5:
                scale = [r.choice([1, 1.5, 2, 2.5, 3]) for _ in range(d)]; size = [math.floor(q * f) for q, f in zip(s[2:], scale)]
                f = lambda x: F.interpolate(x, scale_factor=scale, mode='nearest' if mode == 'nearest' else names[d], **more)
            else:
                size = [r.randint(1, 6) for _ in range(d)]; scale = [None] * d
                f = lambda x: F.interpolate(x, size=size, mode='nearest' if mode == 'nearest' else names[d], **more)
            m.add(dict(kind='upsample', mode=mode, alignCorners=align, axes=[dict(outputSize=o, scale=c) for o, c in zip(size, scale)]), [m.spec(s)], {}, f)
        m.repeat(upsample)

    def shuffle():
        q = r.randint(1, 3); s = [r.randint(1, 2), q * q * r.randint(1, 2), r.randint(1, 2), r.randint(1, 3)]
        m.add(dict(kind='pixel-shuffle', factor=q), [m.spec(s)], {}, lambda x: F.pixel_shuffle(x, q))
    m.repeat(shuffle)

    def unshuffle():
        q = r.randint(1, 3); s = [r.randint(1, 2), r.randint(1, 2), q * r.randint(1, 2), q * r.randint(1, 2)]
        m.add(dict(kind='pixel-unshuffle', factor=q), [m.spec(s)], {}, lambda x: F.pixel_unshuffle(x, q))
    m.repeat(unshuffle)

    def mean():
        s = m.shape(); axes = sorted(r.sample(range(len(s)), r.randint(1, len(s))))
        m.add(dict(kind='reduce-mean', axes=axes), [m.spec(s)], {}, lambda x: x.mean(axes, keepdim=True))
    m.repeat(mean)

    def total():
        s = m.shape(); axes = sorted(r.sample(range(len(s)), r.randint(1, len(s))))
        m.add(dict(kind='reduce-sum', axes=axes), [m.spec(s)], {}, lambda x: x.sum(axes, keepdim=True))
    m.repeat(total)


def losses(m):
    r = m.rng; out = []
    for _ in range(CASES):
        s = m.shape(r.choice([2, 3, 4])); x = m.spec(s, scale=r.choice([1, 100])); t = tensor(x).requires_grad_()
        classes = torch.tensor([r.randrange(s[1]) for _ in range(math.prod(s) // s[1])])
        loss = F.cross_entropy(t, classes.reshape([s[0]] + s[2:])); loss.backward()
        out.append(dict(kind='cross-entropy', input=x, classes=classes.tolist(), loss=numbers(loss)[0], gradient=numbers(t.grad)))
    for _ in range(CASES):
        s = m.shape(); x, y = m.spec(s), m.spec(s); t = tensor(x).requires_grad_()
        loss = F.mse_loss(t, tensor(y)); loss.backward()
        out.append(dict(kind='squared-error', input=x, target=y, loss=numbers(loss)[0], gradient=numbers(t.grad)))
    return out


if __name__ == '__main__':
    a = argparse.ArgumentParser(); a.add_argument('--seed', type=int, default=1); a.add_argument('--out', required=True)
    a = a.parse_args(); m = Maker(a.seed)
    for group in (products, pools, normalizations, pointwise, layouts): group(m)
    doc = dict(oracle='torch ' + torch.__version__, dtype='float64', seed=a.seed, operations=m.cases, losses=losses(m))
    with gzip.GzipFile(a.out, 'wb', mtime=0) as f:
        f.write(json.dumps(doc, separators=(',', ':')).encode())
    print(len(doc['operations']), 'operations', len(doc['losses']), 'losses')
