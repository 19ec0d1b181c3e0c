import { native } from '../interpreter/native.ts';
import { Unknown, type Value } from '../interpreter/values.ts';
import { isModule } from './module.ts';

/** `checkpoint(function, *args)` runs the function. */
export const checkpoint = native(
  'checkpoint',
  'function, *args, use_reentrant=None, preserve_rng_state=True, **kwargs',
  (args) => args.vm.call(args.value('function'), args.rest('args'), undefined, args.site),
  { takesUnknown: true },
);

/** `checkpoint_sequential(layers, segments, x)` runs the layers one after the other (torch/utils/checkpoint.py). */
export const checkpointSequential = native(
  'checkpoint_sequential',
  'functions, segments, input, **kwargs',
  (args) => {
    const { vm, site } = args;
    const given = args.value('functions');
    const layers = vm.items(isModule(given) ? vm.call(vm.attribute(given, 'children'), []) : given);
    if (layers instanceof Unknown) return layers;
    return layers.reduce<Value>(
      (value, layer) => vm.call(layer, [value], undefined, site),
      args.value('input'),
    );
  },
  { takesUnknown: true },
);
