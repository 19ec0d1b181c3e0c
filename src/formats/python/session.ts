import type { LeftOut } from '../../model/explanation.ts';
import type { FormatContext, SourceDocument } from '../format.ts';
import type { Text } from '../../model/text/text.ts';
import type { Inferences } from './graph/inferences.ts';
import { Sources } from './graph/source.ts';
import { Recorder } from './graph/recorder.ts';
import { Budget, earlyEnd, type BudgetLimits, type BudgetSpent, type Part } from './interpreter/budget.ts';
import { Interpreter } from './interpreter/interpreter.ts';
import { ModuleFinder, type SourceCache } from './interpreter/loader.ts';
import { PyError, type Frame } from './interpreter/machine.ts';
import type { PyClass, PyNamespace } from './interpreter/values.ts';
import type { Repeat } from './graph/repeats.ts';
import type { Demand } from './models/demand.ts';
import { declaredLibraries } from './library/modules.ts';
import { directivesOf, type Directive } from '../comments/directive.ts';
import { preparedSize, type PreparedSize } from './models/image-size.ts';
import { isMain, Script } from './models/script.ts';
import type { SourceFile } from './syntax/parse.ts';
import type { Span } from '../../util/span.ts';

/** What is kept from one analysis to the next. */
export interface Kept {
  readonly sources: SourceCache;
  readonly inferences: Inferences;
  /** Whether everything is executed, even what would happen as it did before: for comparison. */
  readonly executesAll?: boolean;
}

/** What came of running a part of the analysis. */
interface Attempted<T> {
  readonly value?: T;
  readonly error?: PyError;
  /** Why it ended early, where it did. */
  readonly ended: BudgetSpent | null;
}

/** Running a module's top level leaves its models what they need. */
const topLevel: Part = { share: 0.6 };

/** One document being interpreted: its module, and what is left of the budget. */
export class Session {
  readonly recorder: Recorder;
  readonly vm: Interpreter;
  readonly file: SourceFile;
  /** Where its nodes stand. */
  readonly sources: Sources;
  readonly module: PyNamespace;
  readonly budget: Budget;
  /** What the file's own scripts do with models. */
  readonly script: Script;
  readonly directives: readonly Directive[];
  #prepared: PreparedSize | null | undefined;
  /** Why the analysis ended early, where it did. */
  spent: BudgetSpent | null = null;
  /** Why the part of it that ran last ended early, where it did. */
  ended: BudgetSpent | null = null;
  /** How many edits have been made since the module was run. */
  readonly edits: number;
  /** Forward passes that some model repeats, and whose modules are all registered and used. */
  readonly blameless = new Set<Repeat>();
  /** What the inputs of the models of a class must be like, where one of them has been asked. */
  readonly demands = new Map<PyClass, ReadonlyMap<string, Demand>>();
  /** Models that it ended before. */
  readonly leftOut: LeftOut[] = [];

  /** `before`: what an earlier version of the document has built, which this one goes on with. */
  constructor(
    document: SourceDocument,
    readonly context: FormatContext,
    readonly kept: Kept,
    limits: BudgetLimits,
    before: Session | null = null,
  ) {
    // Reading the file takes of the time, too.
    this.budget = new Budget(limits);
    this.file = kept.sources.document(document.path, document.text);
    this.sources = new Sources(this.file);
    if (this.file.isCut) this.budget.outOfTime = true;
    this.directives = directivesOf(this.file.text.includes('convlens') ? this.file.comments : []);
    if (before) {
      ({ recorder: this.recorder, vm: this.vm, module: this.module } = before);
      this.script = new Script(this);
      this.edits = before.edits + 1;
      this.vm.goOn(this.budget);
      this.recorder.reports.reopen();
      return;
    }
    this.edits = 0;
    const finder = new ModuleFinder(context.readFile, kept.sources);
    this.recorder = new Recorder(kept.inferences, context.rules, kept.executesAll !== true);
    this.vm = new Interpreter(declaredLibraries, finder, this.budget, this.recorder);
    this.recorder.attach(this.vm);
    this.module = this.vm.emptyModule(this.file, moduleName(document.path));
    this.vm.document = this.module;
    this.script = new Script(this);
    this.recorder.observer = this.script;
    this.inPart(topLevel, () => this.vm.run(this.module, isMain));
    this.recorder.observer = null;
    this.recorder.reports.seal();
    if (this.ended) this.vm.reads.isCut = true;
  }

  /** The size that the file prepares its images to, if it says one. */
  get prepared(): PreparedSize | null {
    if (this.#prepared === undefined) this.#prepared = preparedSize(this.file);
    return this.#prepared;
  }

  /** Runs a part of the analysis; what ends it early is remembered, and undefined returned. */
  guard<T>(run: () => T): T | undefined {
    this.ended = this.spent ?? this.budget.end();
    if (this.ended) {
      this.#end(this.ended);
      return undefined;
    }
    try {
      return run();
    } catch (thrown) {
      const end = earlyEnd(thrown);
      if (end) this.#end(end);
      else if (!(thrown instanceof PyError)) throw thrown;
      return undefined;
    }
  }

  /** Like `guard`, for what may not take more than its part of the budget. */
  inPart(part: Part, run: () => void): void {
    this.guard(() => {
      const end = this.budget.within(run, part);
      if (end) this.#end(end);
    });
  }

  #end(end: BudgetSpent): void {
    this.ended = end;
    if (this.budget.isSpent) this.spent = end;
  }

  /** A model that could not be followed to its end, or not at all, for want of time or steps. */
  leaveOut(name: string, span: Span, why: BudgetSpent): void {
    this.notBuilt(name, span, why.of === 'time' ? 'time was up' : why.why);
  }

  /** A model that is not shown, and why. */
  notBuilt(name: string, { start, end }: Span, reason: Text): void {
    const line = this.file.lines.position(start).line + 1;
    this.leftOut.push({ name, span: { start, end }, line, reason });
  }

  /** Like `guard`, with the exception that Python would raise. */
  attempt<T>(run: () => T): Attempted<T> {
    let error: PyError | undefined;
    const value = this.guard(() => {
      try {
        return run();
      } catch (thrown) {
        if (!(thrown instanceof PyError)) throw thrown;
        error = thrown;
        return undefined;
      }
    });
    const { ended } = this;
    return { ...(value === undefined ? {} : { value }), ...(error ? { error } : {}), ended };
  }

  /** Leaves all as it was before. */
  asBefore<T>(run: () => T): T {
    const { journal } = this.vm;
    journal.begin();
    try {
      return run();
    } finally {
      journal.undo();
    }
  }

  /** Runs in the module's own scope. */
  inModule<T>(run: () => T): T {
    return this.vm.within(this.moduleFrame(), run);
  }

  moduleFrame(): Frame {
    const { module, file } = this;
    return {
      scope: module.scope,
      module,
      file,
      callee: null,
      body: null,
      site: null,
      result: null,
      maybe: [],
      yielded: null,
      self: null,
    };
  }
}

function moduleName(path: string): string {
  return /([^/\\]*?)(\.py)?$/.exec(path)?.[1] ?? '';
}
