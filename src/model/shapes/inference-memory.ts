import { RecentMap } from '../../util/recent-map.ts';
import type { Framework } from '../graph/graph.ts';
import type { Operation } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { sameShapes } from './dims.ts';
import { inferOperation } from './infer-operation.ts';
import type { KnownInference } from './inference.ts';

/** Of one operation so many are kept: layers that are written alike stand at a few sizes. */
const mostPerOperation = 8;
/** Operations that are kept at least. */
const leastKept = 10_000;

interface Kept {
  readonly inferences: KnownInference[];
  /** The place of the one that was asked for last: layers that are written alike often follow each other. */
  latest: number;
  /** The place that the next new one takes. */
  next: number;
}

/**
 * What operations gave for the shapes that they were given. Formats hand the same operation to every layer with one
 * text, and to that of the next version of a document: what an edit leaves alone is not inferred again.
 */
export class InferenceMemory {
  readonly #kept = new Map<Framework, RecentMap<Operation, Kept>>();

  /** Before the operations of a graph of so many nodes are asked for. */
  begin(nodes: number): void {
    for (const ofFramework of this.#kept.values()) ofFramework.begin(Math.max(leastKept, nodes));
  }

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

  #of(operation: Operation, framework: Framework): Kept {
    let ofFramework = this.#kept.get(framework);
    if (!ofFramework) this.#kept.set(framework, (ofFramework = new RecentMap()));
    let kept = ofFramework.get(operation);
    if (!kept) ofFramework.set(operation, (kept = { inferences: [], latest: 0, next: 0 }));
    return kept;
  }
}
