import type { Span } from '../../../util/span.ts';
import { ReadSet } from '../interpreter/reads.ts';
import { Remembered } from '../interpreter/remembered.ts';
import type { PyClass } from '../interpreter/values.ts';
import { hasShapeComments } from '../models/shape-comments.ts';
import type { Session } from '../session.ts';
import { TextShift } from '../syntax/text-shift.ts';
import { Correspondence } from './correspondence.ts';
import { askedOf, type BuiltModel, type KeptFile, type KeptFiles } from './kept-files.ts';
import { movedResult, type KeptModel, type Move } from './kept-model.ts';

/** Of so many models of a file results are kept. */
const mostModels = 512;

/**
 * The models of earlier versions of a file: one that would read the same of this version, and run the same, is the same,
 * too, and is not built and followed again.
 */
export class Earlier {
  readonly #session: Session;
  readonly #files: KeptFiles;
  readonly #before: KeptFile | null;
  /** Whether the session goes on with what the version before has built. */
  readonly #goesOn: boolean;
  readonly #models: Remembered<string, KeptModel>;
  readonly #built: Remembered<string, BuiltModel>;
  #watches: boolean | null = null;
  #objects: Correspondence | null = null;
  /** Whether something of an earlier version has been taken over. */
  hasRepeated = false;

  /** `before`: null where nothing may be taken over. */
  constructor(session: Session, files: KeptFiles, before: KeptFile | null) {
    this.#session = session;
    this.#files = files;
    this.#before = before;
    this.#goesOn = before?.session === session;
    this.hasRepeated = this.#goesOn;
    this.#models = this.#goesOn && before ? before.models : new Remembered(mostModels);
    this.#built = this.#goesOn && before ? before.built : new Remembered(mostModels);
  }

  /**
   * Whether models are kept. Where scripts make or call them, or comments speak of them, they depend on more than what
   * the interpreter reads.
   */
  get watches(): boolean {
    return (this.#watches ??= isAlone(this.#session));
  }

  /** The model that a class or factory made before, where it would make the same one now. */
  model(name: string, span: Span): KeptModel | null {
    if (!this.watches || !this.#before) return null;
    return this.#goesOn ? this.#current(name, span) : this.#corresponding(this.#before, name, span);
  }

  /** Of this session. */
  #current(name: string, span: Span): KeptModel | null {
    const { file, budget } = this.#session;
    const model = this.#models.get(name);
    const result =
      model && movedResult(model.result, span, (each) => file.moves.span(model.file, each), file);
    if (!result) return null;
    return (
      this.#session.guard(() => {
        budget.charge(model.steps);
        return { ...model, result, file };
      }) ?? null
    );
  }

  /** Of another session, whose objects are others. */
  #corresponding(before: KeptFile, name: string, span: Span): KeptModel | null {
    const { vm, file, budget } = this.#session;
    const model = before.models.get(name);
    const older = before.session.file;
    if (model?.file !== older || before.asked !== this.#asked) return null;
    const again = this.#session.guard((): KeptModel | null => {
      const shift = new TextShift(older.text, file.text);
      const objects = (this.#objects ??= new Correspondence(
        before.session.module,
        this.#session.module,
        [older, file],
        shift,
      ));
      const { value, reads } = vm.reads.part(++vm.journal.clock, () => objects.holds(model.reads, vm.reads));
      const move: Move = (each) => shift.span(each);
      const result = value && !reads.spoiled ? movedResult(model.result, span, move, file) : null;
      if (!result) return null;
      budget.charge(model.steps);
      const own = (type: PyClass | null): PyClass | null =>
        type && (objects.of(type) ?? (type.definition ? null : type));
      const parts = [...model.parts].map(own).filter((type) => type !== null);
      return { result, file, type: own(model.type), parts: new Set(parts), reads, steps: model.steps };
    });
    this.hasRepeated ||= again !== null && again !== undefined;
    return again ?? null;
  }

  /** The same, as it is before its forward pass, where only that may be another one. */
  built(name: string): BuiltModel | null {
    const built = this.#goesOn && this.watches ? this.#built.get(name) : null;
    if (!built) return null;
    return (
      this.#session.guard(() => {
        this.#session.budget.charge(built.steps);
        return built;
      }) ?? null
    );
  }

  /** Keeps a model for the next version. */
  keep(name: string, model: KeptModel): void {
    if (!this.watches) return;
    if (model.reads.spoiled) this.#models.delete(name);
    else this.#models.set(name, model);
  }

  keepBuilt(name: string, built: BuiltModel): void {
    if (!this.watches) return;
    if (built.reads.spoiled) this.#built.delete(name);
    else this.#built.set(name, built);
  }

  /** Ends the analysis: what has been kept counts from now on. */
  finish(): void {
    const session = this.#session;
    const { file, vm, script, recorder } = session;
    // Where models change what others read, none can be told apart from the others.
    if (!this.watches || vm.reads.hasChanges) {
      this.#files.forget(file.path);
      return;
    }
    const canGoOn =
      !vm.reads.isCut && !script.hasRun && !recorder.reports.hasLate && !vm.reads.shared.spoiled;
    const statements = (this.#goesOn ? this.#before?.statements : null) ?? file.module.body;
    const [models, built] = [this.#models, this.#built];
    this.#files.keep({ session, statements, asked: this.#asked, models, built, canGoOn });
  }

  get #asked(): string {
    return askedOf(this.#session.context, this.#session.prepared);
  }
}

function isAlone({ kept, context, script, directives, file }: Session): boolean {
  return (
    kept.executesAll !== true &&
    context.model === undefined &&
    (context.rules?.size ?? 0) === 0 &&
    script.instances.length === 0 &&
    script.calls.length === 0 &&
    directives.length === 0 &&
    !hasShapeComments(file)
  );
}

/** What both have read. */
export function together(first: ReadSet, second: ReadSet): ReadSet {
  const both = new ReadSet();
  both.addAll(first);
  both.addAll(second);
  return both;
}
