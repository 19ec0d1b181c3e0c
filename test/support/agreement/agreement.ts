import type { Shape } from '../../../src/model/graph/shape.ts';
import type { LayerReport } from '../../../src/model/report.ts';

/** How one model compares with what its framework computed. */
export interface Agreement {
  readonly model: string;
  /** Values compared: shapes and parameter counts. */
  readonly compared: number;
  /** One line for each value that differs. */
  readonly differences: readonly string[];
}

/** Collects the comparisons of one model. */
export class Comparison {
  #compared = 0;
  readonly #differences: string[] = [];

  equal(what: string, actual: unknown, expected: unknown): void {
    this.#compared++;
    const [mine, theirs] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (mine !== theirs) this.#differences.push(`${what}: ${mine} instead of ${theirs}`);
  }

  result(model: string): Agreement {
    return { model, compared: this.#compared, differences: this.#differences };
  }
}

/** A layer's first output. */
export function outputShape(layer: LayerReport | undefined): Shape | undefined {
  return layer?.outputShapes[0];
}
