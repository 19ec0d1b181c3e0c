import type { FeaturesMismatch } from '../../../model/problems/finding.ts';
import type { FixCandidate } from '../../../model/problems/fix-candidate.ts';
import { fieldEdits } from '../../../model/problems/field-edit.ts';
import type { LayerReport, ModelReport } from '../../../model/report.ts';
import { productOf } from '../../../model/shapes/dims.ts';
import type { TextEdit } from '../../../util/span.ts';
import type { Call } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { calledWith } from './called-with.ts';
import {
  around,
  asObject,
  calledName,
  callAt,
  isOfTorch,
  isPlain,
  lineOf,
  positional,
  textOf,
} from './written.ts';
import { said, type Filled } from '../../../model/text/text.ts';

/** `import torch`, or `import torch.nn`, which binds that name too; `import torch.nn as nn` does not. */
const importsTorch = /^import torch(?:\.\w+)*[ \t]*(?:[,;#\r]|$)/m;

/** With a title in words, which another can go on from. */
type NamedCandidate = FixCandidate & { readonly title: Filled };

/** A flatten that takes the batch along keeps it, and one that is missing is written. */
export function flattenRewrites(
  file: SourceFile,
  finding: FeaturesMismatch,
  layer: LayerReport,
  report: ModelReport,
): readonly FixCandidate[] {
  const { inputShape } = finding;
  if (inputShape.length === 1) return keepingBatch(file, layer, report);
  if (inputShape.length < 3) return [];
  const added = missingFlatten(file, layer);
  if (finding.flattenMissing) return added;
  const features = productOf(inputShape.slice(1));
  // Three dimensions may be a sequence, of which a linear layer takes one step after the other.
  if (inputShape.length < 4 || typeof features !== 'number') return [];
  const changed = fieldEdits(layer.source, finding.field, [features], []);
  if (!changed) return [];
  return added.map(({ title, edits, cost }) => ({
    title: said('{0}, input features {1}', title, features),
    edits: [...edits, ...changed],
    cost: cost - 1,
  }));
}

/** `torch.flatten(x)` with a 1, `x.view(-1)` as rows of the samples. */
function keepingBatch(
  file: SourceFile,
  layer: LayerReport,
  { layers }: ModelReport,
): readonly FixCandidate[] {
  let source = layers[layer.inputs[0]?.node ?? -1];
  while (source && (source.operation.kind === 'elementwise' || source.operation.kind === 'linear')) {
    source = layers[source.inputs[0]?.node ?? -1];
  }
  const kind = source?.operation.kind;
  return source && (kind === 'flatten' || kind === 'reshape') ? batchKeptBy(file, source) : [];
}

/** A flatten or view of everything as one of the samples. */
export function batchKeptBy(file: SourceFile, { source }: LayerReport): readonly FixCandidate[] {
  const call = callAt(file, source.span)?.expression;
  if (!call) return [];
  const edits = keepingEdits(file, call);
  return edits ? [{ title: 'Flatten from dimension 1 on', edits, cost: -1 }] : [];
}

function keepingEdits(file: SourceFile, call: Call): readonly TextEdit[] | null {
  const { callee, args, argumentsEnd } = call;
  const name = calledName(call);
  if (name === 'flatten' || name === 'Flatten') {
    const given = args.find((each) => each.name === 'start_dim') ?? startArgument(call, name);
    if (given) return [{ span: { start: given.value.start, end: given.value.end }, newText: '1' }];
    const comma = args.length > 0 ? ', ' : '';
    const named = args.some((each) => each.name !== null) ? 'start_dim=' : '';
    return [{ span: { start: argumentsEnd, end: argumentsEnd }, newText: `${comma}${named}1` }];
  }
  const isView = name === 'view' || name === 'reshape' || name === 'ravel';
  if (!isView || callee.kind !== 'attribute' || isOfTorch(call)) return null;
  const object = asObject(file, callee.object);
  const newText =
    isPlain(callee.object) && name !== 'ravel'
      ? `${object}.${name}(${object}.size(0), -1)`
      : `${object}.flatten(1)`;
  return [{ span: { start: call.start, end: call.end }, newText }];
}

/** The dimension to begin with, where it is written by place. */
function startArgument(call: Call, name: 'flatten' | 'Flatten'): Call['args'][number] | undefined {
  const args = positional(call);
  const isFunction = name === 'flatten' && (isOfTorch(call) || call.callee.kind === 'name');
  return args[isFunction ? 1 : 0];
}

/** Before the layer in its Sequential, or around what it is called with. */
function missingFlatten(file: SourceFile, layer: LayerReport): readonly NamedCandidate[] {
  const written = callAt(file, layer.source.span);
  if (!written) return [];
  const { expression: built, node } = written;
  const outer = node.parent?.name === 'ArgList' ? around(node, ['CallExpression']) : null;
  const container = outer && callAt(file, { start: outer.from, end: outer.to })?.expression;
  if (container && calledName(container) === 'Sequential') {
    const flatten = `${textOf(file, built.callee).replace(/(?<!\w)\w+$/, 'Flatten')}()`;
    const { start, indent } = lineOf(file, built.start);
    const isFirst = start + indent.length === built.start;
    const newText = isFirst ? `${flatten},\n${indent}` : `${flatten}, `;
    return [
      {
        title: said('{0} before it', flatten),
        edits: [{ span: { start: built.start, end: built.start }, newText }],
        cost: -1,
      },
    ];
  }
  const argument = calledWith(file, layer.id);
  if (!argument) return [];
  const { start, end } = argument.value;
  const newText = importsTorch.test(file.text)
    ? `torch.flatten(${textOf(file, argument)}, 1)`
    : `${asObject(file, argument.value)}.flatten(1)`;
  return [{ title: said('Flatten its input'), edits: [{ span: { start, end }, newText }], cost: -1 }];
}
