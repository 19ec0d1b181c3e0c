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

/** The functions of assembly/kernels.ts; every argument is a number, a byte address or a step in bytes. */
export interface KernelExports {
  clear(from: number, bytes: number): void;
  copyBox(
    ...args: readonly [
      ...[from: number, to: number],
      ...[count0: number, from0: number, to0: number],
      ...[count1: number, from1: number, to1: number],
      ...[count2: number, from2: number, to2: number],
      ...[count3: number, from3: number, to3: number],
    ]
  ): void;
  padPlanes(from: number, planeBytes: number, planes: number, table: number, to: number): void;
  packFour(base: number, lines: number, depth: number, count: number, out: number, outStep: number): void;
  contract(
    ...args: readonly [
      ...[a: number, aRows: number, aDepth: number, rows: number],
      ...[b: number, bDepth: number, bColumns: number, columns: number],
      ...[depth: number, start: number, c: number, aPanels: number, bPanel: number, edge: number],
    ]
  ): void;
  contractInPlace(
    ...args: readonly [
      ...[a: number, rows: number],
      ...[b: number, bDepth: number, bRuns: number, runs: number, width: number],
      ...[depth: number, start: number, c: number],
    ]
  ): void;
  correlateToTaps(
    ...args: readonly [
      ...[dz: number, dzRuns: number, x: number, xRuns: number, runs: number, width: number],
      ...[taps: number, tapCount: number, mask: number, out: number],
    ]
  ): void;
  transformKernel(
    ...args: readonly [
      ...[w: number, rows: number, rowStep: number, depth: number, depthStep: number, rotated: number],
      ...[u: number, positionBytes: number, scratch: number],
    ]
  ): void;
  transformInput(
    ...args: readonly [
      ...[x: number, places: number, tiles: number, channels: number, planeBytes: number, rowBytes: number],
      ...[v: number, positionBytes: number, scratch: number],
    ]
  ): void;
  multiplyPositions(
    ...args: readonly [
      ...[u: number, uPositionBytes: number, rows: number],
      ...[v: number, vPositionBytes: number, tiles: number, depth: number],
      ...[m: number, mPositionBytes: number, start: number],
    ]
  ): void;
  transformOutput(
    ...args: readonly [
      ...[m: number, positionBytes: number, rows: number, tiles: number, bias: number],
      ...[z: number, places: number, planeBytes: number, rowBytes: number, scratch: number],
    ]
  ): void;
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
