import type { SyntaxNode } from '@lezer/common';
import { isIntact } from './intact.ts';
import type { SourceFile } from './parse.ts';

/** What a name stands in where it is read. In anything else it may be given a value. */
const readers: ReadonlySet<string> = new Set([
  'AssertStatement', 'BinaryExpression', 'CallExpression', 'ConditionalExpression', 'ExpressionStatement',
  'FormatReplacement', 'IfStatement', 'LambdaExpression', 'MemberExpression', 'RaiseStatement', 'ReturnStatement', 'TypeDef',
  'UnaryExpression', 'WhileStatement',
]); // prettier-ignore

/** Whether a name gets a value there: of `a = b = c` the first two do. In doubt it does. */
function isBound(node: SyntaxNode): boolean {
  const parent = node.parent?.name ?? '';
  switch (parent) {
    case 'ArgList':
      // `f(name=value)` speaks of a parameter of f.
      return false;
    case 'AssignStatement':
      for (let next = node.nextSibling; next; next = next.nextSibling)
        if (next.name === 'AssignOp' || next.name === 'TypeDef') return true;
      return false;
    case 'UpdateStatement':
      return node.nextSibling?.name === 'UpdateOp';
    case 'ForStatement':
      return node.prevSibling?.name !== 'in';
    default:
      return !readers.has(parent);
  }
}

const known = new WeakMap<SourceFile, ReadonlySet<string> | null>();

/** Names that a file gives a value anywhere, in any scope; null where it cannot be read as a whole. */
export function boundNames(file: SourceFile): ReadonlySet<string> | null {
  let names = known.get(file);
  if (names === undefined) {
    names = file.isCut || !isIntact(file.tree) ? null : namesIn(file);
    known.set(file, names);
  }
  return names;
}

function namesIn({ text, tree }: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  tree.iterate({
    enter: ({ name, from, to, node }) => {
      if (name === 'VariableName' && isBound(node)) names.add(text.slice(from, to));
    },
  });
  return names;
}
