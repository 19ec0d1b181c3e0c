import type { Dependency } from './dependency.ts';
import type { PyInstance, Value } from './values.ts';

/** What a name of a module, a class or a function stands for. */
export class Name implements Dependency {
  wording: object = {};
  readonly #wordings = new Map<Value, object>();
  /** Undefined where there is none; known once a part of the analysis has read it. */
  value: Value | undefined = undefined;
  isKnown = false;
  /** What can be reached from its value, where a part of the analysis has read it. */
  reached: { readonly instances: ReadonlySet<PyInstance>; readonly isComparable: boolean } | null = null;

  constructor(
    readonly holder: object,
    readonly name: string,
  ) {}

  /** It stands for something else from here on, which nothing has read yet. A number or text that it had is no news. */
  reword(before: Value | undefined, now: Value | undefined): void {
    if (isPlain(before)) this.#wordings.set(before, this.wording);
    this.wording = (isPlain(now) ? this.#wordings.get(now) : null) ?? {};
    this.value = undefined;
    this.isKnown = false;
    this.reached = null;
  }
}

/** Whether nothing but what it is tells it from others. */
function isPlain(value: Value | undefined): value is null | boolean | number | string {
  return value === null || (value !== undefined && typeof value !== 'object');
}
