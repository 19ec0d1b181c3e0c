import type { TensorRef } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import type { Activation } from './activation.ts';
import type { ArgumentNames } from './bound-arguments.ts';
import { unreadable, type PartWriter } from './part-writer.ts';
import type { Tensor } from './flow.ts';

/**
 * One module of the framework, by the qualified name that PyTorch gives it, behind that of its row: where layers,
 * submodules and calls of functions are added to the part, in the order in which the module's forward pass runs them.
 */
export class Scope {
  readonly name: string;
  readonly writer: PartWriter;
  /** The modules around it. */
  readonly #outer: readonly string[];
  /** Of what copy it is a part: modules that were copied share no activation with those they are copies of. */
  readonly #copy: string;

  constructor(writer: PartWriter, name = '', outer: readonly string[] = [], copy = '') {
    this.writer = writer;
    this.name = name;
    this.#outer = outer;
    this.#copy = copy;
  }

  /** A submodule: `cv1`, or `m.0` in a list of modules, which is not called itself. */
  sub(name: string): Scope {
    return new Scope(this.writer, `${this.name}.${name}`, [...this.#outer, this.name], this.#copy);
  }

  /** A submodule that was made by copying another one. */
  copied(name: string): Scope {
    return new Scope(this.writer, this.name, this.#outer, `${this.name}.${name}`);
  }

  /** This module as one layer. */
  layer(type: string, operation: Operation, inputs: readonly Tensor[], sources?: ArgumentNames): TensorRef {
    return this.writer.addLayer({ id: this.name, type, operation, inputs, blocks: this.#outer, sources });
  }

  /** A function that this module calls. */
  call(name: string, operation: Operation, inputs: readonly Tensor[]): TensorRef {
    const id = this.writer.callName(this.name, name);
    const blocks = [...this.#outer, this.name];
    return this.writer.add({ id, type: name, operation, inputs, blocks });
  }

  /** An activation of its own. */
  activation({ type, operation }: Activation, input: Tensor): TensorRef {
    return this.layer(type, operation, [input]);
  }

  /** An activation that all modules of the class `owner` share; null: one that is not known. */
  sharedActivation(owner: string, activation: Activation | null, input: Tensor): TensorRef {
    if (activation === null) return this.layer('activation', unreadable(), [input]);
    const layer = { id: this.name, ...activation, inputs: [input], blocks: this.#outer };
    return this.#copy === ''
      ? this.writer.addShared(owner, 'model', layer)
      : this.writer.addShared(`${this.#copy} ${owner}`, 'row', layer);
  }
}
