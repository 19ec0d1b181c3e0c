import { ownName } from '../interpreter/attributes.ts';
import { Body } from '../interpreter/body.ts';
import { Name } from '../interpreter/read-name.ts';
import { everything, type Reads, type ReadSet } from '../interpreter/reads.ts';
import type { Place } from '../interpreter/atoms.ts';
import type { PyNamespace } from '../interpreter/values.ts';
import {
  PyClass,
  PyFunction,
  PyInstance,
  Scope,
  type Entry,
  type Site,
  type Unknown,
  type Value,
} from '../interpreter/values.ts';
import { sameText } from '../../../model/text/text-in.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { TextShift } from '../syntax/text-shift.ts';
import { isSameFile } from '../graph/source.ts';

/** Where something stands in its file. */
type Stretch = Pick<Place, 'start' | 'end'>;

/** Values of a class body that library functions read without asking for them by name. */
const ofBody = ['__annotations__', '__dataclass__'];

/**
 * Which objects of an analysis of one version of a file are which of the next one's: those that are reached by the same
 * names, and made by the same text.
 */
export class Correspondence {
  readonly #now = new Map<object, object>();
  readonly #before = new Map<object, object>();
  readonly #bodies = new Map<Body, Body>();
  /** What has been added while one value is being compared: it does not hold if that fails. */
  #trail: object[] = [];
  readonly #shift: TextShift;
  readonly #from: SourceFile;
  readonly #to: SourceFile;
  readonly #areModules: boolean;

  constructor(
    from: PyNamespace,
    to: PyNamespace,
    files: readonly [SourceFile, SourceFile],
    shift: TextShift,
  ) {
    [this.#from, this.#to] = files;
    this.#shift = shift;
    this.#areModules = this.#compare(() => this.#namespace(from, to));
  }

  /** The object that stands for one of the version before; undefined where none has been found. */
  of<T extends object>(object: T): T | undefined {
    return this.#now.get(object) as T | undefined;
  }

  /** Whether all that was read before would be read now. What is read for that, the part that is watched has read. */
  holds(reads: ReadSet, now: Reads): boolean {
    if (!this.#areModules) return false;
    const { open, bodies } = unsorted(reads);
    for (let left = Infinity; open.size > 0 && open.size < left;) {
      left = open.size;
      for (const [holder, names] of open) {
        const own = this.#now.get(holder);
        if (!own) continue;
        open.delete(holder);
        for (const [name, value] of names) if (!this.#isRead(holder, own, name, value, now)) return false;
      }
    }
    if (open.size > 0) return false;
    for (const body of bodies) {
      const own = this.#bodies.get(body);
      if (!own) return false;
      now.ran(own);
    }
    return true;
  }

  #isRead(before: object, own: object, name: string, value: Value | undefined, reads: Reads): boolean {
    if (own instanceof PyInstance)
      return before instanceof PyInstance && this.#compare(() => this.#attributes(before, own));
    const now = valueIn(own, name, reads);
    if (own instanceof PyFunction) reads.fallback(own, name, now ?? null);
    else reads.read(own, name, now);
    if (value === undefined || now === undefined) return value === now;
    return this.#compare(() => this.#same(value, now));
  }

  /** What was taken to be the same on the way is forgotten where it turns out that it is not. */
  #compare(run: () => boolean): boolean {
    this.#trail = [];
    if (run()) return true;
    for (const object of this.#trail) {
      const now = this.#now.get(object);
      this.#now.delete(object);
      if (now) this.#before.delete(now);
    }
    return false;
  }

  /** Whether two objects have been taken for each other before; null where nothing is known of either. */
  #met(before: object, now: object): boolean | null {
    const known = this.#now.get(before);
    if (known) return known === now;
    if (this.#before.has(now)) return false;
    this.#now.set(before, now);
    this.#before.set(now, before);
    this.#trail.push(before);
    return null;
  }

  #all(before: readonly Value[], now: readonly Value[]): boolean {
    return (
      before.length === now.length && before.every((value, place) => this.#same(value, now[place] ?? null))
    );
  }

  #same(before: Value, now: Value): boolean {
    if (Object.is(before, now)) return true;
    if (before === null || now === null || typeof before !== 'object' || typeof now !== 'object')
      return false;
    switch (before.kind) {
      case 'float':
        return now.kind === 'float' && Object.is(before.value, now.value);
      case 'symbol':
        return now.kind === 'symbol' && before.symbol === now.symbol && before.factor === now.factor;
      case 'range':
        return (
          now.kind === 'range' &&
          before.start === now.start &&
          before.stop === now.stop &&
          before.step === now.step
        );
      case 'unknown':
        return now.kind === 'unknown' && this.#unknown(before, now);
      case 'tuple':
        return (
          now.kind === 'tuple' && this.#type(before.type, now.type) && this.#all(before.items, now.items)
        );
      case 'list':
        if (now.kind !== 'list') return false;
        return (
          this.#met(before, now) ?? (this.#open(before.open, now.open) && this.#all(before.items, now.items))
        );
      case 'dict':
        if (now.kind !== 'dict' || before.mirrors || now.mirrors) return false;
        return (
          this.#met(before, now) ??
          (this.#open(before.open, now.open) &&
            this.#type(before.type, now.type) &&
            this.#same(before.factory, now.factory) &&
            this.#entries([...before.entries.values()], [...now.entries.values()]))
        );
      case 'set':
        if (now.kind !== 'set') return false;
        return (
          this.#met(before, now) ?? (this.#open(before.open, now.open) && this.#all(before.keys, now.keys))
        );
      case 'function':
        return now.kind === 'function' && (this.#met(before, now) ?? this.#function(before, now));
      case 'method':
        return (
          now.kind === 'method' &&
          this.#same(before.callable, now.callable) &&
          this.#same(before.self, now.self)
        );
      case 'descriptor':
        return (
          now.kind === 'descriptor' &&
          before.form === now.form &&
          this.#same(before.target, now.target) &&
          this.#same(before.setter, now.setter)
        );
      case 'class':
        return now.kind === 'class' && (this.#met(before, now) ?? this.#class(before, now));
      case 'instance':
        return now.kind === 'instance' && (this.#met(before, now) ?? this.#instance(before, now));
      case 'namespace':
        return now.kind === 'namespace' && this.#namespace(before, now);
      case 'slice':
      case 'iterator':
      case 'native':
      case 'super':
      case 'token':
      case 'tensor':
        return false;
    }
  }

  #type(before: PyClass | null, now: PyClass | null): boolean {
    return before && now ? this.#same(before, now) : before === now;
  }

  #entries(before: readonly Entry[], now: readonly Entry[]): boolean {
    return (
      before.length === now.length &&
      before.every(({ key, value }, place) => {
        const other = now[place];
        return other !== undefined && this.#same(key, other.key) && this.#same(value, other.value);
      })
    );
  }

  #attributes(before: PyInstance, now: PyInstance): boolean {
    return this.#named([...before.attributes], [...now.attributes]);
  }

  #named(before: readonly (readonly [string, Value])[], now: readonly (readonly [string, Value])[]): boolean {
    return (
      before.length === now.length &&
      before.every(([name, value], place) => {
        const [other, held = null] = now[place] ?? [];
        return name === other && this.#same(value, held);
      })
    );
  }

  /** Attributes of it are compared when they are looked at. */
  #instance(before: PyInstance, now: PyInstance): boolean {
    const { base } = before;
    return (
      this.#same(before.type, now.type) &&
      this.#open(before.open, now.open) &&
      (base === undefined || now.base === undefined ? base === now.base : this.#same(base, now.base)) &&
      this.#site(before.site, now.site) &&
      this.#site(before.configured?.site ?? null, now.configured?.site ?? null)
    );
  }

  #site(before: Site | null, now: Site | null): boolean {
    if (!before || !now) return before === now;
    return (
      this.#place(before.file, before.call, now.file, now.call) &&
      this.#site(before.caller?.site ?? null, now.caller?.site ?? null)
    );
  }

  /** Defaults are compared when they are asked for. */
  #function(before: PyFunction, now: PyFunction): boolean {
    const [old, own] = [before.code, now.code];
    const isSame =
      before.name === now.name &&
      this.#place(old.file, old.definition, own.file, own.definition) &&
      this.#namespace(before.module, now.module) &&
      this.#scopes(before.scope, now.scope) &&
      this.#type(before.owner, now.owner) &&
      this.#named([...before.attributes], [...now.attributes]);
    if (isSame && before.body && now.body) this.#bodies.set(before.body, now.body);
    return isSame;
  }

  #scopes(before: Scope, now: Scope): boolean {
    const met = this.#met(before, now);
    if (met !== null) return met;
    if (!this.#open(before.open, now.open)) return false;
    return before.parent && now.parent
      ? this.#scopes(before.parent, now.parent)
      : before.parent === now.parent;
  }

  /** What else its body defines is compared when it is asked for. */
  #class(before: PyClass, now: PyClass): boolean {
    if (!before.definition || !now.definition || before.name !== now.name) return false;
    const held = (type: PyClass): (readonly [string, Value])[] =>
      ofBody.flatMap((name) => {
        const value = type.names.get(name);
        return value === undefined ? [] : [[name, value] as const];
      });
    return (
      this.#namespace(before.definition.module, now.definition.module) &&
      this.#open(before.open, now.open) &&
      this.#type(before.meta, now.meta) &&
      this.#all(before.mro, now.mro) &&
      this.#all(before.bases, now.bases) &&
      this.#all([...before.names.keys()], [...now.names.keys()]) &&
      this.#named(held(before), held(now))
    );
  }

  #namespace(before: PyNamespace, now: PyNamespace): boolean {
    if (before === now) return true;
    const met = this.#met(before, now);
    if (met !== null) return met;
    return (
      before.name === now.name &&
      before.file !== null &&
      now.file !== null &&
      this.#isFile(before.file, now.file) &&
      this.#scopes(before.scope, now.scope)
    );
  }

  #isFile(before: SourceFile, now: SourceFile): boolean {
    return isSameFile(this.#from, before) ? isSameFile(this.#to, now) : before === now;
  }

  #place(before: SourceFile, old: Stretch, now: SourceFile, own: Stretch): boolean {
    if (!this.#isFile(before, now)) return false;
    if (!isSameFile(this.#from, before)) return old.start === own.start && old.end === own.end;
    const latest = this.#from.moves.span(before, { start: old.start, end: old.end });
    return latest !== null && this.#shift.isAt(latest, own);
  }

  #open(before: Unknown | null, now: Unknown | null): boolean {
    return before && now ? this.#unknown(before, now) : before === now;
  }

  #unknown(before: Unknown, now: Unknown): boolean {
    if (!sameText(before.why, now.why) || before.numeric !== now.numeric || before.ref || now.ref)
      return false;
    if (JSON.stringify(before.made) !== JSON.stringify(now.made)) return false;
    const [old, own] = [before.place, now.place];
    return old && own ? this.#at(old, own) : old === own;
  }

  #at(before: Place, now: Place): boolean {
    return this.#place(before.file, before, now.file, now);
  }
}

/** What was read, by what holds it and by name, and the bodies that were run. */
function unsorted(reads: ReadSet): {
  readonly open: Map<object, Map<string, Value | undefined>>;
  readonly bodies: ReadonlySet<Body>;
} {
  const open = new Map<object, Map<string, Value | undefined>>();
  const bodies = new Set<Body>();
  for (const each of reads.all()) {
    if (each instanceof Body) bodies.add(each);
    if (!(each instanceof Name)) continue;
    const names = open.get(each.holder) ?? new Map<string, Value | undefined>();
    open.set(each.holder, names.set(each.name, each.value));
  }
  return { open, bodies };
}

function valueIn(holder: object, name: string, reads: Reads): Value | undefined {
  if (holder instanceof Scope) return reads.paused(() => ownName(holder, name));
  if (holder instanceof PyClass) return holder.names.get(name);
  return holder instanceof PyFunction && name !== everything
    ? reads.paused(() => holder.defaults.get(name))
    : undefined;
}
