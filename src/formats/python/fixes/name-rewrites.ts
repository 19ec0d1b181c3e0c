import type { FieldName } from '../../../model/graph/graph.ts';
import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import { producerOfChannels } from '../../../model/problems/producer.ts';
import type { LayerReport, ModelReport } from '../../../model/report.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { around, writtenAt } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** The channels as the layer before them is given them, by name: a block is built with more than one number. */
export function nameOfChannels(
  file: SourceFile,
  field: FieldName,
  layer: LayerReport,
  report: ModelReport,
): readonly FixCandidate[] {
  const producer = producerOfChannels(layer, report);
  return producer ? asWritten(file, [layer, field], [producer, 'outChannels']) : [];
}

/** A depthwise convolution has as many groups as it has channels. */
export function nameOfGroups(file: SourceFile, layer: LayerReport): readonly FixCandidate[] {
  return asWritten(file, [layer, 'groups'], [layer, 'inChannels']);
}

type Field = readonly [layer: LayerReport, field: FieldName];

/** One field written as another one is, where both stand in one function and the other is no plain number. */
function asWritten(file: SourceFile, [layer, field]: Field, [other, from]: Field): readonly FixCandidate[] {
  const [to, wanted] = [layer.source.fields[field]?.span, other.source.fields[from]?.span];
  const [written, meant] = [to && writtenAt(file, to), wanted && writtenAt(file, wanted)];
  if (!to || !wanted || !written || !meant || meant.expression.kind === 'constant') return [];
  const scope = around(written.node, ['FunctionDefinition']);
  if (!scope || around(meant.node, ['FunctionDefinition'])?.from !== scope.from) return [];
  const newText = file.text.slice(wanted.start, wanted.end);
  return [{ title: said('Write {0}', newText), edits: [{ span: to, newText }], cost: -0.5 }];
}
