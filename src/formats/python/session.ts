import type { FormatContext, SourceDocument } from '../format.ts';
import { Recorder } from './graph/recorder.ts';
import { Budget, type BudgetLimits } from './interpreter/budget.ts';
import { Interpreter } from './interpreter/interpreter.ts';
import { ModuleFinder, type SourceCache } from './interpreter/loader.ts';
import { BudgetSpent, PyError } from './interpreter/machine.ts';
import type { PyNamespace } from './interpreter/values.ts';
import { declaredLibraries } from './library/modules.ts';
import type { Statement } from './syntax/ast.ts';
import type { SourceFile } from './syntax/parse.ts';

/** One document being interpreted: its module, and what is left of the budget. */
export class Session {
  readonly recorder = new Recorder();
  readonly vm: Interpreter;
  readonly file: SourceFile;
  readonly module: PyNamespace;
  /** Why the analysis ended early, where it did. */
  spent: string | null = null;

  constructor(
    document: SourceDocument,
    readonly context: FormatContext,
    readonly cache: SourceCache,
    limits: BudgetLimits,
  ) {
    this.file = cache.get(document.path, document.text);
    const finder = new ModuleFinder(context.readFile, cache);
    this.vm = new Interpreter(declaredLibraries, finder, new Budget(limits), this.recorder);
    this.recorder.attach(this.vm);
    this.module = this.vm.emptyModule(this.file, moduleName(document.path));
    this.guard(() => this.vm.run(this.module, isMain));
  }

  /** Runs a part of the analysis; what ends it early is remembered, and undefined returned. */
  guard<T>(run: () => T): T | undefined {
    if (this.spent !== null) return undefined;
    try {
      return run();
    } catch (thrown) {
      if (thrown instanceof BudgetSpent) this.spent = thrown.message;
      else if (thrown instanceof RangeError) this.spent = 'something is nested too deeply';
      else if (!(thrown instanceof PyError)) throw thrown;
      return undefined;
    }
  }

  /** Like `guard`, with the exception that Python would raise. */
  attempt<T>(run: () => T): { readonly value?: T; readonly error?: PyError } {
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
    return { ...(value === undefined ? {} : { value }), ...(error ? { error } : {}) };
  }

  /** Runs in the module's own scope. */
  inModule<T>(run: () => T): T {
    const { module, file } = this;
    const frame = {
      scope: module.scope,
      module,
      file,
      callee: null,
      site: null,
      result: null,
      maybe: [],
      yielded: null,
      self: null,
    };
    return this.vm.within(frame, run);
  }
}

function moduleName(path: string): string {
  return /([^/\\]*?)(\.py)?$/.exec(path)?.[1] ?? '';
}

/** `if __name__ == '__main__':` */
export function isMain(statement: Statement): boolean {
  if (statement.kind !== 'if' || statement.test.kind !== 'compare') return false;
  return statement.test.operands.some((operand) => operand.kind === 'name' && operand.id === '__name__');
}
