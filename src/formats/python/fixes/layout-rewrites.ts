import type { ChannelMismatch, NormalizationMismatch } from '../../../model/problems/finding.ts';
import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import { channelsFirstOrder, isChannelsLast } from '../../../model/problems/mismatch-message.ts';
import type { LayerReport } from '../../../model/report.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { calledWith } from './called-with.ts';
import { asObject } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** Channels that stand last put second, where the layer is called in one place. */
export function layoutRewrites(
  file: SourceFile,
  { inputShape, declared }: ChannelMismatch | NormalizationMismatch,
  { id }: LayerReport,
): readonly FixCandidate[] {
  const argument = isChannelsLast(inputShape, declared) ? calledWith(file, id) : null;
  if (!argument) return [];
  const { start, end } = argument.value;
  const method = `permute(${channelsFirstOrder(inputShape.length)})`;
  const newText = `${asObject(file, argument.value)}.${method}`;
  return [{ title: said('Call it with {0}', newText), edits: [{ span: { start, end }, newText }], cost: -1 }];
}
