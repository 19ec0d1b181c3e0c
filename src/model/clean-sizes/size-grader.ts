import type { Framework, GraphNode } from '../graph/graph.ts';
import type { Convolution, Operation, Pool } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { severityOfFinding } from '../problems/severities.ts';
import { inferOperation } from '../shapes/infer-operation.ts';
import type { OperationInference } from '../shapes/inference.ts';
import { AxisRules } from './axis-rules.ts';
import { constantColumn, keyAt, shapeAt, unknownColumn, type Column, type FramedColumn } from './column.ts';
import type { Curves } from './curve.ts';
import { framed } from './framed.ts';
import { alikeInputs, isSizeBlind } from './size-blind.ts';
import { fits, gradeOf, isTried, refused, type TriedAxes } from './size-grade.ts';

export type GradedLayer = Pick<GraphNode, 'operation' | 'inputs'>;

/**
 * Grades many input sizes of one model at once, layer by layer, just as inference over the whole graph at each of them
 * would. A layer's shapes for all candidates are one column, mostly a frame and a curve of sizes that many layers share:
 * windows are worked out once for each curve and way of reading it, other layers once for each different input.
 */
export class SizeGrader {
  readonly #curves: Curves;
  readonly #axisRules: AxisRules;
  readonly #columns: (readonly Column[])[] = [];
  /** Grade of each candidate so far. */
  readonly grades: Uint8Array;

  constructor(
    private readonly framework: Framework,
    private readonly tried: TriedAxes,
    candidates: number,
    /** The candidate that is the present size: shapes that the file declares for unknown layers hold for it alone. */
    private readonly present: number | null,
    curves: Curves,
  ) {
    this.#curves = curves;
    this.#axisRules = new AxisRules(framework, curves);
    this.grades = new Uint8Array(candidates).fill(fits);
  }

  /** Adds the next node of the graph; a model's input has its column given. */
  add({ operation, inputs }: GradedLayer, given: Column | undefined): void {
    if (operation.kind === 'input' && given) {
      this.#columns.push([given]);
      return;
    }
    const columns = inputs.map((ref) =>
      ref === null ? unknownColumn : (this.#columns[ref.node]?.[ref.output] ?? unknownColumn),
    );
    this.#columns.push(this.#apply(operation, columns));
  }

  #apply(operation: Operation, inputs: readonly Column[]): readonly Column[] {
    const [first] = inputs;
    if (operation.kind === 'elementwise' && !operation.learned) return [first ?? unknownColumn];
    if (operation.kind === 'unknown') {
      const { declared } = operation;
      const column = declared ? this.#atPresent(declared) : unknownColumn;
      return Array.from({ length: operation.outputs }, () => column);
    }
    if (inputs.every(isConstant)) return this.#once(operation, inputs);
    if (isPlainWindow(operation)) {
      const window = this.#window(operation, first);
      if (window) return [window];
    }
    const alike = isSizeBlind(operation) ? alikeInputs(operation, inputs) : null;
    return (alike && this.#alike(operation, alike)) ?? this.#oneByOne(operation, inputs);
  }

  /** The axes by their shared arithmetic, everything else (channels, groups, ranks, refused values) once for all sizes. */
  #window(operation: Convolution | Pool, input: Column | undefined): Column | null {
    const rank = operation.kernel.length;
    const start = operation.layout === 'channels-first' ? 2 : 1;
    const fitting = input?.kind === 'framed' && input.start === start && input.curves.length === rank;
    // With one dimension too few or too many the rank is refused, or a sample stands alone.
    if (!fitting || input.around.length !== 2) return null;
    const inference = this.#sample(operation, [input]);
    if (inference === null) return input;
    // Without all of its values the window has no sizes, and refuses none.
    if (inference.axes.length < rank) return null;
    // Sizes that are impossible are the axes' affair.
    const others = inference.findings.filter(({ code }) => code !== 'impossible');
    if (others.some((finding) => severityOfFinding(finding) === 'error')) this.#lowerAll(refused);
    const outcomes = input.curves.map((curve, axis) => this.#axisRules.outcome(operation, axis, curve));
    for (const [axis, { grades }] of outcomes.entries()) {
      this.#lowerEach(isTried(this.tried, axis, rank) ? grades : grades.map(runsOrNot));
    }
    const output = inference.outputShapes[0] ?? [];
    const around = [...output.slice(0, start), ...output.slice(start + rank)];
    return { kind: 'framed', around, start, curves: outcomes.map(({ curve }) => curve) };
  }

  /** A size-blind operation over inputs of the same spatial sizes: worked out once, whatever these are. */
  #alike(operation: Operation, inputs: readonly [FramedColumn, ...FramedColumn[]]): readonly Column[] | null {
    const [{ start, curves }] = inputs;
    const inference = this.#sample(operation, inputs);
    if (inference === null) return inputs;
    const output = inference.outputShapes[0] ?? null;
    if (output === null || gradeOf(inference, this.tried) < fits) return null;
    const around = [...output.slice(0, start), ...output.slice(start + curves.length)];
    return [{ kind: 'framed', around, start, curves }];
  }

  #atPresent(shape: Shape): Column {
    const open = shape?.map(() => null) ?? null;
    const shapes = Array.from(this.grades, (): Shape => open);
    if (this.present !== null) shapes[this.present] = shape;
    return { kind: 'listed', shapes };
  }

  /** An operation whose inputs are the same for every candidate. */
  #once(operation: Operation, inputs: readonly Column[]): readonly Column[] {
    const inference = this.#infer(operation, inputs, 0);
    const grade = gradeOf(inference, this.tried);
    this.#lowerAll(grade);
    return inference.outputShapes.map((shape) => (shape === null ? unknownColumn : constantColumn(shape)));
  }

  /** Any operation, by its rule, once for each different input. */
  #oneByOne(operation: Operation, inputs: readonly Column[]): readonly Column[] {
    const known = new Map<string, OperationInference>();
    const results: (OperationInference | undefined)[] = [];
    const count = this.grades.length;
    for (let candidate = 0; candidate < count; candidate++) {
      if (this.grades[candidate] === refused) continue;
      const key = inputs.map((column) => keyAt(column, candidate)).join(' ');
      const inference = known.get(key) ?? this.#infer(operation, inputs, candidate);
      known.set(key, inference);
      results[candidate] = inference;
    }
    const graded = new Map(
      [...known.values()].map((inference) => [inference, gradeOf(inference, this.tried)]),
    );
    const grades = new Uint8Array(count);
    for (let candidate = 0; candidate < count; candidate++) {
      const inference = results[candidate];
      grades[candidate] = (inference && graded.get(inference)) ?? refused;
    }
    this.#lowerEach(grades);
    const outputs = Math.max(0, ...[...known.values()].map(({ outputShapes }) => outputShapes.length));
    const start = firstSpatial(inputs);
    return Array.from({ length: outputs }, (_, output) => {
      const shapes = Array.from(
        { length: count },
        (_none, candidate): Shape => results[candidate]?.outputShapes[output] ?? null,
      );
      return framed(shapes, this.grades, start, this.#curves);
    });
  }

  /** The inference at the first candidate that is left; null where none is. */
  #sample(operation: Operation, inputs: readonly Column[]): OperationInference | null {
    const candidate = this.grades.findIndex((grade) => grade > refused);
    return candidate < 0 ? null : this.#infer(operation, inputs, candidate);
  }

  #infer(operation: Operation, inputs: readonly Column[], candidate: number): OperationInference {
    const shapes = inputs.map((column) => shapeAt(column, candidate));
    return inferOperation(operation, shapes, this.framework);
  }

  #lowerAll(grade: number): void {
    const { grades } = this;
    for (let candidate = 0; candidate < grades.length; candidate++) {
      if ((grades[candidate] ?? 0) > grade) grades[candidate] = grade;
    }
  }

  #lowerEach(by: Uint8Array): void {
    const { grades } = this;
    for (let candidate = 0; candidate < grades.length; candidate++) {
      const grade = by[candidate] ?? refused;
      if ((grades[candidate] ?? 0) > grade) grades[candidate] = grade;
    }
  }
}

/** Where the spatial sizes of the inputs begin: what comes out is most likely stored alike. */
function firstSpatial(inputs: readonly Column[]): number {
  for (const column of inputs) {
    if (column.kind === 'framed' && column.curves.length > 0) return column.start;
  }
  return 2;
}

function isConstant(column: Column): boolean {
  return column.kind === 'framed' ? column.curves.length === 0 : column === unknownColumn;
}

/** All that counts of an axis that is not tried. */
const runsOrNot = (grade: number): number => (grade === refused ? refused : fits);

/** Whether sizes count in nothing but the window's own formula. */
function isPlainWindow(operation: Operation): operation is Convolution | Pool {
  if (operation.kind === 'pool') return true;
  if (operation.kind !== 'convolution') return false;
  const { paddingMode = 'zeros' } = operation;
  return paddingMode === 'zeros' || paddingMode === 'replicate';
}
