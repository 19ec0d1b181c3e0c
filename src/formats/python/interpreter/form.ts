/**
 * What an object is made of, all the way down: two objects with one form differ in nothing but their identity, and each
 * has all that it is made of for itself alone.
 */
export class Form {
  /** Numbers that it and all below it learn, where that has been counted. */
  parameters: number | null | undefined = undefined;

  constructor(
    readonly serial: number,
    /** Of the objects among its attributes, each once. */
    readonly parts: readonly Form[],
  ) {}

  /** Whether modules are among its attributes. */
  get hasModules(): boolean {
    return this.parts.length > 0;
  }

  /** Whether something holds for it and for all below it. */
  every(holds: (form: Form) => boolean): boolean {
    return holds(this) && this.parts.every((part) => part.every(holds));
  }
}

/** Tells an iterator which objects need not be gone through: those that consist of objects of such forms alone. */
export type IsIdle = (form: Form) => boolean;

/** What is gone through one by one, and may leave such objects out. */
export interface Walk<T> {
  [Symbol.iterator](): Iterator<T, unknown, IsIdle | undefined>;
}
