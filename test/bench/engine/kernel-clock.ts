import type { WebAssemblyHost } from '../../../src/engine/fast/wasm-module.ts';

/** A host whose kernels add up the time that is spent inside them: all but the copies in and out of their memory. */
export interface KernelClock {
  readonly host: WebAssemblyHost;
  /** Milliseconds since it was last asked. */
  readonly spent: () => number;
}

export function kernelClock(): KernelClock {
  let total = 0;
  const timed =
    (kernel: (...args: readonly number[]) => void) =>
    (...args: readonly number[]): void => {
      const start = performance.now();
      kernel(...args);
      total += performance.now() - start;
    };
  class Instance {
    readonly exports: unknown;

    constructor(module: never, imports: never) {
      const { exports } = new WebAssembly.Instance(module, imports);
      this.exports = Object.fromEntries(
        Object.entries(exports).map(([name, value]) => [
          name,
          typeof value === 'function' ? timed(value as (...args: readonly number[]) => void) : value,
        ]),
      );
    }
  }
  return {
    host: {
      validate: (bytes) => WebAssembly.validate(bytes),
      Module: WebAssembly.Module,
      Memory: WebAssembly.Memory,
      Instance,
    },
    spent: () => {
      const spent = total;
      total = 0;
      return spent;
    },
  };
}
