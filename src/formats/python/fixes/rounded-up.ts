import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { LayerReport } from '../../../model/report.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { callAt } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** A pool with `ceil_mode=True`: what it would leave out is read. */
export function roundedUp(
  file: SourceFile,
  layer: LayerReport | undefined,
  cost: number,
): readonly FixCandidate[] {
  if (layer?.operation.kind !== 'pool') return [];
  const call = callAt(file, layer.source.span)?.expression;
  if (!call || call.args.some(({ star }) => star !== '')) return [];
  const given = call.args.find(({ name }) => name === 'ceil_mode');
  const span = given
    ? { start: given.value.start, end: given.value.end }
    : { start: call.argumentsEnd, end: call.argumentsEnd };
  const newText = given ? 'True' : ', ceil_mode=True';
  return [{ title: said('Round up in {0}', layer.id), edits: [{ span, newText }], cost }];
}
