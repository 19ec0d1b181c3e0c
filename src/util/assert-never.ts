/** Ends an exhaustive switch: a case that the types rule out. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${JSON.stringify(value)}`);
}
