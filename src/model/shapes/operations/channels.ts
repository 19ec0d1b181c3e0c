import type { FieldName } from '../../graph/graph.ts';
import type { Value } from '../../graph/operation.ts';
import type { Dim } from '../../graph/shape.ts';
import type { Finding } from '../../problems/finding.ts';
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
  if (channels !== null && channels % groups !== 0) {
    findings.push({ code: 'groups-mismatch', field: inField, axes: [], which: 'in', channels, groups });
  }
  if (outChannels !== null && outChannels % groups !== 0) {
    findings.push({
      code: 'groups-mismatch',
      field: 'outChannels',
      axes: [],
      which: 'out',
      channels: outChannels,
      groups,
    });
  }
  return findings;
}
