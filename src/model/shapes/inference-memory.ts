import { RecentMap } from '../../util/recent-map.ts';
import type { Framework, Graph, Part } from '../graph/graph.ts';
import type { Finding } from '../problems/finding.ts';
import type { ProblemWords } from '../problems/words/english-problems.ts';
import type { ModelReport } from '../report.ts';
import type { Operation } from '../graph/operation.ts';
import type { Shape } from '../graph/shape.ts';
import { sameShapes } from './dims.ts';
import { inferOperation } from './infer-operation.ts';
import type { KnownInference } from './inference.ts';
import { outputElements } from './output-elements.ts';

/** What a finding is called, and what that depends on besides the finding. */
export interface KnownMessage {
  readonly type: string;
  readonly framework: Framework;
  readonly words: ProblemWords;
  readonly message: string;
}

/** The report of a graph, and what it depends on besides the nodes. */
export interface KnownReport {
  readonly asked: string;
  readonly report: ModelReport;
}

/** What a part gives for the shapes that it is given. */
export interface KnownPart {
  readonly inputShapes: readonly Shape[];
  /** By layer. */
  readonly inferences: readonly KnownInference[];
  /** Values that each layer's outputs hold; null where that is unknown. */
  readonly elements: readonly (number | null)[];
  /** Those that have findings. */
  readonly faulty: readonly number[];
}

/**
 * What operations and parts gave for the shapes that they were given. Formats hand the same ones to all layers with one
 * text, and to those of the next version of a document: what an edit leaves alone is not inferred again.
 */
export class InferenceMemory {
  /** Of graphs whose nodes are still in use: a format may hand on those of the version before. */
  readonly reports = new WeakMap<Graph['nodes'], KnownReport>();
  /** Of findings that are still in use: layers of one text at one size share theirs. */
  readonly messages = new WeakMap<Finding, KnownMessage>();
  readonly #frameworks = new Map<Framework, FrameworkMemory>();

  /** For a graph of so many nodes. */
  of(framework: Framework, nodes: number): FrameworkMemory {
    let memory = this.#frameworks.get(framework);
    if (!memory) this.#frameworks.set(framework, (memory = new FrameworkMemory(framework)));
    memory.begin(nodes);
    return memory;
  }
}

/** Operations, and parts, that are kept at least. */
const leastKept = 10_000;

export class FrameworkMemory {
  readonly #framework: Framework;
  readonly #operations = new ByShapes<Operation, KnownInference>();
  readonly #parts = new ByShapes<Part, KnownPart>();

  constructor(framework: Framework) {
    this.#framework = framework;
  }

  begin(nodes: number): void {
    this.#operations.begin(Math.max(leastKept, nodes));
    this.#parts.begin(Math.max(leastKept, nodes));
  }

  operation(operation: Operation, inputShapes: readonly Shape[]): KnownInference {
    return (
      this.#operations.find(operation, inputShapes) ??
      this.#operations.add(operation, {
        operation,
        inputShapes,
        inference: inferOperation(operation, inputShapes, this.#framework),
      })
    );
  }

  part(part: Part, inputShapes: readonly Shape[]): KnownPart {
    return (
      this.#parts.find(part, inputShapes) ?? this.#parts.add(part, this.#inferredPart(part, inputShapes))
    );
  }

  #inferredPart({ layers }: Part, inputShapes: readonly Shape[]): KnownPart {
    const inferences: KnownInference[] = [];
    const elements: (number | null)[] = [];
    const faulty: number[] = [];
    for (const [place, { operation, inputs }] of layers.entries()) {
      const shapes = inputs.map((ref): Shape => {
        if (ref === null) return null;
        if (ref.node < 0) return inputShapes[-1 - ref.node] ?? null;
        return inferences[ref.node]?.inference.outputShapes[ref.output] ?? null;
      });
      const known = this.operation(operation, shapes);
      inferences.push(known);
      elements.push(outputElements(known));
      if (known.inference.findings.length > 0) faulty.push(place);
    }
    return { inputShapes, inferences, elements, faulty };
  }
}

/** Of one key so many are kept: layers that are written alike stand at a few sizes. */
const mostShapes = 8;

interface Kept<T> {
  readonly known: T[];
  /** The place of the one that was asked for last: layers that are written alike often follow each other. */
  latest: number;
  /** The place that the next new one takes. */
  next: number;
}

class ByShapes<K, T extends { readonly inputShapes: readonly Shape[] }> {
  readonly #kept = new RecentMap<K, Kept<T>>();

  begin(most: number): void {
    this.#kept.begin(most);
  }

  find(key: K, inputShapes: readonly Shape[]): T | null {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    const recent = kept.known[kept.latest];
    if (recent && sameShapes(recent.inputShapes, inputShapes)) return recent;
    const place = kept.known.findIndex((known) => sameShapes(known.inputShapes, inputShapes));
    if (place >= 0) kept.latest = place;
    return kept.known[place] ?? null;
  }

  add(key: K, value: T): T {
    let kept = this.#kept.get(key);
    if (!kept) this.#kept.set(key, (kept = { known: [], latest: 0, next: 0 }));
    kept.known[kept.next] = value;
    kept.latest = kept.next;
    kept.next = (kept.next + 1) % mostShapes;
    return value;
  }
}
