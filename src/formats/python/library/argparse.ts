import { libraryClass, natives, type Bound } from '../interpreter/native.ts';
import { PyInstance, PyList, PyTuple, Unknown, type Value } from '../interpreter/values.ts';
import { objectType } from './object.ts';
import { simpleNamespace } from './simple-namespace.ts';
import { said, type Text } from '../../../model/text/text.ts';

const namespaceType = simpleNamespace('Namespace');

function self(args: Bound): PyInstance | null {
  const value = args.value('self');
  return value instanceof PyInstance ? value : null;
}

/** Where `dest` of an argument comes from: the first long option, without its dashes. */
function destination(names: readonly Value[]): string | null {
  const texts = names.filter((name) => typeof name === 'string');
  const chosen = texts.find((name) => name.startsWith('--')) ?? texts[0];
  return chosen === undefined ? null : chosen.replace(/^-+/, '').replaceAll('-', '_');
}

/** An argument has its default here: what users enter is not known, and defaults are what files are written around. */
function addArgument(args: Bound): Value {
  const parser = self(args);
  const names = args.rest('names');
  const name = args.string('dest') ?? destination(names);
  if (!parser || name === null) return null;
  const action = args.value('action');
  const positional = typeof names[0] === 'string' && !names[0].startsWith('-');
  let value = args.value('default');
  if (!args.given('default')) {
    if (action === 'store_true') value = false;
    else if (action === 'store_false') value = true;
    else if (positional || args.value('required') === true)
      value = args.vm.unknown(said('the argument {0} has no default', name));
  } else if (typeof value === 'string' && args.value('type') !== null)
    value = args.vm.call(args.value('type'), [value]);
  const made = parser.attributes.get('arguments');
  if (made instanceof PyInstance) {
    args.vm.journal.touch(made);
    made.attributes.set(name, value);
  }
  return null;
}

function start(args: Bound): Value {
  const made = new PyInstance(namespaceType, null);
  made.open = args.vm.unknown('an argument of the command line');
  self(args)?.attributes.set('arguments', made);
  return null;
}

function parsed(args: Bound): Value {
  return self(args)?.attributes.get('arguments') ?? args.vm.unknown('an argument of the command line');
}

const parserType = libraryClass(
  'ArgumentParser',
  [objectType],
  natives(
    {
      __init__: ['self, *args, **kwargs', start],
      add_argument: [
        'self, *names, dest=None, action=None, default=None, type=None, required=False, **kwargs',
        addArgument,
      ],
      add_argument_group: ['self, *args, **kwargs', (args) => args.value('self')],
      add_mutually_exclusive_group: ['self, *args, **kwargs', (args) => args.value('self')],
      set_defaults: ['self, **kwargs', () => null],
      parse_args: ['self, *args, **kwargs', parsed],
      parse_known_args: ['self, *args, **kwargs', (args) => new PyTuple([parsed(args), new PyList([])])],
      print_help: ['self', () => null],
    },
    { takesUnknown: true },
  ),
);

/** Python's `argparse`: every argument has its default. */
export const argparse: Readonly<Record<string, Value>> = {
  ArgumentParser: parserType,
  Namespace: namespaceType,
  ArgumentDefaultsHelpFormatter: libraryClass('HelpFormatter', [objectType]),
  RawTextHelpFormatter: libraryClass('HelpFormatter', [objectType]),
};

/** A value that silently takes every call: loggers and the like, which no shape depends on. */
export function silent(name: string): PyInstance {
  const type = libraryClass(name, [objectType]);
  const value = new PyInstance(type, null);
  const methods = natives(
    {
      __getattr__: ['self, name', () => value],
      __call__: ['self, *args, **kwargs', () => value],
      __enter__: ['self', () => value],
      __getitem__: ['self, index', () => value],
      __setitem__: ['self, index, value', () => null],
    },
    { takesUnknown: true },
  );
  type.names = new Map(Object.entries(methods));
  return value;
}

/** A native that gives a number nobody can know before the program runs. */
export function unknownNumbers(names: readonly string[], why: Text): Record<string, Value> {
  return natives(
    Object.fromEntries(
      names.map((name) => [
        name,
        ['*args, **kwargs', (args: Bound) => new Unknown(why, args.vm.place, true)] as const,
      ]),
    ),
    { takesUnknown: true },
  );
}
