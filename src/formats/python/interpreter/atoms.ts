import type { SourceFile } from '../syntax/parse.ts';

/** Where in which file something stands. */
export interface Place {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
}

/** Output `output` of a recorded node: where a tensor comes from. The recorder knows what `node` is. */
export interface Origin {
  readonly node: object;
  readonly output: number;
}

/** Element types that decide something; `float` is float32, and what is not known to be another. */
export type DType = 'float' | 'double' | 'half' | 'int' | 'bool' | 'complex';

export class PyFloat {
  readonly kind = 'float';
  constructor(readonly value: number) {}
}

/** A whole number that is a symbol times a factor: a batch size. */
export class PySymbol {
  readonly kind = 'symbol';
  constructor(
    readonly symbol: string,
    readonly factor: number,
  ) {}
}

export class PyRange {
  readonly kind = 'range';
  constructor(
    readonly start: number,
    readonly stop: number,
    readonly step: number,
  ) {}

  get length(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }
}

/** A named thing that only is itself: `torch.float32`, `Ellipsis`, `NotImplemented`. */
export class PyToken {
  readonly kind = 'token';
  constructor(readonly name: string) {}
}
