import type { SyntaxNode } from '@lezer/common';
import type { Expression, Handler, ImportedName, Statement } from './ast.ts';
import { ExpressionLowering, isBinaryOperator } from './lower-expression.ts';
import { patternOf } from './lower-pattern.ts';
import { childrenOf, isError, once, readOr, splitAt, readableChildrenOf, unreadable } from './nodes.ts';

/** Statements nested deeper than this are not read. */
const deepest = 80;

/** Branches of a condition beyond this are not read: each is inside of the one before. */
const mostBranches = 300;

/** Turns statement nodes of one text into trees. */
export class StatementLowering {
  readonly #expressions: ExpressionLowering;
  #depth = 0;

  constructor(text: string) {
    this.#expressions = new ExpressionLowering(text);
  }

  /** What one child of a script is: a statement, or several in a line. */
  topLevel(node: SyntaxNode): Statement[] {
    this.#depth = 1;
    return this.#statement(node, []);
  }

  /** The statements of an indented body. */
  block(node: SyntaxNode | null | undefined): Statement[] {
    if (!node) return [];
    if (this.#depth > deepest) return [unreadable(node, 'a block nested too deeply')];
    this.#depth++;
    const { nodes, isWhole } = readableChildrenOf(node);
    const statements = nodes.flatMap((child) => (child.name === ':' ? [] : this.#statement(child, [])));
    if (!isWhole) statements.push(unreadable(node, 'more parts than are read'));
    this.#depth--;
    return statements;
  }

  #statement(node: SyntaxNode, decorators: readonly Expression[]): Statement[] {
    return readOr(
      node,
      () => this.#lower(node, decorators),
      (unread) => [unread],
    );
  }

  #lower(node: SyntaxNode, decorators: readonly Expression[]): Statement[] {
    const start = node.from;
    const end = node.to;
    const children = childrenOf(node);
    const body = children.find(({ name }) => name === 'Body');
    switch (node.name) {
      case 'StatementGroup':
        return children.flatMap((child) => (child.name === ';' ? [] : this.#statement(child, [])));
      case 'ExpressionStatement':
        return [{ kind: 'expression', value: this.#list(children, start), start, end }];
      case 'YieldStatement':
        return [{ kind: 'expression', value: this.#expressions.expression(node), start, end }];
      case 'AssignStatement':
        return [this.#assignment(node, children)];
      case 'UpdateStatement': {
        const [target, operator, ...value] = children;
        const sign = operator ? this.#text(operator).slice(0, -1) : '';
        if (!target || !isBinaryOperator(sign)) return [unreadable(node, 'the syntax is broken here')];
        return [
          {
            kind: 'update',
            target: this.#expressions.expression(target),
            operator: sign,
            value: this.#list(value, start),
            start,
            end,
          },
        ];
      }
      case 'ReturnStatement': {
        const values = children.slice(1);
        return [{ kind: 'return', value: values.length > 0 ? this.#list(values, start) : null, start, end }];
      }
      case 'IfStatement':
        return [this.#conditional(node, children)];
      case 'ForStatement': {
        const from = children.findIndex(({ name }) => name === 'for');
        const at = children.findIndex(({ name }) => name === 'in');
        const stop = children.findIndex(({ name }) => name === 'Body');
        if (at < 0 || stop < 0) return [unreadable(node, 'the syntax is broken here')];
        return [
          {
            kind: 'for',
            target: this.#list(children.slice(from + 1, at), start),
            iterable: this.#list(children.slice(at + 1, stop), start),
            body: this.block(children[stop]),
            otherwise: this.#after(children, 'else'),
            start,
            end,
          },
        ];
      }
      case 'WhileStatement':
        return [
          {
            kind: 'while',
            test: this.#expressions.expression(children[1]),
            body: this.block(body),
            otherwise: this.#after(children, 'else'),
            start,
            end,
          },
        ];
      case 'TryStatement':
        return [
          {
            kind: 'try',
            body: this.block(body),
            handlers: this.#handlers(children),
            otherwise: this.#after(children, 'else'),
            last: this.#after(children, 'finally'),
            start,
            end,
          },
        ];
      case 'WithStatement':
        return [this.#context(node, children, body)];
      case 'MatchStatement':
        return [this.#match(node, children)];
      case 'RaiseStatement': {
        const value = children[1];
        return [{ kind: 'raise', value: value ? this.#expressions.expression(value) : null, start, end }];
      }
      case 'AssertStatement': {
        const [test, message] = splitAt(children.slice(1), ',');
        return [
          {
            kind: 'assert',
            test: this.#list(test ?? [], start),
            message: message ? this.#list(message, start) : null,
            start,
            end,
          },
        ];
      }
      case 'DeleteStatement':
        return [{ kind: 'delete', targets: this.#expressions.items(children.slice(1)), start, end }];
      case 'ScopeStatement': {
        const names = children
          .filter(({ name }) => name === 'VariableName')
          .map((child) => this.#text(child));
        return [
          { kind: 'scope', scope: children[0]?.name === 'global' ? 'global' : 'nonlocal', names, start, end },
        ];
      }
      case 'ImportStatement':
        return [this.#import(node, children)];
      case 'PassStatement':
        return [{ kind: 'pass', start, end }];
      case 'BreakStatement':
        return [{ kind: 'break', start, end }];
      case 'ContinueStatement':
        return [{ kind: 'continue', start, end }];
      case 'DecoratedStatement': {
        const found = children
          .filter(({ name }) => name === 'Decorator')
          .map((child) => this.#decorator(child));
        const definition = children.at(-1);
        return definition && definition.name !== 'Decorator' ? this.#statement(definition, found) : [];
      }
      case 'FunctionDefinition':
        return [this.#function(node, children, decorators)];
      case 'ClassDefinition':
        return [this.#class(node, children, decorators)];
      case 'TypeDefinition':
        return [];
      default:
        return [
          unreadable(node, isError(node) ? 'the syntax is broken here' : 'a statement that is not read'),
        ];
    }
  }

  #text(node: SyntaxNode): string {
    return this.#expressions.textOf(node);
  }

  #list(nodes: readonly SyntaxNode[], start: number): Expression {
    const broken = nodes.find(isError);
    if (broken)
      return { kind: 'unreadable', start: broken.from, end: broken.to, why: 'the syntax is broken here' };
    return this.#expressions.expressionList(nodes, start);
  }

  /** The body after `else` or `finally`. */
  #after(children: readonly SyntaxNode[], keyword: string): Statement[] {
    const at = children.findIndex(({ name }) => name === keyword);
    return at < 0 ? [] : this.block(children.slice(at).find(({ name }) => name === 'Body'));
  }

  #assignment(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const start = node.from;
    const end = node.to;
    const type = children.find(({ name }) => name === 'TypeDef');
    const annotation = type
      ? this.#expressions.expression(childrenOf(type).find(({ name }) => name !== ':'))
      : null;
    const parts = splitAt(
      children.filter(({ name }) => name !== 'TypeDef'),
      'AssignOp',
    );
    const value = parts.length > 1 ? this.#list(parts.at(-1) ?? [], start) : null;
    const left = parts.length > 1 ? parts.slice(0, -1) : parts;
    return {
      kind: 'assign',
      targets: left.map((part) => this.#list(part, start)),
      value,
      annotation,
      start,
      end,
    };
  }

  #conditional(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const branches: { readonly from: number; readonly test: Expression; readonly body: SyntaxNode }[] = [];
    let from = 0;
    children.forEach((body, at) => {
      if (/^(if|elif|else)$/.test(body.name)) from = at;
      const keyword = children[from];
      if (body.name !== 'Body' || !keyword || keyword.name === 'else') return;
      const test = this.#list(children.slice(from + 1, at), keyword.from);
      branches.push({ from: keyword.from, test, body });
    });
    let otherwise = this.#after(children, 'else');
    if (branches.length > mostBranches) otherwise = [unreadable(node, 'a condition with too many branches')];
    for (const { from: start, test, body } of branches.slice(0, mostBranches).reverse())
      otherwise = [{ kind: 'if', test, then: this.block(body), otherwise, start, end: node.to }];
    return otherwise.length === 1 && otherwise[0]
      ? otherwise[0]
      : unreadable(node, 'the syntax is broken here');
  }

  #handlers(children: readonly SyntaxNode[]): Handler[] {
    const handlers: Handler[] = [];
    let from: number | null = null;
    children.forEach((child, stop) => {
      if (child.name === 'except') from = stop;
      if (child.name !== 'Body' || from === null) return;
      const between = children.slice(from + 1, stop);
      const as = between.findIndex(({ name }) => name === 'as');
      const type = as < 0 ? between : between.slice(0, as);
      const name = as < 0 ? undefined : between[as + 1];
      handlers.push({
        type: type.length > 0 ? this.#list(type, children[from]?.from ?? child.from) : null,
        name: name ? this.#text(name) : null,
        body: this.block(child),
      });
      from = null;
    });
    return handlers;
  }

  #context(node: SyntaxNode, children: readonly SyntaxNode[], body: SyntaxNode | undefined): Statement {
    const from = children.findIndex(({ name }) => name === 'with');
    const stop = children.findIndex(({ name }) => name === 'Body');
    const inside = children
      .slice(from + 1, Math.max(stop, 0))
      .filter(({ name }) => name !== '(' && name !== ')');
    const items = splitAt(inside, ',').map((group) => {
      const [value, target] = splitAt(group, 'as');
      return {
        value: this.#list(value ?? [], node.from),
        target: target ? this.#list(target, node.from) : null,
      };
    });
    return { kind: 'with', items, body: this.block(body), start: node.from, end: node.to };
  }

  #match(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const clauses = children.find(({ name }) => name === 'MatchBody')?.getChildren('MatchClause') ?? [];
    const stop = children.findIndex(({ name }) => name === 'MatchBody');
    return {
      kind: 'match',
      subject: this.#list(children.slice(1, Math.max(stop, 1)), node.from),
      cases: clauses.map((clause) => {
        const parts = childrenOf(clause);
        const guard = parts.find(({ name }) => name === 'Guard');
        const end = parts.findIndex(({ name }) => name === 'Guard' || name === 'Body');
        return {
          pattern: patternOf(parts.slice(1, Math.max(end, 1)), this.#expressions),
          guard: guard ? this.#expressions.expression(guard.lastChild ?? undefined) : null,
          body: this.block(parts.find(({ name }) => name === 'Body')),
        };
      }),
      start: node.from,
      end: node.to,
    };
  }

  #import(node: SyntaxNode, children: readonly SyntaxNode[]): Statement {
    const start = node.from;
    const end = node.to;
    const at = children.findIndex(({ name }) => name === 'import');
    if (at < 0 || children.some(isError)) return unreadable(node, 'the syntax is broken here');
    const after = children.slice(at + 1).filter(({ name }) => name !== '(' && name !== ')');
    const names: ImportedName[] = splitAt(after, ',')
      .filter((group) => group.length > 0)
      .map((group) => {
        const [name, alias] = splitAt(group, 'as');
        const dotted = (name ?? []).map((part) => this.#text(part)).join('');
        return { name: dotted, alias: alias?.[0] ? this.#text(alias[0]) : null };
      });
    if (children[0]?.name !== 'from') return { kind: 'import', modules: names, start, end };
    const source = children
      .slice(1, at)
      .map((part) => this.#text(part))
      .join('');
    const level = /^\.*/.exec(source)?.[0].length ?? 0;
    const all = after.some(({ name }) => name === '*');
    return { kind: 'import-from', level, module: source.slice(level), names: all ? null : names, start, end };
  }

  #decorator(node: SyntaxNode): Expression {
    const children = childrenOf(node).slice(1);
    const names = children.filter(({ name }) => name === 'VariableName' || name === 'PropertyName');
    const first = names[0];
    const list = children.find(({ name }) => name === 'ArgList');
    if (!first) return this.#expressions.expression(children[0]);
    const callee = names.slice(1).reduce<Expression>(
      (object, name) => ({
        kind: 'attribute',
        object,
        name: this.#text(name),
        start: first.from,
        end: name.to,
      }),
      { kind: 'name', id: this.#text(first), start: first.from, end: first.to },
    );
    if (!list) return callee;
    const args = this.#expressions.args(list);
    return { kind: 'call', callee, args, argumentsEnd: list.to - 1, start: first.from, end: list.to };
  }

  #function(node: SyntaxNode, children: readonly SyntaxNode[], decorators: readonly Expression[]): Statement {
    const name = children.find((child) => child.name === 'VariableName');
    const body = children.findLast((child) => child.name === 'Body');
    if (!name) return unreadable(node, 'the syntax is broken here');
    return {
      kind: 'function',
      name: this.#text(name),
      nameStart: name.from,
      nameEnd: name.to,
      decorators,
      parameters: this.#expressions.parameters(node.getChild('ParamList')),
      body: once(() => this.block(body)),
      generator: once(() => body !== undefined && yields(body)),
      start: node.from,
      end: node.to,
    };
  }

  #class(node: SyntaxNode, children: readonly SyntaxNode[], decorators: readonly Expression[]): Statement {
    const name = children.find((child) => child.name === 'VariableName');
    const list = children.find((child) => child.name === 'ArgList');
    const body = children.find((child) => child.name === 'Body');
    if (!name) return unreadable(node, 'the syntax is broken here');
    return {
      kind: 'class',
      name: this.#text(name),
      nameStart: name.from,
      nameEnd: name.to,
      decorators,
      bases: list ? this.#expressions.args(list) : [],
      body: once(() => this.block(body)),
      start: node.from,
      end: node.to,
    };
  }
}

/** Whether a function's body yields itself, not counting functions and classes inside it. */
function yields(body: SyntaxNode): boolean {
  const cursor = body.cursor();
  let found = false;
  const visit = (): void => {
    if (!cursor.firstChild()) return;
    do {
      const { name } = cursor;
      if (name === 'YieldExpression' || name === 'YieldStatement') found = true;
      else if (name !== 'FunctionDefinition' && name !== 'ClassDefinition' && name !== 'LambdaExpression')
        visit();
    } while (!found && cursor.nextSibling());
    cursor.parent();
  };
  visit();
  return found;
}
