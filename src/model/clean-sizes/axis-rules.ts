import type { Framework } from '../graph/graph.ts';
import type { WindowParameters } from '../graph/operation.ts';
import { inferWindow } from '../shapes/window.ts';
import { dead, type Curve, type Curves } from './curve.ts';
import { gradeOf, refused } from './size-grade.ts';

/** What one axis of a window makes of a curve, and the grade of each candidate. */
export interface AxisOutcome {
  readonly curve: Curve;
  readonly grades: Uint8Array;
}

const oneAxis = { axes: [0], spatialRank: 1 };

interface SizeOutcome {
  readonly size: number;
  readonly grade: number;
}

/** The arithmetic of windows axis by axis, shared by all layers that are configured alike along one. */
export class AxisRules {
  readonly #outcomes = new Map<string, AxisOutcome>();
  readonly #bySize = new Map<string, SizeOutcome[]>();

  constructor(
    private readonly framework: Framework,
    private readonly curves: Curves,
  ) {}

  outcome(window: WindowParameters, axis: number, curve: Curve): AxisOutcome {
    const one = alongAxis(window, axis);
    const rule = JSON.stringify(one);
    const key = `${curve.id} ${rule}`;
    const known = this.#outcomes.get(key);
    if (known) return known;
    const bySize = this.#bySize.get(rule) ?? [];
    this.#bySize.set(rule, bySize);
    const sizes = new Int32Array(curve.sizes.length).fill(dead);
    const grades = new Uint8Array(curve.sizes.length).fill(refused);
    for (let candidate = 0; candidate < sizes.length; candidate++) {
      const inputSize = curve.sizes[candidate] ?? dead;
      if (inputSize < 0) continue;
      const outcome = (bySize[inputSize] ??= this.#sizeOutcome(one, inputSize));
      sizes[candidate] = outcome.size;
      grades[candidate] = outcome.grade;
    }
    const outcome = { curve: this.curves.of(sizes), grades };
    this.#outcomes.set(key, outcome);
    return outcome;
  }

  #sizeOutcome(window: WindowParameters, inputSize: number): SizeOutcome {
    const { sizes, axes, findings } = inferWindow(window, [inputSize], this.framework);
    const [size] = sizes;
    return { size: typeof size === 'number' ? size : dead, grade: gradeOf({ axes, findings }, oneAxis) };
  }
}

/** The window of one axis alone. */
function alongAxis(window: WindowParameters, axis: number): WindowParameters {
  const only = <T>(values: readonly T[]): readonly T[] => values.slice(axis, axis + 1);
  const { kernel, stride, dilation, padding, rounding, layout } = window;
  return {
    kernel: only(kernel),
    stride: only(stride),
    dilation: only(dilation),
    padding: padding.kind === 'explicit' ? { kind: padding.kind, sides: only(padding.sides) } : padding,
    rounding,
    layout,
  };
}
