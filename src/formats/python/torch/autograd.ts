import { libraryClass, native, natives } from '../interpreter/native.ts';
import { namespace } from '../interpreter/namespace.ts';
import {
  PyClass,
  PyDescriptor,
  PyFunction,
  PyInstance,
  Unknown,
  type PyNamespace,
} from '../interpreter/values.ts';
import { objectType } from '../library/object.ts';

const nothing = ['*args, **kwargs', () => null] as const;

/** What `forward` keeps for `backward`. */
const contextType = libraryClass(
  'FunctionCtx',
  [objectType],
  natives(
    {
      save_for_backward: nothing,
      save_for_forward: nothing,
      mark_dirty: nothing,
      mark_non_differentiable: nothing,
      set_materialize_grads: nothing,
    },
    { takesUnknown: true },
  ),
);

/** `apply` runs `forward`, with a context before its arguments where nothing sets one up (torch/autograd/function.py). */
const apply = native(
  'apply',
  'cls, *args, **kwargs',
  (args) => {
    const { vm } = args;
    const type = args.value('cls');
    const find = (name: string): unknown =>
      type instanceof PyClass
        ? type.mro.map(({ names }) => names.get(name)).find((each) => each !== undefined)
        : null;
    const forward = find('forward');
    const isOwn =
      forward instanceof PyFunction ||
      (forward instanceof PyDescriptor && forward.target instanceof PyFunction);
    if (!isOwn) return vm.unknown('a function with its own gradient');
    const context = new PyInstance(contextType, null);
    context.open = new Unknown('a function with its own gradient', vm.place);
    const given = find('setup_context') === undefined ? [context, ...args.rest('args')] : args.rest('args');
    return vm.call(vm.attribute(type, 'forward'), given, args.keywords('kwargs'), args.site);
  },
  { takesUnknown: true },
);

const functionType = libraryClass('Function', [objectType], { apply: new PyDescriptor('class', apply) });

/** `torch.autograd`. */
export const autograd: PyNamespace = namespace('torch.autograd', {
  Variable: native('Variable', 'data, *args, **kwargs', (args) => args.value('data'), { takesUnknown: true }),
  Function: functionType,
  function: namespace('torch.autograd.function', {
    Function: functionType,
    InplaceFunction: libraryClass('InplaceFunction', [functionType]),
    once_differentiable: native('once_differentiable', 'function', (args) => args.value('function')),
  }),
});
