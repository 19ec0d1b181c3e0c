/** Thrown where a network cannot be run with these choices; the message is a sentence for the user. */
export class RunRefusal extends Error {
  override readonly name = 'RunRefusal';
}
