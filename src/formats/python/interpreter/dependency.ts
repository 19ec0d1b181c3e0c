/** Something of a file that results depend on. */
export interface Dependency {
  /** Another one where the text says something else; the same again where it says what it said before. */
  readonly wording: object;
}
