import { Form } from './form.ts';
import type { Mutable } from './journal.ts';
import type { PyTensor } from './values.ts';
import { PyDict, PyInstance, PyList, type Site, type Value } from './values.ts';

/** Whether a value stays what it is: nothing can change it, or only in a way that the journal's epoch tells. */
export function isSettled(value: Value): boolean {
  if (value === null || typeof value !== 'object') return true;
  switch (value.kind) {
    case 'float':
    case 'symbol':
    case 'range':
    case 'function':
    case 'native':
    case 'descriptor':
    case 'class':
    case 'namespace':
    case 'token':
      return true;
    case 'unknown':
      return value.ref === null;
    case 'tuple':
      return value.items.every(isSettled);
    case 'slice':
      return isSettled(value.start) && isSettled(value.stop) && isSettled(value.step);
    case 'method':
      return isSettled(value.self) && isSettled(value.callable);
    default:
      return false;
  }
}

/** Finds out which objects are made alike: by the texts that describe them. */
export class Forms {
  readonly #ids = new Map<object, number>();
  readonly #known = new Map<string, Form>();
  readonly #describing = new Set<PyInstance>();

  /** A number for something that is only equal to itself. */
  idOf(object: object): number {
    const known = this.#ids.get(object);
    if (known !== undefined) return known;
    this.#ids.set(object, this.#ids.size);
    return this.#ids.size - 1;
  }

  /** Null where something of it cannot be compared, or belongs to another object as well. */
  of(instance: PyInstance): Form | null {
    if (instance.form) return instance.form;
    if (instance.open || instance.base !== undefined || this.#describing.has(instance)) return null;
    this.#describing.add(instance);
    try {
      const text = this.#attributes(instance);
      instance.form = text === null ? null : this.#interned(text);
      return instance.form;
    } finally {
      this.#describing.delete(instance);
    }
  }

  #attributes(instance: PyInstance): { readonly text: string; readonly parts: ReadonlySet<Form> } | null {
    let text = `${this.idOf(instance.type)}`;
    const parts = new Set<Form>();
    const seen = new Set<object>();
    for (const [name, value] of instance.attributes) {
      const described = this.#part(value, instance, seen);
      if (described === null) return null;
      if (value instanceof PyInstance && value.form) parts.add(value.form);
      text += `;${name}:${described}`;
    }
    return { text, parts };
  }

  #interned({ text, parts }: { readonly text: string; readonly parts: ReadonlySet<Form> }): Form {
    const known = this.#known.get(text);
    if (known) return known;
    const form = new Form(this.#known.size, [...parts]);
    this.#known.set(text, form);
    return form;
  }

  /** A value that nothing can change; null for any other. */
  settled(value: Value): string | null {
    if (value === null || typeof value === 'boolean') return String(value);
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    if (typeof value === 'string') return JSON.stringify(value);
    switch (value.kind) {
      case 'float':
        return `f${Object.is(value.value, -0) ? '-0' : value.value}`;
      case 'symbol':
        return `s${value.factor} ${value.symbol}`;
      case 'range':
        return `r${value.start},${value.stop},${value.step}`;
      case 'tuple':
        return this.#all(value.items, value.type, (item) => this.settled(item));
      case 'function':
        // One that is made anew each time, with what is around it.
        return value.scope.parent === null ? `o${this.idOf(value)}` : null;
      case 'native':
      case 'class':
      case 'namespace':
      case 'token':
        return `o${this.idOf(value)}`;
      default:
        return null;
    }
  }

  #all(
    items: readonly Value[],
    type: object | null,
    describe: (item: Value) => string | null,
  ): string | null {
    let text = type === null ? '(' : `${this.idOf(type)}(`;
    for (const item of items) {
      const described = describe(item);
      if (described === null) return null;
      text += `${described},`;
    }
    return `${text})`;
  }

  /** Something that an object holds, and that nothing else may hold if it can change. */
  #part(value: Value, owner: Mutable, seen: Set<object>): string | null {
    if (value === null || typeof value !== 'object') return this.settled(value);
    switch (value.kind) {
      case 'instance':
        if (!owned(value, owner, seen)) return null;
        return this.instance(value);
      case 'tensor':
        return owned(value, owner, seen) ? this.#tensor(value) : null;
      case 'tuple':
        return this.#all(value.items, value.type, (item) => this.#part(item, owner, seen));
      case 'list':
        if (value.open || !owned(value, owner, seen)) return null;
        return this.#all(value.items, PyList, (item) => this.#part(item, value, seen));
      case 'dict':
        return owned(value, owner, seen) ? this.#dict(value, seen) : null;
      default:
        return this.settled(value);
    }
  }

  #dict(dict: PyDict, seen: Set<object>): string | null {
    if (dict.open || dict.mirrors || dict.factory !== null) return null;
    let text = dict.type ? `{${this.idOf(dict.type)}` : '{';
    for (const { key, value } of dict.entries.values()) {
      const [filed, described] = [this.settled(key), this.#part(value, dict, seen)];
      if (filed === null || described === null) return null;
      text += `${filed}:${described},`;
    }
    return `${text}}`;
  }

  #tensor({ shape, dtype, ref, data, role, why }: PyTensor): string | null {
    if (ref || why || (data && data.length > 64)) return null;
    return `t${role}${dtype}${JSON.stringify(shape)}${data ? JSON.stringify(data) : ''}`;
  }

  /** A module or object inside of another one, with where it was made: what its layers' nodes point to. */
  instance(value: PyInstance): string | null {
    const form = this.of(value);
    const made = this.#site(value.site);
    const configured = value.configured?.site;
    const own = configured === undefined ? '' : configured === value.site ? '=' : this.#site(configured);
    return form && `#${form.serial}@${made},${own}`;
  }

  #site(site: Site | null): string {
    if (!site) return '-';
    const own = `${this.idOf(site.call)}`;
    // Layers that a library's own Python makes point to the user's call that led there.
    return site.file.path.startsWith('<') ? `${own}<${this.#site(site.caller?.site ?? null)}` : own;
  }

  /** An argument of a call; null where calls with it cannot be compared. Lists and dicts of what can change are not. */
  argument(value: Value): string | null {
    if (value instanceof PyInstance) return this.instance(value);
    if (value instanceof PyList)
      return value.open ? null : this.#all(value.items, PyList, (item) => this.settled(item));
    if (!(value instanceof PyDict)) return this.settled(value);
    const plain = [...value.entries.values()].every((entry) => this.settled(entry.value) !== null);
    return plain ? this.#dict(value, new Set()) : null;
  }
}

/** Makes an object the owner's part; false where it already is another one's, occurs twice, or holds its owner. */
function owned(part: Mutable | PyTensor, owner: Mutable, seen: Set<object>): boolean {
  if (seen.has(part) || (part.owner !== null && part.owner !== owner)) return false;
  for (let each: Mutable | null = owner; each; each = each.owner) if (each === part) return false;
  seen.add(part);
  part.owner = owner;
  return true;
}
