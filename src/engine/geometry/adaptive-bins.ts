/** Cells start … end − 1 of the input. */
export interface Bin {
  readonly start: number;
  readonly end: number;
}

/** The bins of an adaptive pool: ⌊i·W/O⌋ to ⌈(i+1)·W/O⌉ (pytorch: aten/src/ATen/native/AdaptivePooling.h). */
export function adaptiveBins(inputSize: number, outputSize: number): readonly Bin[] {
  return Array.from({ length: outputSize }, (_, index) => ({
    start: Math.floor((index * inputSize) / outputSize),
    end: Math.ceil(((index + 1) * inputSize) / outputSize),
  }));
}
