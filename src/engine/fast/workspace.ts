import type { Tensor, TensorData } from '../tensor.ts';
import type { KernelMemory } from './wasm-module.ts';

const pageBytes = 65536;

/**
 * The kernels' memory, handed out from the start for each operation: nothing lives longer than one call. It grows to
 * what the largest operation needs. Addresses are in bytes and multiples of 16.
 */
export class Workspace {
  readonly #memory: KernelMemory;
  #next = 16;

  constructor(memory: KernelMemory) {
    this.#memory = memory;
  }

  /** Forgets everything that was handed out. Address 0 stays unused: it stands for "none". */
  reset(): void {
    this.#next = 16;
  }

  /** Runs one part of an operation and takes back what it was handed. */
  within(part: () => void): void {
    const mark = this.#next;
    part();
    this.#next = mark;
  }

  /** Room for `count` 32-bit values, with a line behind them that vector loads may touch. */
  allocate(count: number): number {
    const address = this.#next;
    this.#next = Math.ceil((address + count * 4 + slackBytes) / 16) * 16;
    const missing = this.#next - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageBytes));
    return address;
  }

  /** A copy of these values in the kernels' memory, as float32. */
  floats(values: TensorData): number {
    const address = this.allocate(values.length);
    this.#view(address, values.length).set(values);
    return address;
  }

  /** What sums begin with: a bias, or zeros; filled up with zeros to a multiple of four. */
  start(bias: Tensor | null, count: number): number {
    const address = this.allocate(count + 3);
    const values = this.#view(address, count + 3).fill(0);
    if (bias) values.set(bias.data);
    return address;
  }

  /** A table of byte offsets in the kernels' memory. */
  table(offsets: Int32Array): number {
    const address = this.allocate(offsets.length);
    new Int32Array(this.#memory.buffer, address, offsets.length).set(offsets);
    return address;
  }

  /** The values at an address, in memory of their own. */
  copyOf(address: number, count: number): Float32Array {
    return new Float32Array(this.#view(address, count));
  }

  #view(address: number, count: number): Float32Array {
    return new Float32Array(this.#memory.buffer, address, count);
  }
}

const slackBytes = 64;
