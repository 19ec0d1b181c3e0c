import type { SyntaxNode } from '@lezer/common';
import { isIntact } from './intact.ts';
import type { SourceFile } from './parse.ts';

/** What a name stands in where it is read. In anything else it may be given a value. */
const readers: ReadonlySet<string> = new Set([
  'AssertStatement', 'BinaryExpression', 'CallExpression', 'ConditionalExpression', 'ExpressionStatement',
  'FormatReplacement', 'IfStatement', 'LambdaExpression', 'MemberExpression', 'RaiseStatement', 'ReturnStatement', 'TypeDef',
  'UnaryExpression', 'WhileStatement',
]); // prettier-ignore

/** Ways to define names that the text does not show: those of notebooks and Cython among them. */
const hidden =
  /\b(?:exec|eval|execfile|globals|locals|vars|__dict__|builtins|__builtins__|cimport|cdef|get_ipython)\b|\bsys\s*\.\s*modules\b|\bimport\s*\*|^[ \t]*[%!]/m;

/** Whether a name gets a value there: of `a = b = c` the first two do. In doubt it does. `assigned`: where that ends. */
function isBound(node: SyntaxNode, assigned: number): boolean {
  const parent = node.parent?.name ?? '';
  switch (parent) {
    case 'ArgList':
      // `f(name=value)` speaks of a parameter of f.
      return false;
    case 'AssignStatement':
      return node.to <= assigned;
    case 'UpdateStatement':
      return node.nextSibling?.name === 'UpdateOp';
    case 'ForStatement':
      return node.prevSibling?.name !== 'in';
    default:
      return !readers.has(parent);
  }
}

const known = new WeakMap<SourceFile, ReadonlySet<string> | null>();

/**
 * Names that a file gives a value anywhere, in any scope; null where it cannot be read as a whole, or where there may be
 * others.
 */
export function boundNames(file: SourceFile): ReadonlySet<string> | null {
  let names = known.get(file);
  if (names === undefined) {
    const isAll = !file.isCut && isIntact(file.tree) && !hidden.test(file.text);
    names = isAll ? namesIn(file) : null;
    known.set(file, names);
  }
  return names;
}

function namesIn({ text, tree }: SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  let assigned = 0;
  tree.iterate({
    enter: ({ name, from, to, node }) => {
      if (name === 'AssignStatement') assigned = assignedEnd(node);
      if (name === 'VariableName' && isBound(node, assigned)) names.add(text.slice(from, to));
    },
  });
  return names;
}

/** Where what is assigned to ends: before the value that stands last. Looked for once: it may be a list of thousands. */
function assignedEnd(statement: SyntaxNode): number {
  let part = statement.lastChild;
  while (part && part.name !== 'AssignOp' && part.name !== 'TypeDef') part = part.prevSibling;
  return part?.from ?? statement.from;
}
