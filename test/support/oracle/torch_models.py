"""What PyTorch makes of a fixture's models: torch_models.py FIXTURE.py OUT.json.gz

The fixture's first lines say `#@ MODEL | [INPUT SHAPES]`; an input of whole numbers is {"long": SHAPE}. Every call of a
module without submodules is noted: qualified name, type, shapes of what it takes and gives; and the parameters' number.
"""
import ast
import gzip
import importlib.util
import json
import sys

import torch


def shapes(value):
    if isinstance(value, torch.Tensor):
        return [list(value.shape)]
    if isinstance(value, (list, tuple)):
        return [shape for each in value for shape in shapes(each)]
    if isinstance(value, dict):
        return shapes(list(value.values()))
    return []


def tensor(given):
    if isinstance(given, dict):
        return torch.zeros(given['long'], dtype=torch.long)
    return torch.zeros(given)


def run(module, text, inputs):
    torch.manual_seed(0)
    model = eval(text, dict(vars(module))).eval()
    ops = []
    for name, part in model.named_modules():
        if name == '' or next(part.children(), None) is not None:
            continue

        def note(part, args, result, name=name):
            ops.append({'name': name, 'type': type(part).__name__, 'in': shapes(args), 'out': shapes(result)})

        part.register_forward_hook(note)
    # Without gradients a transformer's layers run as one, and call none of their parts.
    model(*[tensor(each) for each in inputs])
    return {
        'id': text,
        'model': text,
        'input': [each['long'] if isinstance(each, dict) else each for each in inputs],
        'params': sum(each.numel() for each in model.parameters()),
        'ops': ops,
    }


def main(path, out):
    spec = importlib.util.spec_from_file_location('fixture', path)
    module = importlib.util.module_from_spec(spec)
    sys.modules['fixture'] = module
    spec.loader.exec_module(module)
    models = []
    with open(path) as file:
        for line in file:
            if not line.startswith('#@ '):
                break
            text, inputs = line[3:].rsplit(' | ', 1)
            models.append(run(module, text, ast.literal_eval(inputs)))
    with gzip.GzipFile(out, 'wb', mtime=0) as file:
        file.write(json.dumps({'by': f'PyTorch {torch.__version__}', 'models': models}, separators=(',', ':')).encode())


main(*sys.argv[1:])
