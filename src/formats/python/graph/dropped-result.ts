import { callPlace, reportMistake } from '../interpreter/mistaken.ts';
import type { CallSource, Machine } from '../interpreter/machine.ts';
import type { PyTensor } from '../interpreter/values.ts';
import type { Call, Expression } from '../syntax/ast.ts';
import { argumentOf } from '../torch/refusals.ts';
import { nodeOf } from './recorded.ts';
import { said } from '../../../model/text/text.ts';

/** Functions that give another tensor and do nothing else; those that may work in place say so by their arguments. */
const pure: ReadonlySet<string> = new Set([
  'avg_pool2d', 'cat', 'chunk', 'concat', 'dropout', 'elu', 'expand', 'flatten', 'gelu', 'interpolate', 'leaky_relu',
  'log_softmax', 'max_pool2d', 'pad', 'permute', 'relu', 'repeat', 'reshape', 'sigmoid', 'silu', 'softmax', 'squeeze',
  'stack', 'tanh', 'transpose', 'unsqueeze', 'view',
]); // prettier-ignore

/** `x.view(n, -1)` as a statement: what it gives is dropped, and `x` stays as it was. */
export function reportDropped(vm: Machine, { ref }: PyTensor, call: Call): void {
  const node = ref && nodeOf(ref);
  const { source } = node ?? {};
  if (!source || source.site?.call !== call || node?.instance !== null || !pure.has(nameOf(call.callee)))
    return;
  const { site, parameters } = source;
  if (argumentOf(site, parameters, 'inplace') ?? argumentOf(site, parameters, 'out')) return;
  const changed = changedBy(call, source);
  const edits = [{ span: { start: call.start, end: call.start }, newText: `${changed ?? ''} = ` }];
  const { callee } = call;
  reportMistake(vm, {
    code: 'unused-result',
    message: said(
      '{0} changes no tensor and gives a new one, which is dropped here. Assign it.',
      site.file.text.slice(callee.start, callee.end),
    ),
    place: callPlace(site),
    repairs: changed === null ? [] : [{ title: said('Assign it to {0}', changed), edits }],
  });
}

/** The name of the tensor that was to be changed: that of the method's object, or the first argument; null where it has none. */
function changedBy({ callee, args }: Call, { positional }: CallSource): string | null {
  const written = args.filter(({ name, star }) => name === null && star === '');
  const isMethod = positional > written.length;
  const changed = isMethod && callee.kind === 'attribute' ? callee.object : written[0]?.value;
  return changed?.kind === 'name' ? changed.id : null;
}

function nameOf(callee: Expression): string {
  return callee.kind === 'attribute' ? callee.name : callee.kind === 'name' ? callee.id : '';
}
