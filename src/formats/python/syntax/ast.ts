import type { Text } from '../../../model/text/text.ts';
/**
 * The part of Python's grammar that the interpreter reads, as plain trees. Offsets are UTF-16 offsets of the file.
 * Bodies of functions and classes are lowered when they are first run: most of a file is never run.
 */

export interface Located {
  readonly start: number;
  readonly end: number;
}

export type Literal = null | boolean | number | string;

export interface Name extends Located {
  readonly kind: 'name';
  readonly id: string;
}

export interface Constant extends Located {
  readonly kind: 'constant';
  readonly value: Literal;
}

export interface FloatLiteral extends Located {
  readonly kind: 'float';
  readonly value: number;
}

export interface Attribute extends Located {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly name: string;
}

export interface Subscript extends Located {
  readonly kind: 'subscript';
  readonly object: Expression;
  readonly index: Expression;
}

/** `name` for a keyword argument; `star` for `*x` and `**x`. */
export interface Argument extends Located {
  readonly name: string | null;
  readonly star: '' | '*' | '**';
  readonly value: Expression;
}

export interface Call extends Located {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly args: readonly Argument[];
  /** Between the last argument (or the opening parenthesis) and the closing one: where an argument can be added. */
  readonly argumentsEnd: number;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>';

export interface Binary extends Located {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Unary extends Located {
  readonly kind: 'unary';
  readonly operator: '-' | '+' | '~' | 'not';
  readonly operand: Expression;
}

export interface Logical extends Located {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}

export type CompareOperator = '<' | '<=' | '>' | '>=' | '==' | '!=' | 'is' | 'is not' | 'in' | 'not in';

/** `a < b <= c`: operands a, b, c and two operators. */
export interface Compare extends Located {
  readonly kind: 'compare';
  readonly operands: readonly Expression[];
  readonly operators: readonly CompareOperator[];
}

export interface Conditional extends Located {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly then: Expression;
  readonly otherwise: Expression;
}

export interface Lambda extends Located {
  readonly kind: 'lambda';
  readonly parameters: readonly Parameter[];
  readonly body: Expression;
}

export interface Sequence extends Located {
  readonly kind: 'tuple' | 'list' | 'set';
  readonly items: readonly Expression[];
}

/** `key` is null for `**value`. */
export interface Dictionary extends Located {
  readonly kind: 'dict';
  readonly items: readonly { readonly key: Expression | null; readonly value: Expression }[];
}

export interface Clause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

export interface Comprehension extends Located {
  readonly kind: 'comprehension';
  readonly form: 'list' | 'set' | 'dict' | 'generator';
  readonly element: Expression;
  /** The value of a dict comprehension, whose `element` is the key. */
  readonly value: Expression | null;
  readonly clauses: readonly Clause[];
}

/** Literal text and `{value:spec}` in turn. */
export interface FormatString extends Located {
  readonly kind: 'format-string';
  readonly parts: readonly (
    string | { readonly value: Expression; readonly conversion: string; readonly spec: string | null }
  )[];
}

export interface Slice extends Located {
  readonly kind: 'slice';
  readonly from: Expression | null;
  readonly to: Expression | null;
  readonly step: Expression | null;
}

export interface Starred extends Located {
  readonly kind: 'starred';
  readonly value: Expression;
}

export interface Walrus extends Located {
  readonly kind: 'walrus';
  readonly target: Name;
  readonly value: Expression;
}

export interface Yield extends Located {
  readonly kind: 'yield';
  readonly from: boolean;
  readonly value: Expression | null;
}

export interface Ellipsis extends Located {
  readonly kind: 'ellipsis';
}

/** What the parser could not read, or what is outside the interpreter's language; `why` says so to the user. */
export interface Unreadable extends Located {
  readonly kind: 'unreadable';
  readonly why: Text;
}

export type Expression =
  | Name
  | Constant
  | FloatLiteral
  | Attribute
  | Subscript
  | Call
  | Binary
  | Unary
  | Logical
  | Compare
  | Conditional
  | Lambda
  | Sequence
  | Dictionary
  | Comprehension
  | FormatString
  | Slice
  | Starred
  | Walrus
  | Yield
  | Ellipsis
  | Unreadable;

export interface Parameter {
  readonly name: string;
  readonly kind: 'positional-only' | 'plain' | 'keyword-only' | '*' | '**';
  readonly fallback: Expression | null;
  readonly annotation: Expression | null;
  readonly start: number;
  readonly end: number;
}

export interface FunctionDefinition extends Located {
  readonly kind: 'function';
  readonly name: string;
  /** Of the name: where a problem of the whole function is shown. */
  readonly nameEnd: number;
  readonly nameStart: number;
  readonly decorators: readonly Expression[];
  readonly parameters: readonly Parameter[];
  readonly body: () => readonly Statement[];
  /** Whether a `yield` stands in it. */
  readonly generator: () => boolean;
}

export interface ClassDefinition extends Located {
  readonly kind: 'class';
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly decorators: readonly Expression[];
  readonly bases: readonly Argument[];
  readonly body: () => readonly Statement[];
}

export interface Handler {
  /** Null catches everything. */
  readonly type: Expression | null;
  readonly name: string | null;
  readonly body: readonly Statement[];
}

export type Pattern = Located &
  (
    | { readonly kind: 'capture'; readonly name: string | null }
    | { readonly kind: 'value'; readonly value: Expression }
    | { readonly kind: 'sequence'; readonly items: readonly Pattern[] }
    | { readonly kind: 'star'; readonly name: string | null }
    | {
        readonly kind: 'mapping';
        readonly entries: readonly { readonly key: Expression; readonly value: Pattern }[];
        readonly rest: string | null;
      }
    | {
        readonly kind: 'class';
        readonly type: Expression;
        readonly items: readonly Pattern[];
        readonly named: readonly { readonly name: string; readonly value: Pattern }[];
      }
    | { readonly kind: 'or'; readonly options: readonly Pattern[] }
    | { readonly kind: 'as'; readonly pattern: Pattern; readonly name: string }
    | { readonly kind: 'unreadable' }
  );

export interface ImportedName {
  readonly name: string;
  readonly alias: string | null;
}

export type Statement = Located &
  (
    | { readonly kind: 'expression'; readonly value: Expression }
    | {
        readonly kind: 'assign';
        readonly targets: readonly Expression[];
        /** Null for a bare annotation, `x: int`. */
        readonly value: Expression | null;
        readonly annotation: Expression | null;
      }
    | {
        readonly kind: 'update';
        readonly target: Expression;
        readonly operator: BinaryOperator;
        readonly value: Expression;
      }
    | { readonly kind: 'return'; readonly value: Expression | null }
    | {
        readonly kind: 'if';
        readonly test: Expression;
        readonly then: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: 'for';
        readonly target: Expression;
        readonly iterable: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: 'while';
        readonly test: Expression;
        readonly body: readonly Statement[];
        readonly otherwise: readonly Statement[];
      }
    | {
        readonly kind: 'try';
        readonly body: readonly Statement[];
        readonly handlers: readonly Handler[];
        readonly otherwise: readonly Statement[];
        readonly last: readonly Statement[];
      }
    | {
        readonly kind: 'with';
        readonly items: readonly { readonly value: Expression; readonly target: Expression | null }[];
        readonly body: readonly Statement[];
      }
    | {
        readonly kind: 'match';
        readonly subject: Expression;
        readonly cases: readonly {
          readonly pattern: Pattern;
          readonly guard: Expression | null;
          readonly body: readonly Statement[];
        }[];
      }
    | { readonly kind: 'raise'; readonly value: Expression | null }
    | { readonly kind: 'assert'; readonly test: Expression; readonly message: Expression | null }
    | { readonly kind: 'delete'; readonly targets: readonly Expression[] }
    | { readonly kind: 'scope'; readonly scope: 'global' | 'nonlocal'; readonly names: readonly string[] }
    | { readonly kind: 'import'; readonly modules: readonly ImportedName[] }
    | {
        readonly kind: 'import-from';
        /** Leading dots. */
        readonly level: number;
        readonly module: string;
        /** Null for `import *`. */
        readonly names: readonly ImportedName[] | null;
      }
    | { readonly kind: 'pass' | 'break' | 'continue' }
    | { readonly kind: 'unreadable'; readonly why: Text }
    | FunctionDefinition
    | ClassDefinition
  );

export interface Module {
  readonly body: readonly Statement[];
}
