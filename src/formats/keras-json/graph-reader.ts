import type { GraphNode, TensorRef } from '../../model/graph/graph.ts';
import type { Operation } from '../../model/graph/operation.ts';
import type { Dim, Layout, Shape } from '../../model/graph/shape.ts';
import { customLayer, customOutputs } from '../../model/rules/custom-layer.ts';
import { closestWord } from '../../util/closest.ts';
import type { FormatContext } from '../format.ts';
import { topologicalOrder } from '../graph/topological-order.ts';
import { chosenInput } from '../input-choice.ts';
import type { ProblemList } from '../problem-list.ts';
import type { Tree } from '../tree/tree.ts';
import { LayerConfig, readShape, spanOf } from './config.ts';
import { layerTree, type LayerTree } from './layer-tree.ts';
import type { RuleContext } from './layers/layer-rule.ts';
import { operationOf } from './layers/rules.ts';
import { referencesIn, type KerasReference } from './references.ts';
import { said } from '../../model/text/text.ts';

type Tensor = TensorRef | null;

/** Layers that nested models may come to when they are used again and again. */
const maximumNodes = 50_000;

/** One call of a layer in a functional model. */
interface Call {
  readonly layer: LayerTree;
  readonly index: number;
  readonly references: readonly KerasReference[];
}

/** Turns a model and the models nested in it into nodes. */
export class KerasGraphReader {
  readonly nodes: GraphNode[] = [];
  readonly #context: Pick<FormatContext, 'inputs' | 'rules'>;
  readonly #layout: Layout;
  readonly #problems: ProblemList;
  readonly #ids = new Set<string>();
  /** The node of each layer's first call, whose parameters its other calls share. */
  readonly #firstCalls = new Map<Tree, number>();
  #inputs = 0;
  /** Whether an input has other sizes than the file says: then shapes that the file declares hold no longer. */
  #isChosen = false;

  /** `layout`: that of the model's inputs. */
  constructor(context: Pick<FormatContext, 'inputs' | 'rules'>, layout: Layout, problems: ProblemList) {
    this.#context = context;
    this.#layout = layout;
    this.#problems = problems;
  }

  /** Adds a model's layers, fed by `given` or by inputs of its own; returns its outputs. */
  read(model: LayerTree, given: readonly Tensor[] | null, blocks: readonly string[] = []): readonly Tensor[] {
    const layers = (model.layers ?? []).flatMap((tree, place) => {
      const layer = layerTree(tree, place);
      if (layer === null && tree.kind !== 'broken') {
        this.#problems.report(
          'invalid-value',
          tree,
          'A layer with `class_name` and `config` is expected here.',
        );
      }
      return layer === null ? [] : [layer];
    });
    if (model.className === 'Sequential') return this.#readChain(model, layers, given, blocks);
    return this.#readFunctional(model, layers, given, blocks);
  }

  #readChain(
    model: LayerTree,
    layers: readonly LayerTree[],
    given: readonly Tensor[] | null,
    blocks: readonly string[],
  ): readonly Tensor[] {
    const first = layers[0];
    if (first === undefined) return given ?? [];
    let tensors = given ?? [this.#chainInput(model, first, blocks)];
    for (const layer of layers) {
      if (layer.className === 'InputLayer') continue;
      tensors = this.#call(
        layer,
        0,
        tensors,
        { declaredInput: null, declaredOutput: null, keywords: tensors.map(() => null) },
        blocks,
      );
    }
    return tensors;
  }

  /** The input of a chain: its InputLayer, its first layer's `batch_input_shape`, or the shape it was built with. */
  #chainInput(model: LayerTree, first: LayerTree, blocks: readonly string[]): Tensor {
    const own = inputShape(first);
    if (own !== null)
      return this.#input(first.className === 'InputLayer' ? first.name : 'input', first, own, blocks);
    const inner = first.layers?.[0] === undefined ? null : layerTree(first.layers[0], 0);
    const nested = inner === null ? null : inputShape(inner);
    if (inner !== null && nested !== null) return this.#input('input', inner, nested, blocks);
    const built = new LayerConfig(model.config, this.#problems).value('build_input_shape');
    const shape = readInputShape(built);
    return this.#input(
      'input',
      model,
      { shape: shape.shape, tree: shape.shape === null ? model.title : shape.tree },
      blocks,
    );
  }

  #readFunctional(
    model: LayerTree,
    layers: readonly LayerTree[],
    given: readonly Tensor[] | null,
    blocks: readonly string[],
  ): readonly Tensor[] {
    const config = new LayerConfig(model.config, this.#problems);
    const inputNames = referencesIn(config.value('input_layers')).map(({ layer }) => layer);
    const calls = layers.flatMap((layer): readonly Call[] =>
      layer.inboundNodes.length === 0
        ? [{ layer, index: 0, references: [] }]
        : layer.inboundNodes.map((node, index) => ({ layer, index, references: referencesIn(node) })),
    );
    const outputs = referencesIn(config.value('output_layers'));
    const places = callPlaces(calls, [...calls.flatMap(({ references }) => references), ...outputs]);
    const links = calls.map(({ references }) =>
      references.map((reference) => this.#placeOf(reference, places)),
    );
    const { order } = topologicalOrder(
      calls.length,
      (place) => links[place] ?? [],
      ({ element, input }) => {
        const reference = calls[element]?.references[input];
        if (reference !== undefined)
          this.#problems.report(
            'cycle',
            reference.place,
            said('`{0}` waits for its own output.', reference.layer),
          );
        links[element]?.splice(input, 1, null);
      },
    );
    const declared = declaredShapes([...calls.flatMap(({ references }) => references), ...outputs]);
    const results: (readonly Tensor[])[] = [];
    for (const place of order) {
      const call = calls[place];
      if (call === undefined) continue;
      const tensors = call.references.map(({ output }, input): Tensor => {
        const source = links[place]?.[input] ?? null;
        return source === null ? null : (results[source]?.[output] ?? null);
      });
      results[place] =
        call.layer.className === 'InputLayer' && call.references.length === 0
          ? [this.#functionalInput(call.layer, inputNames, given, blocks)]
          : this.#call(
              call.layer,
              call.index,
              tensors,
              {
                declaredInput: call.references[0]?.shape ?? null,
                declaredOutput: declared.get(callKey(call.layer.name, call.index)) ?? null,
                keywords: call.references.map(({ keyword }) => keyword),
              },
              blocks,
            );
    }
    return outputs.map(({ output, ...reference }) => {
      const place = this.#placeOf({ output, ...reference }, places);
      return place === null ? null : (results[place]?.[output] ?? null);
    });
  }

  #functionalInput(
    layer: LayerTree,
    names: readonly string[],
    given: readonly Tensor[] | null,
    blocks: readonly string[],
  ): Tensor {
    if (given !== null) return given[Math.max(0, names.indexOf(layer.name))] ?? null;
    return this.#input(layer.name, layer, inputShape(layer) ?? { shape: null, tree: layer.title }, blocks);
  }

  #call(
    layer: LayerTree,
    index: number,
    inputs: readonly Tensor[],
    declared: RuleContext,
    blocks: readonly string[],
  ): readonly Tensor[] {
    if (this.nodes.length >= maximumNodes) {
      const limit = maximumNodes.toLocaleString('en');
      this.#problems.report(
        'too-large',
        layer.title,
        said('This model has more than {0} layers; the rest is not read.', limit),
      );
      return [null];
    }
    const own = index === 0 ? layer.name : `${layer.name}:${index}`;
    if (layer.layers !== null) return this.read(layer, inputs, [...blocks, own]);
    const config = new LayerConfig(layer.config, this.#problems);
    const known = this.#isChosen ? withoutSizes(declared) : declared;
    const operation = this.#operationOf(layer, config, known);
    const node = this.nodes.length;
    const first = this.#firstCalls.get(layer.tree);
    if (first === undefined) this.#firstCalls.set(layer.tree, node);
    this.nodes.push({
      id: this.#id([...blocks, own]),
      type: layer.className,
      operation,
      inputs,
      ...(first === undefined ? {} : { sharesParametersOf: first }),
      blocks,
      source: {
        span: spanOf(layer.tree),
        title: spanOf(layer.title),
        fields: { ...config.fields, type: { span: spanOf(layer.title) } },
      },
    });
    return Array.from({ length: outputsOf(operation) }, (_, output) => ({ node, output }));
  }

  #operationOf(layer: LayerTree, config: LayerConfig, declared: RuleContext): Operation {
    const operation = layer.isFunction
      ? ({ kind: 'unknown', outputs: 1, declared: declared.declaredOutput } as const)
      : operationOf(layer.className, config, declared);
    if (operation.kind !== 'unknown') return operation;
    return customLayer(layer.className, this.#context.rules, () => config.all(), this.#layout) ?? operation;
  }

  #input(
    name: string,
    layer: LayerTree,
    { shape, tree }: { readonly shape: Shape; readonly tree: Tree },
    blocks: readonly string[],
  ): Tensor {
    const { shape: chosen, origin } = chosenInput(
      shape,
      this.#context.inputs,
      name,
      this.#inputs++,
      this.#layout,
    );
    this.#isChosen ||= shape?.some((dim, place) => dim !== null && dim !== chosen?.[place]) ?? false;
    const node = this.nodes.length;
    this.nodes.push({
      id: this.#id([...blocks, name]),
      type: 'InputLayer',
      operation: { kind: 'input', shape: chosen, origin: origin ?? 'file' },
      inputs: [],
      blocks,
      source: {
        span: spanOf(layer.tree),
        title: spanOf(layer.title),
        fields: { input: { span: spanOf(tree) } },
      },
    });
    return { node, output: 0 };
  }

  #id(parts: readonly string[]): string {
    const id = parts.join('/');
    let candidate = id;
    for (let count = 2; this.#ids.has(candidate); count++) candidate = `${id}#${count}`;
    this.#ids.add(candidate);
    return candidate;
  }

  #placeOf(reference: KerasReference, places: CallPlaces): number | null {
    const place = places.of(reference);
    if (place !== null) return place;
    const closest = closestWord(reference.layer, places.names);
    const lack = said('There is no layer `{0}` with a call {1}.', reference.layer, reference.call);
    const message = closest === null ? lack : said('{0} Did you mean `{1}`?', lack, closest);
    this.#problems.report('unknown-reference', reference.place, message);
    return null;
  }
}

interface CallPlaces {
  readonly names: Iterable<string>;
  of(reference: KerasReference): number | null;
}

/**
 * Where each call stands in the list. A nested functional model counts its own construction as call 0 (keras:
 * keras/src/models/functional.py, get_config), so its first use may be call 1.
 */
function callPlaces(calls: readonly Call[], references: readonly KerasReference[]): CallPlaces {
  const byName = new Map<string, number[]>();
  for (const [place, { layer }] of calls.entries()) {
    const places = byName.get(layer.name);
    if (places === undefined) byName.set(layer.name, [place]);
    else places.push(place);
  }
  const startsAtOne = new Set(
    references.filter(({ layer, call }) => call === byName.get(layer)?.length).map(({ layer }) => layer),
  );
  return {
    names: byName.keys(),
    of({ layer, call }) {
      const places = byName.get(layer);
      const isModel = places?.[0] !== undefined && calls[places[0]]?.layer.layers !== null;
      return places?.[isModel && startsAtOne.has(layer) ? call - 1 : call] ?? null;
    },
  };
}

/** Shapes that the file declares, of which only the number of dimensions is still sure. */
function withoutSizes({ declaredInput, declaredOutput, keywords }: RuleContext): RuleContext {
  const open = (shape: Shape): Shape => shape?.map(() => null) ?? null;
  return { declaredInput: open(declaredInput), declaredOutput: open(declaredOutput), keywords };
}

function callKey(layer: string, call: number): string {
  return `${layer}\n${call}`;
}

/** Shapes of first outputs that the file gives where they are used. */
function declaredShapes(references: readonly KerasReference[]): ReadonlyMap<string, Shape> {
  return new Map(
    references
      .filter(({ output, shape }) => output === 0 && shape !== null)
      .map(({ layer, call, shape }) => [callKey(layer, call), shape]),
  );
}

/** The shape of an input layer, or the input shape that a first layer declares; null where there is none. */
function inputShape(layer: LayerTree): { readonly shape: readonly Dim[]; readonly tree: Tree } | null {
  if (layer.config?.kind !== 'mapping') return null;
  for (const key of ['batch_shape', 'batch_input_shape']) {
    const tree = layer.config.entries.findLast((entry) => entry.key.value === key)?.value;
    const { shape } = readInputShape(tree);
    if (tree !== undefined && shape !== null) return { shape, tree };
  }
  return null;
}

function readInputShape(tree: Tree | undefined): {
  readonly shape: readonly Dim[] | null;
  readonly tree: Tree;
} {
  const nothing: Tree = { kind: 'scalar', start: 0, end: 0, value: null, plain: true };
  return { shape: readShape(tree), tree: tree ?? nothing };
}

function outputsOf(operation: Operation): number {
  if (operation.kind === 'custom') return customOutputs(operation);
  if (operation.kind === 'derived') return 1 + (operation.more?.length ?? 0);
  return operation.kind === 'unknown' ? operation.outputs : 1;
}
