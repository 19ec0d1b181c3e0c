/**
 * What an object is made of, all the way down: two objects with one form differ in nothing but their identity, and each
 * has all that it is made of for itself alone.
 */
export class Form {
  /** Numbers that it and all below it learn, where that has been counted. */
  parameters: number | null | undefined = undefined;

  constructor(
    readonly serial: number,
    /** Whether modules are among its attributes. */
    readonly hasModules: boolean,
  ) {}
}
