import { assertNever } from '../../util/assert-never.ts';
import type { Framework } from '../graph/graph.ts';
import { conventions } from '../shapes/conventions.ts';
import type { Finding, YoloFiltersMismatch } from './finding.ts';
import { impossibleMessage, misfitMessage } from './misfit-message.ts';
import {
  batchMessage,
  channelsMessage,
  featuresMessage,
  groupsMessage,
  joinMessage,
  rankMessage,
  reshapeMessage,
} from './mismatch-message.ts';
import { lackingMessage, layerRuleMessage } from './layer-rule-message.ts';
import { counted, shapeText } from './number-text.ts';
import { refusalMessage } from './refusal-message.ts';

/** A finding in words: the numbers first, then what it costs, then what to do. `type` is the layer's own type name. */
export function messageOf(finding: Finding, framework: Framework, type: string): string {
  const { name } = conventions[framework];
  switch (finding.code) {
    case 'padding-unused':
    case 'overhang':
    case 'subsampled':
    case 'pixels-lost':
    case 'kernel-larger-than-input':
      return misfitMessage(finding, name);
    case 'impossible':
      return impossibleMessage(finding, name);
    case 'channel-mismatch':
      return channelsMessage(finding);
    case 'groups-mismatch':
      return groupsMessage(finding);
    case 'features-mismatch':
      return featuresMessage(finding);
    case 'join-mismatch':
      return joinMessage(finding);
    case 'normalization-mismatch': {
      const { declared, actual, inputShape } = finding;
      return `The normalisation expects ${counted(declared, 'feature')}, its input ${shapeText(inputShape)} has ${actual} there. Change it to ${actual}, or the layer before.`;
    }
    case 'reshape-mismatch':
      return reshapeMessage(finding);
    case 'batch-changed':
      return batchMessage(finding);
    case 'rank-mismatch':
      return rankMessage(finding);
    case 'refused-hyperparameter':
      return refusalMessage(finding, name);
    case 'weights-mismatch': {
      const { which, expectedShape, actual } = finding;
      const expected = expectedShape.reduce((product, size) => product * size, 1);
      return `The ${which} has ${counted(actual, 'value')}; the layer needs ${expectedShape.join('·')} = ${expected}.`;
    }
    case 'yolo-filters-mismatch':
      return yoloMessage(finding, type);
    case 'yolo-input-size': {
      const { size, divisor } = finding;
      const below = Math.floor(size / divisor) * divisor;
      const nearest = below > 0 ? `${below} or ${below + divisor}` : `${divisor}`;
      return `The input size ${size} is not a multiple of ${divisor}, by which the detector reduces it. Take ${nearest}.`;
    }
    case 'layer-rule':
      return layerRuleMessage(finding.failure, type);
    case 'unknown-layer':
      if (finding.lacks) return lackingMessage(finding.lacks, type);
      if (finding.meant !== undefined)
        return `${conventions[framework].name} does not know ${type}. Did you mean ${finding.meant}?`;
      return `ConvLens does not know ${type}, so its output is unknown. The layers behind it go on from what they declare. You can declare its rule in the setting convlens.layers.`;
    default:
      return assertNever(finding);
  }
}

function yoloMessage({ declared, expected, anchors, formula }: YoloFiltersMismatch, type: string): string {
  if (anchors === null) return `${type} reads ${formula} = ${expected} values, its input has ${declared}.`;
  return `${type} reads ${anchors}·(${formula}) = ${expected} channels, its input has ${declared}. Set the filters of the convolution before it to ${expected}.`;
}
