import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import type { LayerReport } from '../../../model/report.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { asObject, calledName, callAt, isOfTorch, isPlain, positional, textOf } from './written.ts';
import { said } from '../../../model/text/text.ts';

/** `x.view(-1, k)` as one row for each sample, however long it is. */
export function viewRewrites(file: SourceFile, { source }: LayerReport): readonly FixCandidate[] {
  const call = callAt(file, source.span)?.expression;
  const name = call && calledName(call);
  if (call?.callee.kind !== 'attribute' || (name !== 'view' && name !== 'reshape')) return [];
  const { object } = call.callee;
  const args = positional(call);
  const [first, second] = args;
  const last = args.at(-1);
  if (!first || !last) return [];
  const isFunction = isOfTorch(call);
  const input = isFunction ? first.value : object;
  // Functions take the sizes as one tuple.
  const sizes = isFunction
    ? second && { start: second.start, end: second.end }
    : { start: first.start, end: last.end };
  const flat = isFunction
    ? `torch.flatten(${textOf(file, input)}, 1)`
    : `${asObject(file, input)}.flatten(1)`;
  const flattened = {
    title: said('Write {0}', flat),
    edits: [{ span: { start: call.start, end: call.end }, newText: flat }],
    cost: 1,
  };
  if (!sizes || !isPlain(input)) return [flattened];
  const rows = `${textOf(file, input)}.size(0), -1`;
  const newText = isFunction ? `(${rows})` : rows;
  return [{ title: said('Sizes {0}', rows), edits: [{ span: sizes, newText }], cost: -1 }, flattened];
}
