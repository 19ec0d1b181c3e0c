import { fixesForProblem } from '../../formats/fixes.ts';
import { shownProblems } from '../../formats/shown-problems.ts';
import type { Problem } from '../../model/problems/problem.ts';
import { textIn } from '../../model/text/text-in.ts';
import { englishProblems } from '../../model/problems/words/english-problems.ts';
import type { AxisReport, LayerReport, ModelReport } from '../../model/report.ts';
import type { Dim, Shape } from '../../model/graph/shape.ts';
import type { Range } from '../../util/span.ts';
import type { AnalyzedFile } from '../source.ts';

/** `convlens shapes --format json`: the contract that media/shapes.schema.json describes. */
export interface ShapesJson {
  readonly schemaVersion: 1;
  readonly file: string;
  readonly format: string | null;
  readonly models: readonly ModelJson[];
  /** Problems of the text itself. */
  readonly problems: readonly ProblemJson[];
  /** Models that were not followed, where there are any: for want of time, mostly. */
  readonly leftOut?: readonly { readonly name: string; readonly line: number; readonly reason: string }[];
}

interface ModelJson {
  readonly name: string;
  readonly inputs: readonly { readonly name: string; readonly shape: ShapeJson; readonly origin: string }[];
  readonly layers: readonly LayerJson[];
  readonly totals: {
    readonly params: number;
    readonly macs: number;
    readonly complete: boolean;
    readonly forwardBytes: number;
    readonly trainingBytes: number;
  };
  readonly problems: readonly ProblemJson[];
}

type ShapeJson = readonly (number | null)[] | null;

export interface LayerJson {
  readonly id: string;
  readonly type: string;
  /** Counted from 1; null where the layer stands in another file. */
  readonly line: number | null;
  readonly inputShapes: readonly ShapeJson[];
  readonly outputShape: ShapeJson;
  /** All outputs, where there is more than one. */
  readonly outputShapes?: readonly ShapeJson[];
  readonly params: number | null;
  readonly macs: number | null;
  readonly receptiveField: readonly number[] | null;
  readonly axes: readonly Pick<AxisReport, 'exact' | 'remainder' | 'tail' | 'lost' | 'verdict'>[];
}

export interface ProblemJson {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  /** Lines and characters from 0, as in the Language Server Protocol. */
  readonly range: Range;
  /** The layer it concerns. */
  readonly layer?: string;
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly range: Range; readonly newText: string }[];
  }[];
}

/** Fixes are checked by analysing the changed text each; a file with more problems than this gets them for the first. */
const mostFixed = 50;

export function shapesJson(file: AnalyzedFile): ShapesJson {
  const { analysis, path } = file;
  const { leftOut = [] } = analysis;
  return {
    schemaVersion: 1,
    file: path,
    format: analysis.format,
    models: analysis.models.map((model, place) => modelJson(file, model, place)),
    problems: analysis.problems.map((problem, index) =>
      problemJson(file, problem, fixesOf(file, problem, -1, index)),
    ),
    ...(leftOut.length > 0 && {
      leftOut: leftOut.map(({ name, line, reason }) => ({ name, line, reason: textIn(null, reason) })),
    }),
  };
}

function modelJson(file: AnalyzedFile, model: ModelReport, place: number): ModelJson {
  const batch = batchSymbols(model);
  const { params, macs, complete, forwardBytes, trainingBytes } = model.totals;
  const shapeOf = (shape: Shape): ShapeJson => shape?.map((dim) => sizeOf(dim, batch)) ?? null;
  return {
    name: model.name,
    inputs: model.inputs.map(({ name, shape, origin }) => ({ name, shape: shapeOf(shape), origin })),
    layers: listedLayers(model).map((layer) => layerJson(layer, file, shapeOf)),
    totals: { params, macs, complete, forwardBytes, trainingBytes },
    problems: shownProblems({ problems: [], models: [model] }, englishProblems).map(({ problem }, index) =>
      problemJson(file, problem, fixesOf(file, problem, place, index), model.layers[problem.node ?? -1]?.id),
    ),
  };
}

/** The fixes of one of a list's problems: of the first ones. */
function fixesOf(
  { analysis, document, formats, context }: AnalyzedFile,
  problem: Problem,
  model: number,
  place: number,
): ReturnType<typeof fixesForProblem> {
  return place < mostFixed ? fixesForProblem(problem, model, analysis, document, formats, context) : [];
}

/** Inputs are layers in Caffe and Keras; elsewhere the framework lists none. */
export const listedLayers = ({ framework, layers }: ModelReport): readonly LayerReport[] =>
  framework === 'caffe' || framework === 'keras'
    ? layers
    : layers.filter(({ operation }) => operation.kind !== 'input');

/** The names under which inputs leave their number of samples open: it is 1 where the file does not say. */
const batchSymbols = ({ inputs }: ModelReport): ReadonlySet<string> =>
  new Set(
    inputs.flatMap(({ shape }) => {
      const batch = shape?.[0];
      return typeof batch === 'object' && batch !== null ? [batch.symbol] : [];
    }),
  );

function sizeOf(dim: Dim, batch: ReadonlySet<string>): number | null {
  if (dim === null || typeof dim === 'number') return dim;
  return batch.has(dim.symbol) ? dim.factor : null;
}

function layerJson(
  layer: LayerReport,
  { lines }: AnalyzedFile,
  shapeOf: (shape: Shape) => ShapeJson,
): LayerJson {
  const { title } = layer.source;
  const outputs = layer.outputShapes.map(shapeOf);
  return {
    id: layer.id,
    type: layer.type,
    line: title.file === undefined ? lines.position(title.start).line + 1 : null,
    inputShapes: layer.inputShapes.map(shapeOf),
    outputShape: outputs[0] ?? null,
    ...(outputs.length > 1 && { outputShapes: outputs }),
    params: layer.params,
    macs: layer.macs,
    receptiveField: layer.receptiveField?.size ?? null,
    axes: layer.axes.map(({ exact, remainder, tail, lost, verdict }) => ({
      exact,
      remainder,
      tail,
      lost,
      verdict,
    })),
  };
}

export function problemJson(
  { lines }: Pick<AnalyzedFile, 'lines'>,
  { code, severity, message, span }: Problem,
  fixes: ReturnType<typeof fixesForProblem>,
  layer?: string,
): ProblemJson {
  return {
    code,
    severity,
    message,
    range: lines.range(span),
    ...(layer !== undefined && { layer }),
    fixes: fixes.map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ range: lines.range(edit.span), newText: edit.newText })),
    })),
  };
}
