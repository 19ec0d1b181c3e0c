import type { FieldName, Framework } from '../../graph/graph.ts';
import type { Value } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
import { conventions } from '../conventions.ts';
import { refusedValues } from '../refusals.ts';

interface ChannelParameters {
  readonly inChannels: Value;
  readonly outChannels: Value;
  readonly groups: Value;
}

/** The input's channels: what the file declares, or else what arrives; null where neither is known. */
export function channelsIn(declared: Value, actual: Dim): number | null {
  return declared ?? (typeof actual === 'number' ? actual : null);
}

/** Weights and one value per output channel for the bias and for a scale that stands in for it. */
export function withChannelValues(
  weights: number | null,
  outChannels: number | null,
  bias: boolean,
  batchNormalized: boolean,
): number | null {
  if (weights === null || outChannels === null) return null;
  return weights + (Number(bias) + Number(batchNormalized)) * outChannels;
}

/** Channels that are not what the layer declares, or do not split into equal groups. */
export function channelFindings(
  { inChannels, outChannels, groups }: ChannelParameters,
  actual: Dim,
  inputShape: readonly Dim[] | null,
  framework: Framework,
): readonly Finding[] {
  const invalid = [
    ...refusedValues('inChannels', [inChannels], 0),
    ...refusedValues('outChannels', [outChannels], 1),
    ...refusedValues('groups', [groups], 1),
  ];
  if (invalid.length > 0) return invalid;
  const findings: Finding[] = [];
  if (inputShape !== null && inChannels !== null && typeof actual === 'number' && actual !== inChannels) {
    findings.push({
      code: 'channel-mismatch',
      field: 'inChannels',
      axes: [],
      declared: inChannels,
      actual,
      inputShape,
    });
  }
  if (groups === null) return findings;
  const inField: FieldName = inChannels === null ? 'groups' : 'inChannels';
  const channels = channelsIn(inChannels, actual);
  const accepted = conventions[framework].unevenGroups;
  const mismatch = { code: 'groups-mismatch', axes: [], groups, ...(accepted ? { accepted } : {}) } as const;
  if (channels !== null && channels % groups !== 0) {
    findings.push({ ...mismatch, field: inField, which: 'in', channels });
    // Where neither can be divided, it is the groups, and one mistake.
  } else if (outChannels !== null && outChannels % groups !== 0) {
    findings.push({ ...mismatch, field: 'outChannels', which: 'out', channels: outChannels });
  }
  return findings;
}
