import type { Shape } from '../../../model/graph/shape.ts';
import type { Recorder } from '../graph/recorder.ts';
import type { Observer } from '../graph/observer.ts';
import { tensorsIn } from '../graph/tensors-in.ts';
import { runTopLevel } from '../interpreter/run-module.ts';
import type { Part } from '../interpreter/budget.ts';
import type { Interpreter } from '../interpreter/interpreter.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { PyError, type Frame, type Kwargs } from '../interpreter/machine.ts';
import {
  PyFunction,
  PyList,
  PyTensor,
  PyTuple,
  Unknown,
  type PyInstance,
  type PyNamespace,
  type Site,
  type Value,
} from '../interpreter/values.ts';
import type { Statement } from '../syntax/ast.ts';
import { wordPlaces } from '../syntax/word-places.ts';
import { isModule } from '../torch/module.ts';
import { bases } from '../torch/nn/bases.ts';
import { constant } from '../torch/tensors.ts';
import { asWritten } from '../../../model/text/text.ts';

/** The document being interpreted, as far as running its scripts needs it. */
interface Host {
  readonly vm: Interpreter;
  readonly file: SourceFile;
  readonly module: PyNamespace;
  readonly recorder: Recorder;
  inPart(part: Part, run: () => void): void;
  inModule<T>(run: () => T): T;
  moduleFrame(): Frame;
}

/** A call of a model that the file writes down. */
export interface SeenCall {
  readonly instance: PyInstance;
  readonly args: readonly Value[];
  readonly kwargs: Kwargs;
  readonly site: Site | null;
}

/** What one function of a script, or its main part, may take. */
const scriptPart: Part = { steps: 150_000, share: 0.4 };

/** What the scripts of a file do with models: which they make, and what they give them. Nothing of it is a problem. */
export class Script implements Observer {
  readonly instances: PyInstance[] = [];
  readonly calls: SeenCall[] = [];
  readonly #session: Host;
  readonly #ran = new Set<PyInstance>();
  #inside = false;
  /** Whether there was anything to run. */
  hasRun = false;

  constructor(session: Host) {
    this.#session = session;
  }

  made(instance: PyInstance): void {
    if (!this.#inside && isModule(instance)) this.instances.push(instance);
  }

  called(
    instance: PyInstance,
    args: readonly Value[],
    kwargs: Kwargs,
    site: Site | null,
    forward: () => Value,
  ): Value {
    // What a loss finds is so of what it is given here: it is no model that is only tried out.
    if (this.#inside || instance.type.isSubclassOf(bases._Loss)) return forward();
    this.#see({ instance, args, kwargs, site });
    // A second call (of a training loop, say) shows nothing new.
    if (this.#ran.has(instance))
      return this.#session.vm.unknown('what a model gives when it is called again');
    this.#ran.add(instance);
    this.#inside = true;
    try {
      return this.#session.recorder.reports.without(forward);
    } catch (thrown) {
      if (!(thrown instanceof PyError)) throw thrown;
      return new Unknown(asWritten(thrown.message), thrown.place);
    } finally {
      this.#inside = false;
    }
  }

  /** `summary(model, (3, 32, 32))`, `profile(model, inputs=(x,))`, `torch.onnx.export(model, x, …)`. */
  passed(args: readonly Value[], kwargs: Kwargs, site: Site | null): void {
    if (this.#inside) return;
    const instance = [...args, ...kwargs.values()].find(isModule);
    if (!instance) return;
    const others = [...args, ...kwargs.values()].filter((value) => value !== instance);
    for (const value of others) {
      const inputs = value instanceof PyTensor ? [value] : tensorsIn(listItems(value));
      const sized = inputs.length > 0 ? inputs : this.#sizes(value);
      if (sized.length > 0) {
        this.#see({ instance, args: sized, kwargs: new Map(), site });
        return;
      }
    }
  }

  #see(call: SeenCall): void {
    const known = (value: Value): boolean => !(value instanceof PyTensor) || isKnown(value.shape);
    const given = [...call.args, ...call.kwargs.values()];
    const tensors = tensorsIn(given);
    if (tensors.length > 0 && tensors.every(known) && !given.some((value) => value instanceof Unknown))
      this.calls.push(call);
  }

  /** `(3, 32, 32)`, or a list of such: torchinfo's have the batch, those of the others have not. */
  #sizes(value: Value): PyTensor[] {
    const items = listItems(value);
    const withBatch = /\btorchinfo\b/.test(this.#session.file.text);
    if (
      items.length >= 1 &&
      items.length <= 5 &&
      items.every((item) => typeof item === 'number' && item > 0)
    ) {
      const dims = items.map(Number);
      return [constant(withBatch ? dims : [1, ...dims], 'float')];
    }
    return items.flatMap((item) =>
      item instanceof PyTuple || item instanceof PyList ? this.#sizes(item) : [],
    );
  }

  /** Runs the file's main part, and functions that only a person calls. */
  run(): void {
    const session = this.#session;
    session.recorder.observer = this;
    this.#runAll(session);
    session.recorder.observer = null;
  }

  #runAll(session: Host): void {
    const main = session.file.module.body.filter(isMain);
    const mainText = main.map(({ start, end }) => session.file.text.slice(start, end)).join('\n');
    for (const statement of main) if (statement.kind === 'if') this.#statements(statement.then);
    for (const statement of session.file.module.body) {
      if (statement.kind !== 'function' || !isScript(statement)) continue;
      if (isCalled(statement.name, mainText)) continue;
      this.#part(() => {
        const callee = session.vm.find(session.module, statement.name);
        if (callee instanceof PyFunction) session.vm.call(callee, []);
      });
    }
  }

  #statements(body: readonly Statement[]): void {
    const { vm } = this.#session;
    const frame = this.#session.moduleFrame();
    this.#part(() => body.forEach((statement) => runTopLevel(vm, frame, statement)));
  }

  #part(run: () => void): void {
    this.hasRun = true;
    const session = this.#session;
    session.inPart(scriptPart, () => session.inModule(run));
  }
}

/** Whether anything among them is run as a script. */
export function hasScripts(body: readonly Statement[]): boolean {
  return body.some(
    (statement) => isMain(statement) || (statement.kind === 'function' && isScript(statement)),
  );
}

/** `if __name__ == '__main__':` */
export function isMain(statement: Statement): boolean {
  if (statement.kind !== 'if' || statement.test.kind !== 'compare') return false;
  return statement.test.operands.some((operand) => operand.kind === 'name' && operand.id === '__name__');
}

/** A function without parameters to be given that builds or calls something of a model. */
function isScript(statement: Statement & { kind: 'function' }): boolean {
  return (
    /^_?(main|test|demo|run|debug|example|check|summary|train|benchmark)/i.test(statement.name) &&
    statement.parameters.every(({ fallback, kind }) => fallback !== null || kind === '*' || kind === '**') &&
    !statement.generator()
  );
}

function listItems(value: Value): readonly Value[] {
  return value instanceof PyTuple || value instanceof PyList ? value.items : [];
}

function isKnown(shape: Shape): boolean {
  return shape?.every((dim) => dim !== null) === true;
}

function isCalled(name: string, text: string): boolean {
  return [...wordPlaces(text, name)].some((at) => /^\s*\(/.test(text.slice(at + name.length)));
}
