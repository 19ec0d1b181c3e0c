import { ownAttribute } from '../interpreter/attributes.ts';
import type { Kwargs, Machine } from '../interpreter/machine.ts';
import { libraryClass, natives, type Bound } from '../interpreter/native.ts';
import { dictOf } from '../interpreter/keys.ts';
import { PyInstance, PyList, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from '../library/object.ts';

/** Where a module keeps the functions that are to be called before and after its forward pass. */
const before = '_forward_pre_hooks';
const after = '_forward_hooks';

/** What registering gives: the hook can be taken away again. */
const handleType = libraryClass('RemovableHandle', [objectType], {
  ...natives(
    {
      remove: [
        'self',
        (args) => {
          const self = args.value('self');
          if (!(self instanceof PyInstance)) return null;
          const [hooks, entry] = ['hooks', 'entry'].map((name) => ownAttribute(self, name));
          if (!(hooks instanceof PyList)) return null;
          args.vm.journal.touch(hooks);
          hooks.items = hooks.items.filter((each) => each !== entry);
          return null;
        },
      ],
    },
    { takesUnknown: true },
  ),
});

function handle(vm: Machine, hooks: Value, entry: Value): PyInstance {
  const made = new PyInstance(handleType, null);
  vm.setAttribute(made, 'hooks', hooks);
  vm.setAttribute(made, 'entry', entry);
  return made;
}

function register(args: Bound, name: string): Value {
  const { vm } = args;
  const module = args.value('self');
  const hook = args.value('hook');
  // What is not known is taken to watch only, as most hooks do.
  if (!(module instanceof PyInstance) || hook instanceof Unknown) return handle(vm, null, null);
  vm.hasForwardHooks = true;
  const known = ownAttribute(module, name);
  const hooks = known instanceof PyList ? known : new PyList([]);
  if (hooks !== known) vm.setAttribute(module, name, hooks);
  const entry = new PyTuple([hook, args.value('with_kwargs') === true]);
  vm.journal.touch(hooks);
  if (args.value('prepend') === true) hooks.items.unshift(entry);
  else hooks.items.push(entry);
  return handle(vm, hooks, entry);
}

const registering = 'self, hook, *, prepend=False, with_kwargs=False, always_call=False';
const watching = ['self, hook, *args, **kwargs', ({ vm }: Bound) => handle(vm, null, null)] as const;

/** Methods of modules: hooks of gradients and of states change no shape. */
export const hookMethods: Readonly<Record<string, readonly [string, (args: Bound) => Value]>> = {
  register_forward_hook: [registering, (args) => register(args, after)],
  register_forward_pre_hook: [registering, (args) => register(args, before)],
  register_backward_hook: watching,
  register_full_backward_hook: watching,
  register_full_backward_pre_hook: watching,
  register_state_dict_pre_hook: watching,
  _register_state_dict_hook: watching,
  _register_load_state_dict_pre_hook: watching,
  register_load_state_dict_post_hook: watching,
};

interface Registered {
  readonly hook: Value;
  readonly withKwargs: boolean;
}

function hooksOf(module: PyInstance, name: string): readonly Registered[] {
  const hooks = module.shown.get(name);
  if (!(hooks instanceof PyList)) return [];
  return hooks.items.flatMap((entry) => {
    const [hook = null, withKwargs] = entry instanceof PyTuple ? entry.items : [];
    return [{ hook, withKwargs: withKwargs === true }];
  });
}

/**
 * A call of a module with its hooks around it (torch/nn/modules/module.py, _call_impl): what one returns takes the place
 * of the arguments, or of the result, unless it is None.
 */
export function calledWithHooks(
  vm: Machine,
  module: PyInstance,
  given: readonly Value[],
  kwargs: Kwargs,
  run: (given: readonly Value[], kwargs: Kwargs) => Value,
): Value {
  let args = given;
  for (const { hook, withKwargs } of hooksOf(module, before)) {
    const changed = vm.call(hook, [module, new PyTuple(args), ...(withKwargs ? [dictOf([...kwargs])] : [])]);
    if (changed === null || withKwargs) continue;
    args = changed instanceof PyTuple ? changed.items : [changed];
  }
  let result = run(args, kwargs);
  for (const { hook, withKwargs } of hooksOf(module, after)) {
    const named = withKwargs ? [dictOf([...kwargs])] : [];
    const changed = vm.call(hook, [module, new PyTuple(args), ...named, result]);
    if (changed !== null) result = changed;
  }
  return result;
}
