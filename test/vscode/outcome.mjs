/**
 * @typedef {{ passed: number, failed: number }} Counts
 */

/** What the workbench logs when its extension host goes away unasked. */
const lostHost = /\[ExtensionHost\].*received socket close event \(wasClean: false/;

/** What the launcher ends with when the tests did not end in time; the same as coreutils' `timeout`. */
export const timedOut = 124;

const line = /^(\d+) passed, (\d+) failed$/;

/**
 * @param {string} output
 * @returns {Counts | undefined} what the last line of the form `N passed, N failed` says
 */
export function countsIn(output) {
  const last = output
    .split(/\r?\n/)
    .map((text) => line.exec(text.trim()))
    .findLast((match) => match !== null);
  return last ? { passed: Number(last[1]), failed: Number(last[2]) } : undefined;
}

/**
 * Whether a run of tests inside VS Code was a success. The exit code alone proves nothing: VS Code reports 0 when its
 * extension host dies.
 *
 * @param {{ output: string, exitCode: number }} run
 * @returns {{ ok: boolean, reason: string }}
 */
export function judge({ output, exitCode }) {
  const counts = countsIn(output);
  if (exitCode === timedOut) return { ok: false, reason: 'the tests did not end in time' };
  if (counts === undefined) {
    return {
      ok: false,
      reason:
        'no line `N passed, N failed` was printed: the test module is missing, or the extension host died',
    };
  }
  const { passed, failed } = counts;
  if (failed > 0) return { ok: false, reason: `${failed} failed` };
  if (passed === 0) return { ok: false, reason: 'no test ran' };
  if (lostHost.test(output)) return { ok: false, reason: 'the extension host died after the tests' };
  if (exitCode !== 0) return { ok: false, reason: `VS Code ended with ${exitCode}` };
  return { ok: true, reason: `${passed} passed` };
}
