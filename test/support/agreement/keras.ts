import { analyze } from '../../../src/formats/analyze.ts';
import { kerasJson } from '../../../src/formats/keras-json/format.ts';
import type { Shape } from '../../../src/model/graph/shape.ts';
import { readOracle } from '../read-oracle.ts';
import { Comparison, type Agreement } from './agreement.ts';

/** One layer that Keras sized or refused. */
export interface GridCase {
  readonly layer: string;
  readonly input?: readonly (number | null)[];
  readonly inputs?: readonly (readonly (number | null)[])[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly out?: readonly (number | null)[];
  readonly error?: string;
}

export function kerasCases(): readonly GridCase[] {
  return (readOracle('keras-grid-seed1.json.gz') as { readonly cases: readonly GridCase[] }).cases;
}

/** The model.json of one layer behind its inputs, as Keras 3 or as Keras 2 writes it. */
function modelJson(
  { layer, input, inputs = input === undefined ? [] : [input], kwargs = {} }: GridCase,
  keras: 2 | 3,
): string {
  const names = inputs.map((_, index) => `in${index}`);
  const shapeKey = keras === 3 ? 'batch_shape' : 'batch_input_shape';
  const inputLayers = inputs.map((shape, index) => ({
    class_name: 'InputLayer',
    config: { [shapeKey]: shape, dtype: 'float32', name: names[index] },
    name: names[index],
    inbound_nodes: [],
  }));
  const tensors = inputs.map((shape, index) => ({
    class_name: '__keras_tensor__',
    config: { shape, dtype: 'float32', keras_history: [names[index], 0, 0] },
  }));
  const node =
    keras === 3
      ? { args: inputs.length > 1 ? [tensors] : tensors, kwargs: {} }
      : names.map((name) => [name, 0, 0, {}]);
  return JSON.stringify({
    class_name: 'Functional',
    config: {
      name: 'model',
      layers: [
        ...inputLayers,
        { class_name: layer, config: { name: 'tested', ...kwargs }, name: 'tested', inbound_nodes: [node] },
      ],
      input_layers: names.map((name) => [name, 0, 0]),
      output_layers: [['tested', 0, 0]],
    },
    keras_version: keras === 3 ? '3.15.1' : '2.15.0',
  });
}

function withBatch(shape: Shape | undefined): Shape {
  return shape === undefined || shape === null ? null : [null, ...shape.slice(1)];
}

function answerOf(text: string): {
  readonly out: Shape;
  readonly errors: number;
  readonly problems: readonly string[];
} {
  const { models, problems } = analyze({ path: 'model.json', text }, [kerasJson], {
    inputs: [],
    readFile: () => null,
  });
  const all = [...problems, ...(models[0]?.problems ?? [])];
  const layer = models[0]?.layers.at(-1);
  const shape = withBatch(layer?.outputShapes[0]);
  const isSpatial =
    layer !== undefined && 'layout' in layer.operation && layer.operation.layout === 'channels-last';
  const keepsChannelsFirst = isSpatial && (shape?.length ?? 0) > 2;
  const [batch, channels, ...sizes] = shape ?? [];
  return {
    out: keepsChannelsFirst && shape !== null ? [batch ?? null, ...sizes, channels ?? null] : shape,
    errors: all.filter(({ severity }) => severity === 'error').length,
    problems: all.map(({ message }) => message),
  };
}

/** The shape that comes out, or that there is a problem, of one layer in a model.json of that Keras. */
export function compareKerasCase(one: GridCase, keras: 2 | 3): Agreement {
  const { out, errors, problems } = answerOf(modelJson(one, keras));
  const comparison = new Comparison();
  if (one.out === undefined) comparison.equal('refused', errors > 0, true);
  else
    comparison.equal('output', { out, errors: errors === 0 ? [] : problems }, { out: one.out, errors: [] });
  return comparison.result(titleOf(one));
}

export function titleOf({ layer, input, inputs, kwargs }: GridCase): string {
  return `${layer} ${JSON.stringify(inputs ?? input)} ${JSON.stringify(kwargs)}`;
}
