/** Calls `runTests` in a process of its own, whose output the parent reads: it prints what VS Code prints. */
import { runTests, TestRunFailedError } from '@vscode/test-electron';

const options = /** @type {import('@vscode/test-electron').TestOptions} */ (
  JSON.parse(process.argv[2] ?? '{}')
);

await runTests(options).catch((/** @type {unknown} */ error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = (error instanceof TestRunFailedError ? error.code : undefined) ?? 1;
});
