import { expect, test } from 'vitest';
import { createFastKernels } from '../../../../src/engine/fast/fast-kernels.ts';
import { warmUpRounds } from '../../../../src/engine/fast/warm-up.ts';
import type { WebAssemblyHost } from '../../../../src/engine/fast/wasm-module.ts';

test('a round calls every function of the kernels', () => {
  const called = new Set<string>();
  const names = new Set<string>();
  class Instance {
    readonly exports: unknown;

    constructor(module: never, imports: never) {
      const { exports } = new WebAssembly.Instance(module, imports);
      this.exports = Object.fromEntries(
        Object.entries(exports)
          .filter(([, value]) => typeof value === 'function')
          .map(([name, value]) => {
            names.add(name);
            const run = value as (...args: readonly number[]) => void;
            return [
              name,
              (...args: readonly number[]) => {
                called.add(name);
                run(...args);
              },
            ];
          }),
      );
    }
  }
  const host: WebAssemblyHost = {
    validate: (bytes) => WebAssembly.validate(bytes),
    Module: WebAssembly.Module,
    Memory: WebAssembly.Memory,
    Instance,
  };
  const kernels = createFastKernels(host);
  const [round] = kernels ? warmUpRounds(kernels) : [];
  round?.();
  // Only inputs that no window reads are cleared, and here every one is read.
  expect([...names].filter((name) => !called.has(name))).toEqual(['clear']);
});
