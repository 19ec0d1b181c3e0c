import { libraryClass, natives } from '../interpreter/native.ts';
import type { PyClass } from '../interpreter/values.ts';
import { objectType } from './object.ts';

/** A class whose objects have the attributes that they are built with: `types.SimpleNamespace`, `argparse.Namespace`. */
export function simpleNamespace(name: string): PyClass {
  return libraryClass(
    name,
    [objectType],
    natives(
      {
        __init__: [
          'self, **kwargs',
          (args) => {
            for (const [key, value] of args.keywords('kwargs'))
              args.vm.setAttribute(args.value('self'), key, value);
            return null;
          },
        ],
      },
      { takesUnknown: true },
    ),
  );
}
