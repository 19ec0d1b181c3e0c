import type { Operation } from '../../../model/graph/operation.ts';
import type { Shape } from '../../../model/graph/shape.ts';
import { shapeKey } from '../../../model/shapes/dims.ts';
import { inferOperation } from '../../../model/shapes/infer-operation.ts';
import type { KnownInference } from '../../../model/shapes/inference.ts';

/** More are not kept: about what a file with twenty large models needs. */
const most = 8192;

/** Inferences by what goes in: models repeat their blocks, and an edit repeats all but what it changes. */
export class Inferences {
  readonly #known = new Map<string, KnownInference>();

  of(operation: Operation, inputShapes: readonly Shape[]): KnownInference {
    let key = JSON.stringify(operation);
    for (const shape of inputShapes) key += shapeKey(shape);
    const known = this.#known.get(key);
    if (known) return known;
    const found = { operation, inputShapes, inference: inferOperation(operation, inputShapes, 'pytorch') };
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(key, found);
    return found;
  }
}
