/** Thrown where a layer cannot be run; the message says why, for the user. */
export class NotRunnable extends Error {
  override readonly name = 'NotRunnable';
}
