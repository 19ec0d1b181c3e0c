import { native, natives, libraryClass } from '../interpreter/native.ts';
import { exceptions } from '../interpreter/exceptions.ts';
import type { Libraries } from '../interpreter/interpreter.ts';
import type { PyNamespace } from '../interpreter/values.ts';
import { PyToken } from '../interpreter/atoms.ts';
import { PyList, PyTensor, Unknown, type PyClass, type Value } from '../interpreter/values.ts';
import { ellipsis } from '../interpreter/expressions.ts';
import { namespace } from '../interpreter/namespace.ts';
import { einops } from '../torch/einops.ts';
import { torchNamespaces } from '../torch/namespaces.ts';
import { parameterType, bufferType } from '../torch/parameter.ts';
import { tensorType } from '../torch/tensors.ts';
import { torchvisionNamespaces } from '../torchvision/namespaces.ts';
import { argparse, silent, unknownNumbers } from './argparse.ts';
import { abstractTypes, collections, numberTypes } from './collections.ts';
import { copy } from './copy.ts';
import { dataclasses } from './dataclasses.ts';
import { enums } from './enum.ts';
import { functions } from './functions.ts';
import { functools } from './functools.ts';
import { inspect } from './inspect.ts';
import { itertools } from './itertools.ts';
import { math } from './math.ts';
import { dictType } from './mappings.ts';
import { numpy } from './numpy.ts';
import { objectType } from './object.ts';
import { operators } from './operator.ts';
import { regularExpressions } from './regular-expressions.ts';
import { simpleNamespace } from './simple-namespace.ts';
import { abc, typing } from './typing.ts';
import { builtinTypeOf, builtinTypes } from './types.ts';

const quiet = silent('logger');

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** `with` gets what the generator yields first. */
function managed(function_: Value): Value {
  return native(
    'manager',
    '*args, **kwargs',
    (args) => {
      const { vm } = args;
      const given = vm.call(function_, args.rest('args'), args.keywords('kwargs'), args.site);
      const yielded = vm.items(given);
      return yielded instanceof Unknown ? yielded : (yielded[0] ?? null);
    },
    { takesUnknown: true },
  );
}

/** Nothing that a model's shape depends on: warnings, logs, progress bars. */
const silentModules: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  warnings: natives(
    {
      warn: ['*args, **kwargs', () => null],
      filterwarnings: ['*args, **kwargs', () => null],
      simplefilter: ['*args, **kwargs', () => null],
      catch_warnings: ['*args, **kwargs', () => quiet],
    },
    { takesUnknown: true },
  ),
  logging: {
    ...natives(
      Object.fromEntries(
        ['debug', 'info', 'warning', 'error', 'critical', 'exception', 'basicConfig', 'log'].map((name) => [
          name,
          ['*args, **kwargs', () => null] as const,
        ]),
      ),
      { takesUnknown: true },
    ),
    getLogger: natives({ getLogger: ['*args', () => quiet] }, { takesUnknown: true })['getLogger'] ?? null,
  },
  contextlib: natives(
    {
      contextmanager: ['function', (args) => managed(args.value('function'))],
      nullcontext: ['value=None', (args) => args.value('value')],
      suppress: ['*args', () => null],
    },
    { takesUnknown: true },
  ),
};

const timed = 'what depends on when the program runs';
const random = unknownNumbers(
  ['random', 'randint', 'uniform', 'gauss', 'choice', 'sample', 'randrange', 'betavariate', 'normalvariate'],
  timed,
);

const importing = natives({
  import_module: [
    'name, package=None',
    (args) => {
      const name = args.string('name') ?? '';
      return name === '' || name.startsWith('.')
        ? args.vm.unknown('a name that is not known')
        : args.vm.importModule(name);
    },
  ],
});

const operatingSystem = namespace('os', {
  environ: dictType,
  path: namespace('os.path', {}),
  sep: '/',
});

const libraries: ReadonlyMap<string, PyNamespace> = new Map(
  [
    ...einops,
    namespace('math', math),
    namespace('string', {
      ascii_lowercase: letters,
      ascii_uppercase: letters.toUpperCase(),
      ascii_letters: letters + letters.toUpperCase(),
      digits: '0123456789',
    }),
    namespace('cmath', {}),
    namespace('functools', functools),
    namespace('itertools', itertools),
    namespace('collections', { ...collections, abc: namespace('collections.abc', abstractTypes) }),
    namespace('collections.abc', abstractTypes),
    namespace('typing', typing),
    namespace('typing_extensions', typing),
    namespace('abc', abc),
    namespace('numbers', numberTypes),
    namespace('copy', copy),
    namespace('enum', enums),
    namespace('dataclasses', dataclasses),
    namespace('operator', operators),
    namespace('importlib', importing),
    namespace('re', regularExpressions),
    namespace('inspect', inspect),
    namespace('argparse', argparse),
    namespace('random', {
      ...random,
      ...natives({ seed: ['*args', () => null], shuffle: ['x', () => null] }, { takesUnknown: true }),
    }),
    namespace('time', unknownNumbers(['time', 'perf_counter', 'monotonic'], timed)),
    operatingSystem,
    namespace('sys', {
      maxsize: Number.MAX_SAFE_INTEGER,
      argv: new PyList([]),
      float_info: new PyToken('float_info'),
    }),
    namespace('types', {
      ModuleType: libraryClass('module', [objectType]),
      FunctionType: libraryClass('function', [objectType]),
      SimpleNamespace: simpleNamespace('SimpleNamespace'),
    }),
    namespace('__future__', {
      annotations: null,
      division: null,
      print_function: null,
      absolute_import: null,
    }),
    numpy,
    ...Object.entries(silentModules).map(([name, members]) => namespace(name, members)),
  ].map((module) => [module.name, module]),
);

const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...Object.entries(functions),
  ...Object.entries(builtinTypes),
  ...exceptions,
  ['NotImplemented', new PyToken('NotImplemented')],
  ['Ellipsis', ellipsis],
  ['__debug__', true],
]);

function typeOf(value: Value): PyClass {
  if (!(value instanceof PyTensor)) return builtinTypeOf(value);
  return value.role === 'parameter' ? parameterType : value.role === 'buffer' ? bufferType : tensorType;
}

/** Everything that is declared rather than read: Python's standard library as far as models use it, and PyTorch. */
export const declaredLibraries: Libraries = {
  builtins,
  object: objectType,
  typeOf,
  absent: (name) => torchvisionNamespaces.get(name),
  module: (name) => libraries.get(name) ?? torchNamespaces.get(name) ?? insideTorch(name),
};

/** `torch.nn.modules.conv` and other files of torch.nn: whatever they are called, they hold layers. */
function insideTorch(name: string): PyNamespace | undefined {
  if (!name.startsWith('torch.') && name !== 'torch') return undefined;
  return torchNamespaces.get(name.startsWith('torch.nn.modules.') ? 'torch.nn.modules' : '');
}
