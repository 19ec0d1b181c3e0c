import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks until the answer is there.
 *
 * @param what named in the error, with the last answer, when it never comes
 * @param accept true for the answer that is waited for
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T> | Thenable<T> | T,
  accept: (answer: T) => boolean,
  { timeoutSeconds = 15, everyMilliseconds = 25 } = {},
): Promise<T> {
  const end = Date.now() + timeoutSeconds * 1000;
  for (;;) {
    const answer = await ask();
    if (accept(answer)) return answer;
    if (Date.now() > end) {
      throw new Error(
        `waited ${timeoutSeconds} s for ${what}; the last answer was ${JSON.stringify(answer)}`,
      );
    }
    await sleep(everyMilliseconds);
  }
}
