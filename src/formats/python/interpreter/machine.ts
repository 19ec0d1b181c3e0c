import type {
  BinaryOperator,
  Call,
  ClassDefinition,
  Expression,
  FunctionDefinition,
  Lambda,
  Located,
  Statement,
} from '../syntax/ast.ts';
import type { SourceFile } from '../syntax/parse.ts';
import type { Operation } from '../../../model/graph/operation.ts';
import type { ProblemCode, Repair } from '../../../model/problems/problem.ts';
import type { Budget } from './budget.ts';
import type { Body } from './body.ts';
import type { Forms } from './forms.ts';
import type { Loops } from './idle-rounds.ts';
import type { Journal } from './journal.ts';
import type { Reads } from './reads.ts';
import type { Place, DType } from './atoms.ts';
import {
  PyNative,
  type PyClass,
  type PyFunction,
  type PyInstance,
  type PyNamespace,
  type PyTensor,
  type Scope,
  type Site,
  type Unknown,
  type Value,
} from './values.ts';
import type { Text } from '../../../model/text/text.ts';

/** A problem of the text, found on the way. */
export interface Report {
  readonly code: ProblemCode;
  readonly message: Text;
  readonly place: Place | null;
  readonly repairs?: readonly Repair<Text>[];
  /** It is so whatever the model is called with. */
  readonly isOfText?: boolean;
}

export type Kwargs = ReadonlyMap<string, Value>;

export const noKwargs: Kwargs = new Map();

/** One call of a library function. */
export interface NativeCall {
  readonly args: readonly Value[];
  readonly kwargs: Kwargs;
  readonly site: Site | null;
}

/** A function that a library provides. */
export class NativeFunction extends PyNative {
  constructor(
    name: string,
    readonly run: (vm: Machine, call: NativeCall) => Value,
    /** In class bodies it takes the instance first, as a Python function does. */
    readonly binds = true,
  ) {
    super(name);
  }
}

/** How a block ended. */
export type Flow = 'next' | 'return' | 'break' | 'continue';

/** One running function, class body or module. */
export interface Frame {
  scope: Scope;
  /** The function's own scope, while a comprehension in it has one. */
  around?: Scope | undefined;
  readonly module: PyNamespace;
  readonly file: SourceFile;
  readonly callee: PyFunction | null;
  /** The body of the outermost function that this is written in; null outside of the analysed file's functions. */
  readonly body: Body | null;
  readonly site: Site | null;
  /** What `return` gave. */
  result: Value;
  /** What returns under unknown conditions may have given. */
  readonly maybe: Value[];
  /** What a generator has yielded. */
  readonly yielded: Value[] | null;
  /** Annotated names of a class body, in order. */
  readonly annotations?: { readonly name: string; readonly annotation: Expression }[];
  /** The first argument, for `super()`. */
  self: Value;
}

/** One operation on tensors, to be recorded as a node. */
export interface Emission {
  /** The function's name: `cat`, `relu`. */
  readonly type: string;
  readonly operation: Operation;
  /** Tensors, or unknown values that may be tensors. */
  readonly inputs: readonly Value[];
  readonly dtype: DType;
  /** Where its hyper-parameters stand in the text. */
  readonly source: CallSource | null;
}

/** A call in the text with the names of the callee's parameters. */
export interface CallSource {
  readonly site: Site | null;
  readonly parameters: readonly string[];
  /** How many arguments were given by position, the object of a method included. */
  readonly positional: number;
}

/** What happens when the interpreter meets modules and tensors: the seam to what is traced. */
export interface Hooks {
  /** Whether what would happen as it did before may be copied instead of executed again. */
  readonly repeats: boolean;
  /** Whether something takes note of the objects that are made. */
  readonly isWatched: boolean;
  /** Whether a library's class is a layer, not a container of layers. */
  isLayer(type: PyClass): boolean;
  /** Records an operation and gives its outputs. */
  emit(emission: Emission): readonly PyTensor[];
  /** What a class with an unknown base and a `forward` is taken to derive from. */
  readonly fallbackBase: PyClass;
  /** An exception that Python may not raise has cost a statement, which may be why nothing follows. */
  doubted(why: Unknown): void;
  /** Something wrong that no shape rule finds. */
  report(report: Report): void;
  /** Called around the `forward` of a module. */
  module(
    instance: PyInstance,
    args: readonly Value[],
    kwargs: Kwargs,
    site: Site | null,
    forward: () => Value,
  ): Value;
  /** An object of a class has been made. */
  made(instance: PyInstance): void;
  /** Arguments of a call that does nothing here but may show what a model is given: `torch.jit.trace`. */
  passed(args: readonly Value[], kwargs: Kwargs, site: Site | null): void;
  /** A call whose callee is unknown; the answer may carry a node. */
  unknownCall(callee: Unknown, args: readonly Value[], kwargs: Kwargs, site: Site | null): Value;
  /** Whether an operation of the model's forward pass gave the tensor. */
  isComputed(tensor: PyTensor): boolean;
  /** A statement calls something and leaves the tensor that it gives. */
  dropped(tensor: PyTensor, call: Call): void;
  /** How much has been recorded so far. */
  readonly recorded: number;
  /** A function that no class holds was called when so much had been recorded, and has given this. */
  returned(site: Site, value: Value, recorded: number): void;
  /** Runs without recording nodes. */
  silently<T>(run: () => T): T;
  /** One value of two that an unknown condition decides between. */
  join(first: Value, second: Value): Value | undefined;
}

/** What library functions may ask of the interpreter. Whatever is unknown comes back as `Unknown`. */
export interface Machine {
  readonly journal: Journal;
  /** What parts of the analysis read of the state that they share. */
  readonly reads: Reads;
  readonly forms: Forms;
  readonly hooks: Hooks;
  /** Whether a module has been given functions that are called around its forward pass. */
  hasForwardHooks: boolean;
  /** Takes steps from the budget; throws where it is spent. */
  charge(steps: number): void;
  call(callee: Value, args: readonly Value[], kwargs?: Kwargs, site?: Site | null): Value;
  /** The value of an expression that a text holds. */
  evaluateText(text: string, site: Site | null): Value;
  typeOf(value: Value): PyClass;
  /** An attribute, undefined where there is none. */
  find(object: Value, name: string): Value | undefined;
  /** An attribute; raises AttributeError where there is none. */
  attribute(object: Value, name: string): Value;
  setAttribute(object: Value, name: string, value: Value): void;
  deleteAttribute(object: Value, name: string): void;
  /** What `for` goes through, one by one. */
  iterate(value: Value): Iterable<Value> | Unknown;
  /** All items at once. */
  items(value: Value): readonly Value[] | Unknown;
  truth(value: Value): boolean | Unknown;
  equal(left: Value, right: Value): boolean | Unknown;
  /** Negative, zero or positive, as for sorting. */
  order(left: Value, right: Value): number | Unknown;
  contains(container: Value, item: Value): boolean | Unknown;
  binary(operator: BinaryOperator, left: Value, right: Value): Value;
  subscript(object: Value, index: Value): Value;
  setSubscript(object: Value, index: Value, value: Value): void;
  /** What `str` and `repr` give. */
  text(value: Value): string | Unknown;
  repr(value: Value): string | Unknown;
  length(value: Value): Value;
  isInstance(value: Value, type: Value): boolean | Unknown;
  unknown(why: Text): Unknown;
  /** Raises a Python exception of a built-in type. `certain`: PyTorch or Python would surely raise it too. */
  raise(type: string, message: string, certain?: boolean): never;
  importModule(name: string): Value;
  /** Loads the modules whose imports wait until their names are asked for; whether there were any. */
  loadPostponed(): boolean;
  /** A name as Python looks it up; unknown where it does not exist. */
  lookup(name: string): Value;
  /** Whether what is met surely happens: under no unknown condition, and nothing handles exceptions around it. */
  readonly isSure: boolean;
  /** Where the interpreter is. */
  readonly place: Place | null;
  readonly frame: Frame | null;
  at(node: Located): void;
}

/** A Python exception on its way. */
export class PyError extends Error {
  constructor(
    readonly exception: PyInstance,
    message: string,
    readonly place: Place | null,
    /** Whether Python would surely raise it, so that it may be shown as a problem. */
    readonly certain: boolean,
    /** Whether the program itself says so, by `raise` or `assert`. */
    readonly isStated = false,
    /** Parameters that a call leaves without a value. */
    readonly missing: readonly string[] = [],
  ) {
    super(message);
  }
}

/** Runs the constructor of an object. */
export type Build = (args: readonly Value[], kwargs: Kwargs) => Value;

/** What the interpreter's own parts use of each other. */
export interface Evaluator extends Machine {
  readonly loops: Loops;
  readonly budget: Budget;
  /** Builds an object, or copies one that was built in the same way. */
  construct(type: PyClass, args: readonly Value[], kwargs: Kwargs, site: Site | null, build: Build): Value;
  frame: Frame | null;
  evaluate(expression: Expression): Value;
  execute(block: readonly Statement[]): Flow;
  assign(target: Expression, value: Value): void;
  defineFunction(definition: FunctionDefinition | Lambda): PyFunction;
  defineClass(definition: ClassDefinition): Value;
  /** The module of the file that is analysed. */
  readonly document: PyNamespace | null;
  /** What definitions of the analysed file have made, but for those inside of functions. */
  readonly definitions: Map<FunctionDefinition | ClassDefinition, PyFunction | PyClass>;
  importFrom(level: number, module: string): Value;
  importName(level: number, module: string, name: string): Value;
  /** Runs with another frame, and comes back whatever happens. */
  within<T>(frame: Frame, run: () => T): T;
  /** `target operator= value`: lists grow in place. */
  updated(operator: BinaryOperator, left: Value, right: Value): Value;
  /** How many `try` with handlers are running. */
  handlers: number;
  /** How many ways of unknown conditions are being followed: what they meet may never happen. */
  forks: number;
  /** Set where one way of an unknown condition left the loop or the round, until the loop has dealt with it. */
  leaving: 'break' | 'continue' | null;
  /** Exceptions that handlers are dealing with. */
  readonly caught: PyError[];
  enterCall(): void;
  leaveCall(): void;
}
