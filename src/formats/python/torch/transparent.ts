import { libraryClass, native } from '../interpreter/native.ts';
import { PyInstance, type PyClass } from '../interpreter/values.ts';
import { silent } from '../library/argparse.ts';
import { objectType } from '../library/object.ts';

/** A decorator, with or without arguments, and a context manager that changes no shape. */
export function transparent(name: string): PyClass {
  const same = native(name, 'function', (args) => args.value('function'), { takesUnknown: true });
  const manager = silent(name);
  return libraryClass(name, [objectType], {
    __new__: native(
      name,
      'cls, function=None, *args, **kwargs',
      (args) => {
        const given = args.value('function');
        const decorates =
          typeof given === 'object' && given !== null && ['function', 'class', 'method'].includes(given.kind);
        return decorates ? given : ignoredDecorator;
      },
      { takesUnknown: true },
    ),
    // `torch.no_grad` itself, without a call, is used as both too.
    __call__: same,
    __enter__: native('__enter__', 'self', () => manager),
  });
}
/** A decorator that returns its function, and a context that does nothing. */
export const ignoredDecorator = (() => {
  const type = libraryClass('transparent', [objectType], {
    __call__: native('__call__', 'self, function=None, *args, **kwargs', (args) => args.value('function'), {
      takesUnknown: true,
    }),
    __enter__: native('__enter__', 'self', (args) => args.value('self')),
  });
  return new PyInstance(type, null);
})();

export const noGrad = transparent('no_grad');
