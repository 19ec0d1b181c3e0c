import type { GraphNode } from '../../model/graph/graph.ts';
import { placedSource } from '../../model/graph/placed-source.ts';
import type { ProblemList } from '../problem-list.ts';
import { assembleLayer, spanOf, type Assembled, type ModelDefaults } from './assemble-layer.ts';
import type { Draft } from './draft.ts';
import type { LinkedDrafts } from './link.ts';
import { unreadable } from './unknown.ts';

/** Spatial axes where nothing says how many. */
const usualAxes = 2;

/** The graph's nodes: every draft's operation read from its fields, in the order of its inputs. */
export function assembleNodes(
  drafts: readonly Draft[],
  { order, links }: LinkedDrafts,
  defaults: ModelDefaults,
  problems: ProblemList,
): readonly GraphNode[] {
  const assembler = new Assembler(defaults, problems);
  // By the drafts' own places.
  const places: number[] = [];
  const axesOf: number[] = [];
  const nodes: GraphNode[] = [];
  for (const index of order) {
    const draft = drafts[index];
    if (draft === undefined) continue;
    const sources = links[index] ?? [];
    const known = sources.find((source) => source !== null);
    const axes = (known ? axesOf[known.draft] : undefined) ?? usualAxes;
    const inputs = sources.map((source) => {
      const node = source === null ? undefined : places[source.draft];
      return source === null || node === undefined ? null : { node, output: source.output };
    });
    const { node, axes: outputAxes, at } = assembler.assemble(draft, axes);
    const { type, operation, source } = node;
    places[index] = nodes.length;
    axesOf[index] = outputAxes;
    nodes.push({
      id: draft.id,
      type,
      operation,
      inputs,
      source: placedSource(source, at),
      blocks: draft.blocks,
    });
  }
  return nodes;
}

/** An assembled layer, whose offsets count from there. */
interface PlacedLayer extends Assembled {
  readonly at: number;
}

class Assembler {
  readonly #defaults: ModelDefaults;
  readonly #problems: ProblemList;
  /** What the model decides about a layer, by the number of its input's spatial axes. */
  readonly #keys: string[] = [];
  readonly #common: string;

  constructor(defaults: ModelDefaults, problems: ProblemList) {
    this.#defaults = defaults;
    this.#problems = problems;
    this.#common = `${defaults.rounding} ${JSON.stringify(defaults.batch)}`;
  }

  assemble({ content }: Draft, inputAxes: number): PlacedLayer {
    switch (content.kind) {
      case 'input':
        return { node: content.node, axes: content.spatialAxes ?? usualAxes, at: 0 };
      case 'unknown': {
        const source = { span: spanOf(content.place), title: spanOf(content.title), fields: {} };
        return {
          node: { type: content.type, operation: content.custom ?? unreadable(), source },
          axes: inputAxes,
          at: 0,
        };
      }
      case 'layer': {
        const { item, at, written, named } = content;
        const { value, problems } = item.assembled(this.#key(inputAxes), (ofItem) =>
          assembleLayer(written, named, inputAxes, this.#defaults, item.text, ofItem),
        );
        if (problems.length > 0) this.#problems.from(at).addAll(problems);
        return { node: value.node, axes: value.axes, at };
      }
    }
  }

  #key(axes: number): string {
    return (this.#keys[axes] ??= `${this.#common} ${axes}`);
  }
}
