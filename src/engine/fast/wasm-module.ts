import { bytesFromBase64 } from '../../util/base64.ts';
import { relaxedSimdBinary, simdBinary } from './binaries.ts';

/** The part of the global WebAssembly object that is used; passed in, as the engine's language level does not know it. */
export interface WebAssemblyHost {
  validate(bytes: Uint8Array<ArrayBuffer>): boolean;
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: never, imports: never) => { readonly exports: unknown };
  readonly Memory: new (size: { readonly initial: number; readonly maximum?: number }) => KernelMemory;
}

export interface KernelMemory {
  readonly buffer: ArrayBufferLike;
  grow(pages: number): number;
}

/** The functions of assembly/kernels.ts; every argument is a number or a byte address. */
export interface KernelExports {
  contract(
    ...args: readonly [
      ...[a: number, aRows: number, aDepth: number, rows: number],
      ...[b: number, bDepth: number, bColumns: number, columns: number],
      ...[depth: number, start: number, c: number, aPanels: number, bPanel: number],
    ]
  ): void;
  copyRows(from: number, fromTable: number, to: number, toTable: number, count: number, bytes: number): void;
  clear(from: number, bytes: number): void;
}

export type KernelBuild = 'relaxed-simd' | 'simd';

export interface KernelModule {
  readonly build: KernelBuild;
  readonly memory: KernelMemory;
  readonly run: KernelExports;
}

/** The fastest build that this machine takes, or null where it has no WebAssembly SIMD. */
export function loadKernels(
  host: WebAssemblyHost,
  builds: readonly KernelBuild[] = ['relaxed-simd', 'simd'],
): KernelModule | null {
  for (const build of builds) {
    const bytes = bytesFromBase64(build === 'simd' ? simdBinary : relaxedSimdBinary);
    if (!host.validate(bytes)) continue;
    const memory = new host.Memory({ initial: 16 });
    const { exports } = new host.Instance(new host.Module(bytes) as never, { env: { memory } } as never);
    return { build, memory, run: exports as KernelExports };
  }
  return null;
}
