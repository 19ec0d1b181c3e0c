import { dictOf } from '../interpreter/keys.ts';
import { libraryClass, natives, type Bound } from '../interpreter/native.ts';
import { PyToken } from '../interpreter/atoms.ts';
import { PyClass, PyFunction, PyInstance, PyMethod, Unknown, type Value } from '../interpreter/values.ts';
import { inClass } from '../interpreter/attributes.ts';
import { orderedDict } from './collections.ts';
import { objectType } from './object.ts';

const kinds = {
  'positional-only': new PyToken('POSITIONAL_ONLY'),
  plain: new PyToken('POSITIONAL_OR_KEYWORD'),
  '*': new PyToken('VAR_POSITIONAL'),
  'keyword-only': new PyToken('KEYWORD_ONLY'),
  '**': new PyToken('VAR_KEYWORD'),
};
const empty = libraryClass('_empty', [objectType]);

const parameterType = libraryClass('Parameter', [objectType], {
  empty,
  ...Object.fromEntries(Object.values(kinds).map((kind) => [kind.name, kind])),
});
const signatureType = libraryClass('Signature', [objectType], { empty });

/** None is a value like any other: only what is missing gives way. */
function orElse(value: Value | undefined, other: Value): Value {
  return value === undefined ? other : value;
}

function signature(args: Bound): Value {
  const given = args.value('callable');
  const init = given instanceof PyClass ? inClass(given, '__init__') : undefined;
  let callee: Value = init ?? given;
  let bound = init !== undefined;
  if (callee instanceof PyMethod) {
    bound = true;
    callee = callee.callable;
  }
  // `functools.wraps` keeps the signature of the function that is wrapped.
  for (
    let inner: Value = callee;
    inner instanceof PyFunction;
    inner = inner.attributes.get('__wrapped__') ?? null
  )
    callee = inner;
  if (!(callee instanceof PyFunction)) return args.vm.unknown('the signature of a library function');
  const { definition, defaults } = callee;
  const listed = (bound ? definition.parameters.slice(1) : definition.parameters).map(({ name, kind }) => {
    const parameter = new PyInstance(parameterType, null);
    parameter.attributes.set('name', name);
    parameter.attributes.set('kind', kinds[kind]);
    parameter.attributes.set('default', orElse(defaults.get(name), empty));
    return [name, parameter] as const;
  });
  const result = new PyInstance(signatureType, null);
  result.open = args.vm.unknown('a part of a signature that is not read');
  result.attributes.set('parameters', dictOf(listed, orderedDict));
  return result;
}

/** Python's `inspect`, as far as decorators ask for it. */
export const inspect: Readonly<Record<string, Value>> = {
  Parameter: parameterType,
  Signature: signatureType,
  ...natives(
    {
      signature: ['callable, **kwargs', signature],
      isclass: [
        'object',
        (args) =>
          args.value('object') instanceof Unknown
            ? args.value('object')
            : args.value('object') instanceof PyClass,
      ],
      isfunction: [
        'object',
        (args) =>
          args.value('object') instanceof Unknown
            ? args.value('object')
            : args.value('object') instanceof PyFunction,
      ],
      getmembers: ['object, predicate=None', (args) => args.vm.unknown('the members of an object')],
    },
    { takesUnknown: true },
  ),
};
