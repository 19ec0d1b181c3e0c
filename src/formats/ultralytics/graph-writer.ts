import type { GraphNode } from '../../model/graph/graph.ts';
import { placedTensor } from '../../model/graph/part.ts';
import type { ModulePart } from './module-part.ts';
import type { PartInputs } from './part-writer.ts';
import { ModuleNode, PlacedModule, type FirstCall, type RowPlace } from './placed-module.ts';
import type { Flow, Tensor } from './flow.ts';

/** Nodes that one model may have; a file that asks for more is not read further. */
export const mostNodes = 100_000;

/** The nodes of one model, and the parts that they stand in. */
export type Written = Pick<GraphWriter, 'nodes' | 'parts'>;

/** Collects the nodes of one model. */
export class GraphWriter {
  readonly nodes: GraphNode[];
  readonly parts: PlacedModule[] = [];
  /** Parameters of modules that no forward pass calls. */
  uncalled = 0;

  readonly #textInput: GraphNode;
  /** Features of the texts, where they were asked for, and where a module has changed them. */
  #texts: Tensor = null;
  #changedTexts: Tensor = null;
  /** The first call of each layer that modules share. */
  readonly #shared = new Map<string, FirstCall>();

  /** What was written for the version before: modules that are placed as they were then are taken over. */
  readonly #before: Written | null;

  /** `textInput` is added where it is first asked for. */
  constructor(image: GraphNode, textInput: GraphNode, before: Written | null) {
    this.nodes = [image];
    this.#textInput = textInput;
    this.#before = before;
  }

  /** What a part that takes so many tensors finds. */
  inputs(count: number): PartInputs {
    return { count, hasTexts: this.#texts !== null, hasChangedTexts: this.#changedTexts !== null };
  }

  /** The same in a word, but for the tensors. */
  get texts(): string {
    if (this.#texts === null) return '';
    return this.#changedTexts === null ? ' texts' : ' changed texts';
  }

  /** Adds a row's layers, and returns what it passes on. Its own part of the text begins at `at`. */
  place(part: ModulePart, name: string, tensors: readonly Tensor[], row: RowPlace, at: number): Flow {
    const first = this.nodes.length;
    const inputs = part.takesTexts ? [...tensors, this.#texts, this.#changedTexts] : tensors;
    const shared = part.shared.map(({ key, first: inPart }) => {
      const known = this.#shared.get(key);
      if (known) return known;
      const call = { id: name + (part.layers[inPart]?.id ?? ''), node: first + inPart };
      this.#shared.set(key, call);
      return call;
    });
    const before = this.#before?.parts[this.parts.length];
    const placement = { part, name, first, inputs, shared, row, at };
    const isAgain = before?.isMadeOf(placement) === true;
    const placed = isAgain ? before : new PlacedModule(placement);
    let place = 0;
    for (const layer of part.layers) {
      const again = isAgain ? this.#before?.nodes[first + place] : undefined;
      const isText = place === part.textInput;
      this.nodes.push(isText ? this.#textInput : (again ?? new ModuleNode(placed, layer, place)));
      place++;
    }
    this.parts.push(placed);
    if (part.textInput !== null) this.#texts = { node: first + part.textInput, output: 0 };
    if (part.changedTexts !== null) this.#changedTexts = placedTensor(part.changedTexts, placed);
    this.uncalled += part.uncalled;
    return part.flow.map((tensor) => placedTensor(tensor, placed));
  }
}
