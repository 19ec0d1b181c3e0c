import { defineConfig } from 'vitest/config';

/** For tests that drive a real VS Code or a page: one at a time, since each takes a browser. */
const inVSCode = {
  fileParallelism: false,
  maxConcurrency: 2,
  testTimeout: 120_000,
  hookTimeout: 180_000,
  // A picture comes when it is drawn: on a busy machine not within poll's own second.
  expect: { poll: { timeout: 60_000 } },
};

export default defineConfig({
  test: {
    // Against hanging only: a busy machine must not turn a right answer into a failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{unit,property}/**/*.test.{ts,tsx}'],
          setupFiles: ['test/support/relaxed-simd.ts'],
          // These tests share nothing that changes: reading the sources anew for each file took a third of the time.
          isolate: false,
          // The usual number leaves one of two processors idle.
          maxWorkers: 2,
        },
      },
      { extends: true, test: { name: 'fuzz', include: ['test/fuzz/*.test.ts'] } },
      { extends: true, test: { name: 'agreement', include: ['test/agreement/*.test.ts'] } },
      { extends: true, test: { name: 'cli', include: ['test/cli/*.test.ts'] } },
      { extends: true, test: { name: 'launcher', include: ['test/vscode/*.test.ts'], ...inVSCode } },
      { extends: true, test: { name: 'page', include: ['test/page/*.test.ts'], ...inVSCode } },
      { extends: true, test: { name: 'visual', include: ['test/visual/**/*.test.ts'], ...inVSCode } },
    ],
  },
});
