import { isSettled } from './forms.ts';
import type { Mutable } from './journal.ts';
import {
  PyDict,
  PyInstance,
  PyList,
  PyTensor,
  PyTuple,
  type Latent,
  type Site,
  type Value,
} from './values.ts';

const nothing: ReadonlyMap<string, number> = new Map();

/**
 * What instances that are made like a first one share with it, which nothing else sees and nothing changes any longer.
 * Each gets attributes of its own when they are first asked for.
 */
export class Pattern implements Latent {
  constructor(
    readonly first: PyInstance,
    /** Attributes that hold what the constructor was given, with the place of that argument. */
    readonly given: ReadonlyMap<string, number>,
  ) {}

  get shown(): ReadonlyMap<string, Value> {
    return this.first.attributes;
  }

  fill(owner: PyInstance): Map<string, Value> {
    return filled(this.first, owner);
  }

  /** Another one, made at `site` of `args`. */
  again(site: Site | null, args: readonly Value[]): PyInstance {
    const { first, given } = this;
    if (given.size === 0) return like(first, site, this);
    const copy = like(first, site, null);
    copy.attributes = filled(first, copy, (name) => {
      const place = given.get(name);
      return place === undefined ? undefined : args[place];
    });
    for (const place of given.values()) own(args[place] ?? null, copy);
    return copy;
  }
}

/** The same once more, which is no part of anything yet. */
export function unowned(instance: PyInstance): PyInstance {
  return like(instance, instance.site, instance.latent ?? new Pattern(instance, nothing));
}

function like(first: PyInstance, site: Site | null, latent: Latent | null): PyInstance {
  const copy = new PyInstance(first.type, site, latent);
  const { configured } = first;
  copy.configured = site && configured?.site === first.site ? { ...configured, site } : configured;
  copy.form = first.form;
  return copy;
}

function filled(
  first: PyInstance,
  owner: PyInstance,
  given: (name: string) => Value | undefined = () => undefined,
): Map<string, Value> {
  const attributes = new Map<string, Value>();
  for (const [name, value] of first.attributes) attributes.set(name, given(name) ?? copied(value, owner));
  return attributes;
}

/** The same value for another owner: what can change is made anew. */
function copied(value: Value, owner: Mutable): Value {
  if (value === null || typeof value !== 'object') return value;
  switch (value.kind) {
    case 'instance': {
      const copy = like(value, value.site, value.latent ?? new Pattern(value, nothing));
      copy.owner = owner;
      return copy;
    }
    case 'tensor': {
      const copy = new PyTensor(value.shape, value.dtype);
      copy.data = value.data;
      copy.role = value.role;
      copy.owner = owner;
      return copy;
    }
    case 'tuple':
      if (isSettled(value)) return value;
      return new PyTuple(
        value.items.map((item) => copied(item, owner)),
        value.type,
      );
    case 'list': {
      const copy = new PyList([]);
      copy.owner = owner;
      copy.items = value.items.map((item) => copied(item, copy));
      return copy;
    }
    case 'dict': {
      const copy = new PyDict(value.type);
      copy.owner = owner;
      for (const [key, entry] of value.entries)
        copy.entries.set(key, { key: entry.key, value: copied(entry.value, copy) });
      return copy;
    }
    default:
      return value;
  }
}

function own(value: Value, owner: Mutable): void {
  if (value instanceof PyInstance || value instanceof PyList || value instanceof PyDict) value.owner = owner;
}
