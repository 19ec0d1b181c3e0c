/** Something that this machine does not have, or cannot get: its message says what, and what to do. No fault of ours. */
export class Unavailable extends Error {}

/**
 * Ends the process with the message alone where something is unavailable; other errors keep their stack.
 *
 * @param {unknown} error
 * @returns {never}
 */
export function endPlainly(error) {
  if (!(error instanceof Unavailable)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
