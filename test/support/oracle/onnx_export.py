#!/usr/bin/python3
"""ONNX oracle: torchvision models exported by torch.onnx, weights stripped, with the shapes that forward hooks saw.

  onnx_export.py --out FOLDER [--input 1x3x224x224] [--dynamic] [--opset 13] NAME...

Writes NAME.onnx.gz (floating-point initializers keep their dims and lose their data) and NAME.json
({"input", "modules": [[type, output shape], ...], "output"}), convolutions, linear layers, batch
norms and pools in the order in which they ran.
NAME may be a segmentation model (fcn_resnet50): those are looked up in torchvision.models.segmentation.
Debian: apt-get install --no-install-recommends python3-torch python3-torchvision
"""
import argparse, gzip, io, json, os, warnings
import torch, torchvision

LEAVES = (torch.nn.modules.conv._ConvNd, torch.nn.Linear, torch.nn.BatchNorm2d)
POOLS = ('max_pool2d', 'avg_pool2d', 'adaptive_avg_pool2d')
FLOATS = {1, 10, 11, 16}


def varint(buffer, at):
    value = shift = 0
    while True:
        byte = buffer[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def encoded(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def fields(buffer):
    """Yields (field number, wire type, payload, raw bytes of the whole field)."""
    at = 0
    while at < len(buffer):
        start = at
        key, at = varint(buffer, at)
        wire = key & 7
        if wire == 0:
            payload, at = varint(buffer, at)
        elif wire == 2:
            size, at = varint(buffer, at)
            payload, at = buffer[at:at + size], at + size
        else:
            size = 8 if wire == 1 else 4
            payload, at = buffer[at:at + size], at + size
        yield key >> 3, wire, payload, buffer[start:at]


def rewritten(buffer, path):
    """The message with `raw_data` and `float_data` of floating-point initializers left out; path = nested field numbers."""
    if not path:
        kept = list(fields(buffer))
        kind = next((payload for number, _, payload, _ in kept if number == 2), 0)
        return b''.join(raw for number, _, _, raw in kept if kind not in FLOATS or number not in (4, 9, 10))
    out = []
    for number, wire, payload, raw in fields(buffer):
        if number == path[0] and wire == 2:
            payload = rewritten(payload, path[1:])
            raw = encoded(number << 3 | 2) + encoded(len(payload)) + payload
        out.append(raw)
    return b''.join(out)


def build(name):
    for family in (torchvision.models, torchvision.models.segmentation):
        if callable(getattr(family, name, None)):
            extra = {'weights_backbone': None} if family is torchvision.models.segmentation else {}
            return getattr(family, name)(weights=None, **extra)
    raise SystemExit(f'no model {name}')


def recording(pool, original, seen):
    def run(*args, **kwargs):
        out = original(*args, **kwargs)
        seen.append([pool, list(out.shape)])
        return out
    return run


def export(name, shape, dynamic, opset, folder):
    torch.manual_seed(0)
    model = build(name).eval()
    seen = []
    for module in model.modules():
        if isinstance(module, LEAVES):
            module.register_forward_hook(lambda m, _, out: seen.append([type(m).__name__, list(out.shape)]))
    # Pools run as modules or as functions; the modules call the functions.
    originals = {pool: getattr(torch.nn.functional, pool) for pool in POOLS}
    for pool, original in originals.items():
        setattr(torch.nn.functional, pool, recording(pool, original, seen))
    x = torch.zeros(shape)
    with torch.no_grad():
        out = model(x)
    for pool, original in originals.items():
        setattr(torch.nn.functional, pool, original)
    out = out['out'] if isinstance(out, dict) else out
    modules = list(seen)
    stream = io.BytesIO()
    axes = {'input': {0: 'batch', 2: 'height', 3: 'width'}} if dynamic else None
    torch.onnx.export(model, x, stream, opset_version=opset, input_names=['input'], dynamic_axes=axes,
                      training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
    with gzip.GzipFile(os.path.join(folder, f'{name}.onnx.gz'), 'wb', mtime=0) as file:
        file.write(rewritten(stream.getvalue(), [7, 5]))
    with open(os.path.join(folder, f'{name}.json'), 'w') as file:
        json.dump({'input': list(shape), 'modules': modules, 'output': list(out.shape)}, file, separators=(',', ':'))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('names', nargs='+')
    parser.add_argument('--out', required=True)
    parser.add_argument('--input', default='1x3x224x224')
    parser.add_argument('--opset', type=int, default=13)
    parser.add_argument('--dynamic', action='store_true')
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    warnings.simplefilter('ignore')
    for name in options.names:
        export(name, tuple(map(int, options.input.split('x'))), options.dynamic, options.opset, options.out)
        print(name)


main()
