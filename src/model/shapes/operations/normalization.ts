import type { Normalization } from '../../graph/operation.ts';
import type { Dim, Shape } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { placeOf } from '../dims.ts';
import { inferred, productOrNull, type OperationRule } from '../inference.ts';
import { refusedValues } from '../refusals.ts';

/** Batch, layer, group, instance and local response normalisation: the shape stays, the features must agree. */
export const normalization: OperationRule<Normalization> = (operation, [inputShape = null]) => {
  const { features, ranks } = operation;
  if (inputShape !== null && ranks && !ranks.includes(inputShape.length)) {
    return inferred(inputShape, {
      params: parameterCount(operation, features),
      findings: [{ code: 'rank-mismatch', field: 'type', axes: [], inputShape, expected: ranks }],
    });
  }
  const start = inputShape === null ? null : placeOf(operation.axis, inputShape.length);
  const counted = features.length > 0 ? features.length : 1;
  const actual = Array.from({ length: counted }, (_, place): Dim =>
    inputShape === null || start === null ? null : (inputShape[start + place] ?? null),
  );
  const known = actual.map(
    (dim, place): number | null => features[place] ?? (typeof dim === 'number' ? dim : null),
  );
  return inferred(refine(inputShape, start, known), {
    params: parameterCount(operation, known),
    findings: inputShape === null ? [] : findingsOf(operation, inputShape, actual, known),
  });
};

function parameterCount(
  { parametersPerFeature, furtherParameters = 0 }: Normalization,
  features: readonly (number | null)[],
): number | null {
  const counted = parametersPerFeature === 0 ? 0 : productOrNull(parametersPerFeature, ...features);
  return counted === null ? null : counted + furtherParameters;
}

/** What the layer declares fills in what its input leaves open. */
function refine(shape: Shape, start: number | null, features: readonly (number | null)[]): Shape {
  if (shape === null || start === null) return shape;
  return shape.map((dim, place) => dim ?? features[place - start] ?? null);
}

function findingsOf(
  operation: Normalization,
  inputShape: readonly Dim[],
  actual: readonly Dim[],
  known: readonly (number | null)[],
): readonly Finding[] {
  const { name, features, groups = null, checksFeatures = true } = operation;
  const findings: Finding[] = [...refusedValues('groups', [groups], 1)];
  actual.forEach((dim, place) => {
    const declared = features[place] ?? null;
    if (!checksFeatures || declared === null || typeof dim !== 'number' || declared === dim) return;
    const axes = features.length > 1 ? [place] : [];
    findings.push({
      code: 'normalization-mismatch',
      field: 'features',
      axes,
      name,
      declared,
      actual: dim,
      inputShape,
    });
  });
  const channels = known[0] ?? null;
  const [given = null] = actual;
  // With as many features as there are the groups may be right: one cause is one problem.
  const isCascade =
    findings.length > 0 && typeof given === 'number' && groups !== null && given % groups === 0;
  if (!isCascade && groups !== null && groups >= 1 && channels !== null && channels % groups !== 0) {
    findings.push({ code: 'groups-mismatch', field: 'groups', axes: [], which: 'in', channels, groups });
  }
  return findings;
}
