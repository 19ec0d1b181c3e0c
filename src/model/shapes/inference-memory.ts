import type { Framework, Graph } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { sameShapes } from './dims.ts';
import type { InferredLayers } from './inferred-layers.ts';
import { inferOperation } from './infer-operation.ts';
import type { KnownInference } from './inference.ts';

/** Of one operation so many are kept: layers that are written alike stand at a few sizes. */
const mostPerOperation = 8;
/** Graphs whose latest version is kept: those that are edited by turns. */
const mostGraphs = 8;

interface Kept {
  readonly inferences: KnownInference[];
  /** The place of the one that was asked for last: layers that are written alike often follow each other. */
  latest: number;
  /** The place that the next new one takes. */
  next: number;
}

/**
 * What operations gave for the shapes that they were given. Formats hand the same operation to every layer with one
 * text, and to that of the next version of a document: what an edit leaves alone is not inferred again. An operation
 * that nothing holds any longer is forgotten.
 */
export class InferenceMemory {
  readonly #kept = new Map<Framework, WeakMap<Operation, Kept>>();
  /** The oldest first. */
  readonly #graphs = new Map<string, InferredLayers>();

  of(operation: Operation, inputShapes: readonly Shape[], framework: Framework): KnownInference {
    const kept = this.#of(operation, framework);
    const { inferences, latest } = kept;
    const recent = inferences[latest];
    if (recent && sameShapes(recent.inputShapes, inputShapes)) return recent;
    const place = inferences.findIndex((known) => sameShapes(known.inputShapes, inputShapes));
    const found = inferences[place] ?? {
      operation,
      inputShapes,
      inference: inferOperation(operation, inputShapes, framework),
    };
    if (place < 0) {
      inferences[kept.next] = found;
      kept.latest = kept.next;
      kept.next = (kept.next + 1) % mostPerOperation;
    } else kept.latest = place;
    return found;
  }

  /** What was worked out for the version before of a graph. */
  latest({ framework, name, layout }: Graph): InferredLayers | null {
    const known = this.#graphs.get(`${framework} ${name}`);
    return known?.layout === layout ? known : null;
  }

  remember({ framework, name }: Graph, inferred: InferredLayers): void {
    const key = `${framework} ${name}`;
    this.#graphs.delete(key);
    this.#graphs.set(key, inferred);
    if (this.#graphs.size <= mostGraphs) return;
    for (const oldest of this.#graphs.keys()) {
      this.#graphs.delete(oldest);
      return;
    }
  }

  #of(operation: Operation, framework: Framework): Kept {
    let ofFramework = this.#kept.get(framework);
    if (!ofFramework) this.#kept.set(framework, (ofFramework = new WeakMap()));
    let kept = ofFramework.get(operation);
    if (!kept) ofFramework.set(operation, (kept = { inferences: [], latest: 0, next: 0 }));
    return kept;
  }
}
