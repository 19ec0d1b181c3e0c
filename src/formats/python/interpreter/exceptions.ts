import { PyError, type Evaluator } from './machine.ts';
import { libraryClass, native } from './native.ts';
import { PyClass, PyInstance, PyTuple, Unknown, type Value } from './values.ts';

const baseException = libraryClass('BaseException', [], {
  __init__: native(
    '__init__',
    'self, *args, **kwargs',
    (args) => {
      const self = args.value('self');
      if (self instanceof PyInstance) {
        args.vm.journal.touch(self);
        self.attributes.set('args', args.value('args'));
      }
      return null;
    },
    { takesUnknown: true },
  ),
});

const derived: readonly (readonly [string, string])[] = [
  ['Exception', 'BaseException'],
  ['KeyboardInterrupt', 'BaseException'],
  ['SystemExit', 'BaseException'],
  ['GeneratorExit', 'BaseException'],
  ['ArithmeticError', 'Exception'],
  ['ZeroDivisionError', 'ArithmeticError'],
  ['OverflowError', 'ArithmeticError'],
  ['AssertionError', 'Exception'],
  ['AttributeError', 'Exception'],
  ['EOFError', 'Exception'],
  ['ImportError', 'Exception'],
  ['ModuleNotFoundError', 'ImportError'],
  ['LookupError', 'Exception'],
  ['IndexError', 'LookupError'],
  ['KeyError', 'LookupError'],
  ['NameError', 'Exception'],
  ['OSError', 'Exception'],
  ['FileNotFoundError', 'OSError'],
  ['RuntimeError', 'Exception'],
  ['NotImplementedError', 'RuntimeError'],
  ['RecursionError', 'RuntimeError'],
  ['StopIteration', 'Exception'],
  ['SyntaxError', 'Exception'],
  ['TypeError', 'Exception'],
  ['ValueError', 'Exception'],
  ['UnicodeError', 'ValueError'],
  ['Warning', 'Exception'],
  ['UserWarning', 'Warning'],
  ['DeprecationWarning', 'Warning'],
  ['FutureWarning', 'Warning'],
  ['RuntimeWarning', 'Warning'],
];

/** Python's built-in exceptions by name. */
export const exceptions: ReadonlyMap<string, PyClass> = derived.reduce(
  (types, [name, base]) => types.set(name, libraryClass(name, [types.get(base) ?? baseException])),
  new Map([['BaseException', baseException]]),
);

/** An exception of a built-in type, ready to be thrown. */
export function exceptionOf(
  vm: Evaluator,
  type: string,
  message: string,
  certain: boolean,
  missing: readonly string[] = [],
): PyError {
  const exception = new PyInstance(exceptions.get(type) ?? baseException, null);
  exception.attributes.set('args', new PyTuple([message]));
  // What a program states, or unpacks, depends on sizes that may be guessed.
  const isStated = type === 'AssertionError' || type === 'ValueError' || type === 'IndexError';
  return new PyError(exception, `${type}: ${message}`, vm.place, certain, isStated, missing);
}

/** What a `raise` statement throws. */
export function raised(vm: Evaluator, value: Value): PyError {
  if (value === null) {
    const again = vm.caught.at(-1);
    if (again) return again;
  }
  const exception = value instanceof PyClass ? vm.call(value, []) : value;
  if (!(exception instanceof PyInstance))
    return exceptionOf(vm, 'RuntimeError', 'an exception that is not known', true);
  const args = exception.attributes.get('args');
  const first = args instanceof PyTuple ? args.items[0] : undefined;
  const text = first === undefined ? '' : vm.text(first);
  const message =
    typeof text === 'string' && text !== '' ? `${exception.type.name}: ${text}` : exception.type.name;
  return new PyError(exception, message, vm.place, true, true);
}

/** Whether `except type` takes it; an unknown type may. */
export function isCaught(vm: Evaluator, error: PyError, type: Value): boolean {
  if (type instanceof PyTuple) return type.items.some((each) => isCaught(vm, error, each));
  if (type instanceof Unknown) return true;
  return type instanceof PyClass && error.exception.type.isSubclassOf(type);
}
