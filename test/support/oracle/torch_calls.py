"""What PyTorch makes of single layers and functions: torch_calls.py ROWS.json[.gz] OUT.json.gz

Each row says what a module builds as `self.f` (or nothing), what its forward pass returns, and the shapes of its inputs
x, y and z (a layer that embeds takes whole numbers). Every shape of the result and the number of parameters are noted, or the error. Run again with
another version of PyTorch it makes the same rows anew.
"""
import gzip
import json
import sys

import torch
import torch.nn.functional as F
from torch import nn


def shapes(value):
    if isinstance(value, torch.Tensor):
        return [list(value.shape)]
    return [shape for each in value for shape in shapes(each)]


def run(row):
    module = nn.Module()
    scope = {'torch': torch, 'nn': nn, 'F': F, 'self': module}
    try:
        if row['build']:
            module.f = eval(row['build'], scope)
            module.eval()
        dtype = torch.long if row['build'].startswith('nn.Embedding') else torch.float
        scope.update({name: torch.zeros(shape, dtype=dtype) for name, shape in zip('xyz', row['inputs'])})
        with torch.no_grad():
            out = shapes(eval(row['call'], scope))
        # A lazy layer has its weights now.
        learned = sum(each.numel() for each in module.parameters())
        return {'out': out, **({'params': learned} if learned else {})}
    except Exception as error:
        return {'error': f'{type(error).__name__}: ' + ' '.join(str(error).split())[:100]}


def main(path, out):
    with (gzip.open if path.endswith('.gz') else open)(path, 'rt') as file:
        rows = json.load(file)['rows']
    done = [{'build': row['build'], 'call': row['call'], 'inputs': row['inputs'], **run(row)} for row in rows]
    with gzip.GzipFile(out, 'wb', mtime=0) as file:
        file.write(json.dumps({'by': f'PyTorch {torch.__version__}', 'rows': done}, separators=(',', ':')).encode())


main(*sys.argv[1:])
