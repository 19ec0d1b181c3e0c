import type { Span } from '../../../util/span.ts';
import { ReadSet } from '../interpreter/reads.ts';
import type { PyClass } from '../interpreter/values.ts';
import { hasShapeComments } from '../models/shape-comments.ts';
import type { Session } from '../session.ts';
import { Correspondence } from './correspondence.ts';
import type { KeptFile } from './kept-files.ts';
import { movedResult, type KeptModel } from './kept-model.ts';
import { TextShift } from './text-shift.ts';

/**
 * The models of the version before of a file: one that would read the same of this version, and whose text is the same,
 * is the same, too, and is not built and followed again.
 */
export class Earlier {
  readonly #session: Session;
  readonly #next = new Map<string, KeptModel>();
  #watches: boolean | null = null;
  #before: Before | null = null;
  /** Whether a model has been taken over. */
  hasRepeated = false;

  constructor(
    session: Session,
    /** Whether models may be taken over. */
    readonly repeats: boolean,
  ) {
    this.#session = session;
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
    if (!this.watches || !this.repeats) return null;
    this.#before ??= beforeOf(this.#session);
    const { kept, shift, objects } = this.#before;
    const model = kept?.models.get(name);
    if (!model || !objects) return null;
    const { vm, file, budget } = this.#session;
    const again = this.#session.guard((): KeptModel | null => {
      const { value, reads } = vm.reads.part(++vm.journal.clock, () => objects.holds(model.reads, vm.reads));
      const result = value && !reads.spoiled ? movedResult(model.result, span, shift, file.lines) : null;
      if (!result) return null;
      budget.charge(model.steps);
      const own = (type: PyClass | null): PyClass | null =>
        type && (objects.of(type) ?? (type.definition ? null : type));
      const parts = [...model.parts].map(own).filter((type) => type !== null);
      return { result, type: own(model.type), parts: new Set(parts), reads, steps: model.steps };
    });
    this.hasRepeated ||= again !== null && again !== undefined;
    return again ?? null;
  }

  /** Keeps a model for the next version. */
  keep(name: string, model: KeptModel): void {
    if (this.watches && !model.reads.spoiled) this.#next.set(name, model);
  }

  /** Ends the analysis: what has been kept counts from now on. */
  finish(): void {
    if (!this.watches) return;
    const { file, module, kept, vm } = this.#session;
    // Where models change what others read, none can be told apart from the others.
    const models = vm.reads.hasChanges ? new Map<string, KeptModel>() : this.#next;
    kept.files.keep({ file, module, asked: askedOf(this.#session), models });
  }
}

interface Before {
  readonly kept: KeptFile | null;
  readonly shift: TextShift;
  readonly objects: Correspondence | null;
}

function beforeOf(session: Session): Before {
  const { file, module, kept: all } = session;
  const kept = all.files.of(file.path, askedOf(session));
  const shift = new TextShift(kept?.file.text ?? '', file.text);
  const objects = kept && new Correspondence(kept.module, module, [kept.file, file], shift);
  return { kept, shift, objects };
}

/** What decides about a file's models besides texts. */
function askedOf({ context: { inputs }, prepared }: Session): string {
  return JSON.stringify([inputs, prepared]);
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
