import type { JoinMismatch } from '../../../model/problems/finding.ts';
import { written, type FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { LayerReport, ModelReport } from '../../../model/report.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { around, writtenAt } from './written.ts';

/** How far back a branch is looked through. */
const farthest = 12;

/** A branch goes through its convolutions in larger steps, or in smaller ones, so that both make the same of their input. */
export function strideRewrites(
  file: SourceFile,
  { inputs, shapes: [first, second], dimension }: JoinMismatch,
  layer: LayerReport,
  report: ModelReport,
): readonly FixCandidate[] {
  const [a, b] = [first[dimension], second[dimension]];
  if (typeof a !== 'number' || typeof b !== 'number' || dimension < 2 || Math.min(a, b) < 1) return [];
  const factor = Math.round(Math.max(a, b) / Math.min(a, b));
  if (factor < 2 || factor > 4) return [];
  const [large, small] = (a > b ? inputs : [inputs[1], inputs[0]]).map((input) =>
    convolutionsBehind(layer.inputs[input]?.node, report),
  );
  const strided = (small ?? []).filter((each) => hasStride(each, factor));
  // Where one branch is given its stride by a name, the other one takes the same name.
  return [
    ...(large ?? [])
      .filter((each) => hasStride(each, 1))
      .flatMap((each) =>
        [...new Set([...strided.flatMap((other) => nameOfStride(file, other, each)), factor])].flatMap(
          (value, place) =>
            written({ layer: each, field: 'stride', elsewhere: true, value, axes: [], cost: 1 + place / 4 }),
        ),
      ),
    ...strided.flatMap((each) =>
      written({ layer: each, field: 'stride', elsewhere: true, value: 1, axes: [], cost: 3 }),
    ),
  ];
}

/** The convolutions that lead to a node, the nearest first, up to where branches meet. */
function convolutionsBehind(node: number | undefined, { layers }: ModelReport): readonly LayerReport[] {
  const found: LayerReport[] = [];
  let current = node === undefined ? undefined : layers[node];
  for (let step = 0; current && step < farthest; step++) {
    if (current.operation.kind === 'convolution') found.push(current);
    if (current.inputs.length !== 1) break;
    current = layers[current.inputs[0]?.node ?? -1];
  }
  return found;
}

function hasStride({ operation }: LayerReport, stride: number): boolean {
  return operation.kind === 'convolution' && operation.stride.every((each) => each === stride);
}

/** The name that gives a layer its stride, where another one is built in the same function. */
function nameOfStride(file: SourceFile, { source }: LayerReport, other: LayerReport): readonly string[] {
  const span = source.fields.stride?.span;
  if (!span || span.file !== undefined || other.source.span.file !== undefined) return [];
  const name = file.text.slice(span.start, span.end);
  if (!/^[A-Za-z_]\w*$/.test(name)) return [];
  const [own, others] = [span, other.source.span].map(({ start, end }) => {
    const built = writtenAt(file, { start, end });
    return built && around(built.node, ['FunctionDefinition'])?.from;
  });
  return own !== undefined && own !== null && own === others ? [name] : [];
}
