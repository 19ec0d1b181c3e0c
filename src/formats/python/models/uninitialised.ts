import type { TextProblem } from '../../../model/problems/problem.ts';
import { said, type Text } from '../../../model/text/text.ts';
import type { Span, TextEdit } from '../../../util/span.ts';
import { spanIn } from '../graph/source.ts';
import type { PyInstance } from '../interpreter/values.ts';
import type { Session } from '../session.ts';
import type { FunctionDefinition, Statement } from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { childrenOf, hasChildren, moduleType } from '../torch/module.ts';
import { speaksOfBase } from './base-call.ts';

/** What is wrong with a constructor, and what mends it. */
interface Fault {
  readonly message: Text;
  readonly edits: readonly TextEdit[];
}

/** A constructor that sets layers without, or before, it calls that of `nn.Module`, which PyTorch refuses. */
export function uninitialised(session: Session, module: PyInstance): TextProblem[] {
  const { definition, mro } = module.type;
  if (!definition || mro[1] !== moduleType || !hasChildren(module)) return [];
  const constructor = definition.syntax
    .body()
    .find((statement) => statement.kind === 'function' && statement.name === '__init__');
  if (constructor?.kind !== 'function') return [];
  const { file } = definition;
  const fault = faultOf(module, constructor, file);
  if (!fault) return [];
  session.vm.reads.spoil();
  const edits = fault.edits.map(({ span, newText }) => ({
    span: spanIn(session.file, file, span.start, span.end),
    newText,
  }));
  return [
    {
      code: 'invalid-value',
      severity: 'error',
      message: fault.message,
      span: spanIn(session.file, file, constructor.nameStart, constructor.nameEnd),
      related: [],
      ...(edits.length > 0 && { repairs: [{ title: 'Call super().__init__() first', edits }] }),
    },
  ];
}

function faultOf(module: PyInstance, constructor: FunctionDefinition, file: SourceFile): Fault | null {
  const body = constructor.body();
  const [first] = body;
  if (!first) return null;
  const missing = said(
    '{0}.__init__ does not call super().__init__(): PyTorch refuses layers that are set before it. Call it first.',
    module.type.name,
  );
  const indent = file.text.slice(file.text.lastIndexOf('\n', first.start - 1) + 1, first.start);
  const before = { start: first.start, end: first.start };
  const isOnOwnLine = /^\s*$/.test(indent);
  const added = isOnOwnLine ? [{ span: before, newText: `super().__init__()\n${indent}` }] : [];
  if (!speaksOfBase({ definition: constructor, file })) return { message: missing, edits: added };
  const half = body.map(halfCall).find((span) => span !== null);
  if (half && body.filter((each) => speaks(each, file)).length === 1)
    return { message: missing, edits: [{ span: half, newText: 'super().__init__()' }] };
  const place = body.findIndex((each) => speaks(each, file));
  const late = body[place];
  if (late?.kind !== 'expression' || !body.slice(0, place).some((each) => setsLayer(module, each)))
    return null;
  const { start, end } = late;
  const line = { start: file.text.lastIndexOf('\n', start - 1) + 1, end: file.text.indexOf('\n', end) + 1 };
  const isAlone =
    isOnOwnLine &&
    line.end > 0 &&
    file.text.slice(line.start, line.end).trim() === file.text.slice(start, end);
  return {
    message: said(
      '{0}.__init__ sets layers before it calls super().__init__(): PyTorch refuses that. Call it first.',
      module.type.name,
    ),
    edits: isAlone
      ? [
          { span: before, newText: `${file.text.slice(start, end)}\n${indent}` },
          { span: line, newText: '' },
        ]
      : [],
  };
}

const speaks = ({ start, end }: Statement, { text }: SourceFile): boolean =>
  /\bsuper\b|__init__/.test(text.slice(start, end));

/** `super()` alone, or `super(Net).__init__()`, which speaks of no object: where it stands. */
function halfCall(statement: Statement): Span | null {
  if (statement.kind !== 'expression' || statement.value.kind !== 'call') return null;
  const { callee, args, start, end } = statement.value;
  if (callee.kind === 'name' && callee.id === 'super') return { start, end };
  if (callee.kind !== 'attribute' || callee.name !== '__init__' || args.length > 0) return null;
  const { object } = callee;
  const isSuper = object.kind === 'call' && object.callee.kind === 'name' && object.callee.id === 'super';
  return isSuper && object.args.length === 1 ? { start, end } : null;
}

/** `self.conv = …`, which has become a layer of the module. */
function setsLayer(module: PyInstance, statement: Statement): boolean {
  const [target] = statement.kind === 'assign' ? statement.targets : [];
  if (target?.kind !== 'attribute' || target.object.kind !== 'name' || target.object.id !== 'self')
    return false;
  return childrenOf(module).some(
    ([name, { site }]) =>
      name === target.name &&
      site !== null &&
      site.call.start >= statement.start &&
      site.call.end <= statement.end,
  );
}
