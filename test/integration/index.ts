import { runTests } from './harness.ts';

/** Every test file of this folder, found by webpack, so that none can be forgotten. */
interface Modules {
  (name: string): unknown;
  keys(): readonly string[];
}

/** Called by VS Code's extension host. It rejects when a test fails, for VS Code's own exit code. */
export async function run(): Promise<void> {
  const modules = (
    import.meta as unknown as {
      webpackContext: (folder: string, options: { recursive: boolean; regExp: RegExp }) => Modules;
    }
  ).webpackContext('./', { recursive: true, regExp: /\.test\.ts$/ });
  for (const name of modules.keys()) modules(name);

  const { failed } = await runTests((line) => console.log(line), process.env['CONVLENS_TEST_FILTER'] ?? '');
  if (failed > 0) throw new Error(`${failed} failed`);
}
