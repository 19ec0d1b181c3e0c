import { noKwargs } from '../interpreter/machine.ts';
import { namespace } from '../interpreter/namespace.ts';
import { libraryClass, native, natives } from '../interpreter/native.ts';
import { moduleType } from './module.ts';
import { ignoredDecorator } from './transparent.ts';

/** `torch.jit`: models run as Python here. */
export const jit = namespace(
  'torch.jit',
  natives(
    {
      is_scripting: ['', () => false],
      is_tracing: ['', () => false],
      script: ['function, *args, **kwargs', (args) => args.value('function')],
      trace: [
        'function, *args, **kwargs',
        (args) => {
          args.vm.hooks.passed([args.value('function'), ...args.rest('args')], noKwargs, args.site);
          return args.value('function');
        },
      ],
      ignore: ['function=None, **kwargs', (args) => args.value('function') ?? ignoredDecorator],
      unused: ['function', (args) => args.value('function')],
      export: ['function', (args) => args.value('function')],
      interface: ['function', (args) => args.value('function')],
      script_method: ['function', (args) => args.value('function')],
      _script_if_tracing: ['function', (args) => args.value('function')],
      script_if_tracing: ['function', (args) => args.value('function')],
      annotate: ['type, value', (args) => args.value('value')],
      _overload_method: ['function', (args) => args.value('function')],
      isinstance: ['value, type', (args) => args.vm.isInstance(args.value('value'), args.value('type'))],
    },
    { takesUnknown: true },
  ),
);
jit.scope.names.set('ScriptModule', moduleType);
jit.scope.names.set('Final', libraryClass('Final', []));
jit.scope.names.set(
  'Attribute',
  native('Attribute', 'value, type=None', (args) => args.value('value')),
);
