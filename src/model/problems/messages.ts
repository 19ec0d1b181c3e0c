import { assertNever } from '../../util/assert-never.ts';
import type { Framework } from '../graph/graph.ts';
import { conventions } from '../shapes/conventions.ts';
import type { Finding, UnknownLayer, YoloFiltersMismatch } from './finding.ts';
import { layerRuleMessage } from './layer-rule-message.ts';
import { impossibleMessage, misfitMessage } from './misfit-message.ts';
import {
  batchMessage,
  channelsMessage,
  normalizationMessage,
  featuresMessage,
  groupsMessage,
  joinMessage,
  rankMessage,
  reshapeMessage,
} from './mismatch-message.ts';
import { refusalMessage } from './refusal-message.ts';
import { englishProblems, type ProblemWords } from './words/english-problems.ts';

/** A finding in words: the numbers first, then what it costs, then what to do. `type` is the layer's own type name. */
export function messageOf(
  finding: Finding,
  framework: Framework,
  type: string,
  words: ProblemWords = englishProblems,
): string {
  const { name } = conventions[framework];
  switch (finding.code) {
    case 'padding-unused':
    case 'overhang':
    case 'subsampled':
    case 'pixels-lost':
    case 'kernel-larger-than-input':
      return misfitMessage(finding, name, words);
    case 'impossible':
      return impossibleMessage(finding, name, words);
    case 'channel-mismatch':
      return channelsMessage(finding, words);
    case 'groups-mismatch':
      return groupsMessage(finding, words);
    case 'features-mismatch':
      return featuresMessage(finding, words);
    case 'join-mismatch':
      return joinMessage(finding, words);
    case 'normalization-mismatch':
      return normalizationMessage(finding, words);
    case 'reshape-mismatch':
      return reshapeMessage(finding, words);
    case 'batch-changed':
      return batchMessage(finding, words);
    case 'rank-mismatch':
      return rankMessage(finding, words);
    case 'refused-hyperparameter':
      return refusalMessage(finding, name, words);
    case 'weights-mismatch': {
      const { which, expectedShape, actual } = finding;
      const expected = expectedShape.reduce((product, size) => product * size, 1);
      return words.weights(which, actual, `${expectedShape.join('·')} = ${expected}`);
    }
    case 'yolo-filters-mismatch':
      return yoloMessage(finding, type, words);
    case 'yolo-input-size': {
      const { size, divisor } = finding;
      const below = Math.floor(size / divisor) * divisor;
      return words.yolo.inputSize(size, divisor, below > 0 ? [below, below + divisor] : [divisor]);
    }
    case 'layer-rule':
      return layerRuleMessage(finding.failure, type, words);
    case 'unknown-layer':
      return unknownMessage(finding, name, type, words);
    default:
      return assertNever(finding);
  }
}

function unknownMessage(
  { lacks, meant }: UnknownLayer,
  framework: string,
  type: string,
  { unknown: say }: ProblemWords,
): string {
  if (lacks) return say.lacks(type, lacks.name, lacks.reason);
  return meant === undefined ? say.layer(type) : say.meant(framework, type, meant);
}

function yoloMessage(
  { declared, expected, anchors, formula }: YoloFiltersMismatch,
  type: string,
  { yolo: say }: ProblemWords,
): string {
  return anchors === null
    ? say.values(type, `${formula} = ${expected}`, declared)
    : say.filters(type, `${anchors}·(${formula}) = ${expected}`, declared, expected);
}
