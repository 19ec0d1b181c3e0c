import { describe, expect, test } from 'vitest';
import { countsIn, judge, timedOut } from '../../vscode/outcome.mjs';

const lost =
  '[remote-connection][ExtensionHost][5d5b2…][reconnect] received socket close event (wasClean: false, code: 1006';

describe('countsIn', () => {
  test.each([
    ['', undefined],
    ['3 passed, 0 failed', { passed: 3, failed: 0 }],
    ['unit: 3 passed, 0 failed', undefined],
    ['3 passed, 0 failed of many', undefined],
    ['  12 passed, 4 failed \r\nbye\n', { passed: 12, failed: 4 }],
    ['1 passed, 1 failed\n2 passed, 0 failed', { passed: 2, failed: 0 }],
  ])('%j', (output, counts) => {
    expect(countsIn(output)).toEqual(counts);
  });
});

describe('judge: a run is a success only if it says so', () => {
  test.each([
    ['1 passed, 0 failed', 0, true],
    ['1 passed, 0 failed', 1, false],
    ['1 passed, 0 failed', timedOut, false],
    ['0 passed, 0 failed', 0, false],
    ['9 passed, 1 failed', 0, false],
    ['', 0, false],
    [`1 passed, 0 failed\n${lost}`, 0, false],
  ])('%j, exit code %s', (output, exitCode, ok) => {
    expect(judge({ output, exitCode }).ok).toBe(ok);
  });
});
