import { Pattern, unowned } from './copies.ts';
import type { Build, Evaluator, Kwargs } from './machine.ts';
import type { Question } from './question.ts';
import type { Holding, ReadSet } from './reads.ts';
import { Remembered } from './remembered.ts';
import { Likeness } from './same-made.ts';
import { PyDict, PyInstance, PyList, type PyClass, type Site, type Value } from './values.ts';

/** A class of which so many objects in a row could not be repeated is no longer tried. */
const patience = 3;

interface Known {
  readonly pattern: Pattern;
  /** What building it has read. */
  readonly reads: ReadSet | null;
  readonly epoch: number;
}

/** How an object was built. */
interface Asked {
  readonly type: PyClass;
  readonly args: readonly Value[];
  readonly kwargs: Kwargs;
  readonly site: Site | null;
  readonly build: Build;
}

/**
 * Modules that have been built, by class and arguments: building one again in the same way gives the same, unless its
 * constructor uses what may have changed meanwhile. Such a one is not executed again but copied.
 */
export class Constructions {
  readonly #known = new Remembered<string, Known>(8192);
  readonly #failures = new Map<PyClass, number>();

  /** After an edit: those are forgotten that depend on what it has changed. */
  update(holding: Holding): void {
    this.#known.update(holding);
    this.#failures.clear();
  }

  /** `build` runs the constructor. */
  make(
    vm: Evaluator,
    type: PyClass,
    args: readonly Value[],
    kwargs: Kwargs,
    site: Site | null,
    build: Build,
  ): Value {
    const { journal } = vm;
    const key = this.#isRepeatable(vm, type) ? keyOf(vm, type, args, kwargs) : null;
    if (key === null) return build(args, kwargs);
    const given = [...args, ...kwargs.values()];
    const known = this.#known.get(key);
    if (known?.epoch === journal.epoch && isFree(given, known.pattern)) {
      vm.charge(1);
      vm.reads.repeat(known.reads);
      return known.pattern.again(site, given);
    }
    const free = given.filter((value) => canChange(value) && value.owner === null);
    const { breaks, epoch, readsFrom } = journal;
    journal.readsFrom = ++journal.clock;
    const outer = vm.reads.begin();
    let reads: ReadSet | null;
    let made: Value;
    try {
      made = build(args, kwargs);
    } finally {
      journal.readsFrom = readsFrom;
      reads = vm.reads.end(outer);
    }
    const isSame = journal.breaks === breaks && journal.epoch === epoch;
    const pattern =
      isSame && made instanceof PyInstance && keyOf(vm, type, args, kwargs) === key
        ? patternOf(vm, made, given, free)
        : null;
    if (!pattern) {
      this.#failures.set(type, (this.#failures.get(type) ?? 0) + 1);
      return made;
    }
    this.#failures.delete(type);
    this.#known.set(key, { pattern, reads, epoch });
    if (reads && type.definition)
      reads.question = this.#question(vm, key, pattern, { type, args, kwargs, site, build });
    return pattern.again(site, given);
  }

  /** Null where what was given cannot be made again. */
  #question(vm: Evaluator, key: string, pattern: Pattern, asked: Asked): Question | null {
    const { type, args, kwargs, site, build } = asked;
    const given = args.map((value) => givenAgain(vm, value));
    const named = [...kwargs].map(([name, value]) => [name, givenAgain(vm, value)] as const);
    if (given.includes(null) || named.some(([, again]) => again === null)) return null;
    return {
      givesTheSame: (present) => {
        if (this.#known.get(key)?.epoch !== vm.journal.epoch) {
          const own = new Map(named.map(([name, again]) => [name, again?.() ?? null]));
          this.make(
            vm,
            type,
            given.map((again) => again?.() ?? null),
            own,
            site,
            build,
          );
        }
        const now = this.#known.get(key)?.pattern;
        return now !== undefined && new Likeness(vm.forms, present).ofPatterns(pattern, now);
      },
    };
  }

  #isRepeatable(vm: Evaluator, type: PyClass): boolean {
    if (
      !vm.hooks.repeats ||
      vm.journal.isOpen ||
      vm.hooks.isWatched ||
      (this.#failures.get(type) ?? 0) >= patience
    )
      return false;
    if (!type.isSubclassOf(vm.hooks.fallbackBase)) return false;
    // A library's containers cost less to fill than to compare; its layers in Python stand where they are called.
    return type.definition ? !type.definition.module.file?.path.startsWith('<') : vm.hooks.isLayer(type);
  }
}

function keyOf(vm: Evaluator, type: PyClass, args: readonly Value[], kwargs: Kwargs): string | null {
  const { forms } = vm;
  let key = `${forms.idOf(type)}(`;
  const seen: Value[] = [];
  for (const value of args) {
    const described = forms.argument(value);
    if (described === null || isRepeated(value, seen)) return null;
    key += `${described},`;
  }
  for (const [name, value] of kwargs) {
    const described = forms.argument(value);
    if (described === null || isRepeated(value, seen)) return null;
    key += `${name}=${described},`;
  }
  return key;
}

/** Whether an object that can change is given twice. */
function isRepeated(value: Value, seen: Value[]): boolean {
  if (!canChange(value)) return false;
  if (seen.includes(value)) return true;
  seen.push(value);
  return false;
}

function canChange(value: Value | undefined): value is PyInstance | PyList | PyDict {
  return value instanceof PyInstance || value instanceof PyList || value instanceof PyDict;
}

/** Null where what was made has something that is not its own, or that cannot be copied. */
function patternOf(
  vm: Evaluator,
  made: PyInstance,
  given: readonly Value[],
  free: readonly Value[],
): Pattern | null {
  const form = vm.forms.of(made);
  // What a library's layer holds stands where the layer is built.
  if (!form || (form.hasModules && !made.type.definition)) return null;
  const places = new Map<string, number>();
  for (const [name, value] of made.attributes) {
    const place = canChange(value) ? given.indexOf(value) : -1;
    if (place >= 0) places.set(name, place);
  }
  // What is kept deeper inside cannot be put in place.
  const kept = new Set([...places.values()].map((place) => given[place]));
  const isLost = free.some((value) => canChange(value) && value.owner !== null && !kept.has(value));
  return isLost ? null : new Pattern(made, places);
}

/** Whether what the new object will hold belongs to nothing else yet. */
function isFree(given: readonly Value[], { given: places }: Pattern): boolean {
  for (const place of places.values()) {
    const value = given[place];
    if (canChange(value) && value.owner !== null) return false;
  }
  return true;
}

/** Gives an argument once more; null where it cannot be given as it was. */
function givenAgain(vm: Evaluator, value: Value): (() => Value) | null {
  if (value instanceof PyDict) return null;
  if (value instanceof PyList) {
    const items = [...value.items];
    return () => new PyList([...items]);
  }
  if (!(value instanceof PyInstance)) return () => value;
  const form = vm.forms.of(value);
  return () => (form && vm.forms.of(value) === form ? unowned(value) : null);
}
