/**
 * What stands in a package beside its networks: modules that may be absent, comments and texts of all kinds, and functions
 * that are given values of every type.
 */
export const trifles = `
# Small things that several networks ask for. They are kept apart from the layers,
# so that nothing has to be imported in a circle.
import copy
import math
import os
import sys
from collections import namedtuple, OrderedDict
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from functools import lru_cache, reduce
from itertools import chain, product
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Tuple, Union

import torch
from torch import nn

try:
    import quick_sums  # is not everywhere
except ImportError:
    quick_sums = None  # sums take longer then

if sys.version_info >= (3, 8):
    from typing import Literal
else:  # an older one
    Literal = None

# ---- texts ----

QUOTE = '\\''
PATH = 'data' + os.sep + "nets"
ADVICE = 'Give it a size, \\
and a step.'
HELP = '''
    Sizes are "wide" or "high"; a \\\\ stands before what is special,
# and this is no comment.
'''
LIMIT = 3 * \\
    1024

Bounds = namedtuple('Bounds', ['low', 'high'])


class Span(NamedTuple):
    low: float  # in pixels
    high: float = 1.5
    # The name is shown only.
    name: Optional[str] = None


class Nothing:
    pass


class TooWide(ValueError):
    pass


class Table(dict):
    def total(self):
        return sum(self.values())


@dataclass(frozen=True)
class Empty:
    pass


class Side(IntEnum):
    LEFT = 0
    RIGHT = 1


class Shade(Enum):
    # Equal values are one member.
    DARK = (0.1, 0.2)
    DIM = (0.1, 0.2)
    LIGHT = {'red': 1.0, 'blue': 2}
    PLAIN = 'plain'


class Drawer:
    """Keeps things by name, and finds them as attributes."""

    kept = {}
    opened: int = 0

    def __init__(self, **things):
        self.__dict__['things'] = dict(things)
        # Counted for all drawers.
        type(self).opened += 1

    def __getattr__(self, name):
        try:
            return self.things[name]
        except KeyError:
            raise AttributeError(name) from None

    def __len__(self):
        return len(self.things)

    def __iter__(self):
        return iter(self.things.items())

    def __contains__(self, name):
        return name in self.things

    def __getitem__(self, name):
        return self.things.get(name)


def nothing():
    return None


def yes() -> bool:
    return True  # always


def ending(text, mark = '.', *, twice = False):
    # One mark, or two.
    return text + (mark * 2 if twice else mark)


def tried(convert, value, otherwise=None):
    try:
        made = convert(value)
    except (TypeError, ValueError) as error:
        # It is not of that kind.
        made = otherwise
    else:
        if made is None:
            return otherwise
    finally:
        Nothing.last = convert
    return made


def truths(values):
    found = 0
    for value in values:
        if value:
            found += 1
        elif not value and value is not None:
            continue
        else:
            pass
    return found


def firsts(*groups):
    found = []
    for group in groups:
        for each in group:
            found.append(each)
            break
        # Of an empty one there is none.
    return found


@lru_cache(maxsize=None)
def ratio(first, second=2):
    assert second != 0, "nothing can be divided by 0"
    whole, rest = first // second, first % second
    if 0 <= rest < second and whole >= 0:
        return whole + rest / second
    return -(-first / second)


def numbers(first: Union[int, float], second: float = 0.5) -> List[float]:
    sums = [first + second, first - second, first * second, first / second, first**2]
    sums += [second + first, second * 2, 2 - second, first * 3, first - 1]
    low, high = min(sums), max(sums)
    if low < 0 or high > 1e6 or low == high or first != second:
        sums.append(round(high, 2) if high is not low else math.floor(low))
    return [abs(each) for each in sums if each > 0 and not math.isinf(each)]


def chosen(kind):
    while True:
        if kind == 'sum':
            return sum
        if kind in ('most', 'max'):
            return max
        elif kind not in {'least', 'min'}:
            break
        return min
    with torch.no_grad():
        return None


def pairs(table: Dict[str, Any]):
    for name, (low, high) in table.items():
        yield name, low
        yield from ((name, each) for each in [high])


class Holder(nn.Module):
    def __init__(self, *layers, limit=None):
        super().__init__()
        self.layers = nn.ModuleList(layers)
        self.named = nn.ModuleDict({'last': nn.Identity()})
        self.plain = [each.__class__.__name__ for each in layers]
        self.limit, self.bounds = limit, Bounds(0, high=1)

    def __len__(self):
        return len(self.layers)

    def forward(self, x, *others, scale=None):
        for place, layer in enumerate(self.layers):
            x = layer(x)
            if scale is not None and place == len(self) - 1:
                x = x * scale
        return self.named['last'](x)


def survey(width: int = 8, holder: Optional[Holder] = None) -> Dict[str, Any]:
    """Asks everything once, and layers where there are some.

    It is never slow: what it asks is small,
    and '''quotes''' in it end nothing.
    """
    empty = Drawer()
    drawer = Drawer(width=width, shape=(1, width), rate=.5)
    table = OrderedDict(a=(1, 2.5), b=("x", None))
    table['c'] = table.pop('b')
    mixed = [0, 1.5, '', 'a', (), (1, 2), (0.5,), ('a', None), [], [1], {}, {'a': 1}, set(), {1}, range(0), range(3)]
    mixed += [None, True, nothing, Nothing, Nothing(), drawer, empty, nn.ReLU, holder, Side.LEFT, torch.float32]
    told = {
        'truths': truths(mixed),
        'firsts': firsts(
            (1, 2), [3.5], 'text', {'k': 1}, {2}, range(4), table.items(), table.values(), enumerate('ab'),
            zip([1], (2,)), map(str, [1]), (each for each in (1,)), reversed([1, 2]), sorted({3, 1}), drawer, Side, Shade,
            Bounds(1, 2), (), [], '', chain([1], (2,)), product((1, 2), repeat=2), empty, (0.5, 2.5),
        ),
        'ratios': [ratio(7), ratio(7.5, 2), ratio(width, 3), ratio(second=4, first=width)],
        'numbers': [numbers(3), numbers(0.25), numbers(width, second=2.5), numbers(2.0, 3)],
        'pairs': dict(pairs({'a': (1, 2), 'b': (None, ())})),
        'chosen': [chosen('sum')([1, 2]), chosen('most')(1.5, 2), chosen('none'), chosen(kind='least')((3, 4))],
        'tried': [tried(int, '12'), tried(int, 'twelve', 0), tried(len, 3, otherwise=-1), tried(float, value='1e-3')],
    }
    if holder is not None:
        told['layers'] = firsts(
            holder.layers, holder.children(), holder.named_parameters(), holder.named, nn.Sequential(nn.Tanh(), nn.GELU())
        )
    table_of = Table(a=1, b=2)
    told['total'] = table_of.total() + len(table_of) if 'a' in table_of else str(TooWide('wider than it may be'))
    told.update(dict.fromkeys(['x', 'y']), z=Empty(), w=replace(Empty()), v=Span(0, name='s')._asdict())
    told.setdefault('copies', [copy.copy(told['pairs']), copy.deepcopy(mixed[4:10]), {**table, 'd': yes()}])
    for name in ('width', 'absent', 'rate'):
        if hasattr(drawer, name) and getattr(drawer, name, None) is not None:
            told[name] = drawer[name]
        setattr(Empty if holder is None else holder, 'kept_' + name, getattr(drawer, name, 0))
    del told['x']
    if isinstance(width, (int, float)) and not isinstance(width, bool) and issubclass(Holder, nn.Module):
        told['text'] = '%s of %d, %.2f' % ('a', width, 0.5) + ending("end", twice=True).upper() + "{}".format(width)
        told['shown'] = f'{width:>4} {drawer.rate:.1%} {ADVICE!r} {", ".join(str(each) for each in (1, None, 2.5))}'
    return {key: value for key, value in told.items() if value is not None}


def counts(names: Iterable[str], *, least: int = 0) -> Dict[str, int]:
    # How often each occurs.
    found: Dict[str, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return {name: times for name, times in sorted(found.items(), key=lambda item: (-item[1], item[0])) if times > least}


def product_of(values: Tuple[int, ...]) -> int:
    return reduce(lambda one, other: one * other, values, 1)
`;
