import { libraryClass, native, natives } from '../interpreter/native.ts';
import { PyDict, PyTuple, type PyClass } from '../interpreter/values.ts';
import { moduleType } from './module.ts';

/** `data_parallel(module, inputs)` runs the module on several devices, and joins what they give. */
const runsInParallel = native(
  'data_parallel',
  'module, inputs, device_ids=None, output_device=None, dim=0, module_kwargs=None',
  (args) => {
    const { vm } = args;
    const [inputs, named] = [args.value('inputs'), args.value('module_kwargs')];
    const kwargs = new Map(
      named instanceof PyDict
        ? [...named.entries.values()].flatMap(({ key, value }) =>
            typeof key === 'string' ? [[key, value] as const] : [],
          )
        : [],
    );
    const given = inputs instanceof PyTuple ? inputs.items : [inputs];
    return vm.call(args.value('module'), given, kwargs, args.site);
  },
  { takesUnknown: true },
);

const handingOn = natives(
  {
    __init__: [
      'self, module, *args, **kwargs',
      (args) => {
        args.vm.setAttribute(args.value('self'), 'module', args.value('module'));
        return null;
      },
    ],
    forward: [
      'self, *inputs',
      (args) =>
        args.vm.call(
          args.vm.attribute(args.value('self'), 'module'),
          args.rest('inputs'),
          undefined,
          args.site,
        ),
    ],
  },
  { takesUnknown: true },
);

/** A class that runs its module on several devices. */
const copies = (name: string): PyClass =>
  libraryClass(name, [moduleType], { __hands_on__: true, ...handingOn });

/** `torch.nn.parallel`. */
export const parallel = {
  data_parallel: runsInParallel,
  DataParallel: copies('DataParallel'),
  DistributedDataParallel: copies('DistributedDataParallel'),
};
