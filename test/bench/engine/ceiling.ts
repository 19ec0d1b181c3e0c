import { ceilingBinary, relaxedCeilingBinary } from './ceiling-binaries.ts';
import { bytesFromBase64 } from '../../../src/util/base64.ts';

/** Multiply-adds of one turn of the loop in assembly/ceiling.ts: twelve registers of four values. */
const multiplyAddsPerTurn = 12 * 4;

/**
 * Billions of floating-point operations a second that WebAssembly SIMD reaches here at best: multiply-adds among
 * registers, nothing loaded or stored. A multiply-add counts as two operations. It is asked over so many milliseconds.
 */
export type Ceiling = (milliseconds: number) => number;

export function ceilingOf(build: 'relaxed-simd' | 'simd'): Ceiling {
  const bytes = bytesFromBase64(build === 'simd' ? ceilingBinary : relaxedCeilingBinary);
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  const { multiplyAddTurns } = exports as { multiplyAddTurns: (turns: number, factor: number) => number };
  const measure = (turns: number): number => {
    const start = performance.now();
    multiplyAddTurns(turns, 0.5);
    return (2 * turns * multiplyAddsPerTurn) / (performance.now() - start) / 1e6;
  };
  for (let i = 0; i < 20; i++) measure(500_000);
  return (milliseconds) => measure(Math.ceil((expected * 1e6 * milliseconds) / (2 * multiplyAddsPerTurn)));
}

/** About what to expect, in GFLOP/s, to choose a number of turns. */
const expected = 50;
