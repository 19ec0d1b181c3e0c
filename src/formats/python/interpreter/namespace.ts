import { PyNamespace, Scope, Unknown, type Value } from './values.ts';
import { said } from '../../../model/text/text.ts';

/** What a library namespace does not have is unknown, with its name as the reason. */
export function namespace(name: string, members: Readonly<Record<string, Value>>): PyNamespace {
  const scope = new Scope(null);
  scope.names = new Map(Object.entries(members));
  return new PyNamespace(
    name,
    scope,
    null,
    new Unknown(said('something of {0} that is not declared here', name), null),
  );
}
