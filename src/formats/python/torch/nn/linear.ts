import { shapeText } from '../../../../model/problems/number-text.ts';
import { shapesDiffer } from '../../../../model/shapes/dims.ts';
import type { Bound } from '../../interpreter/native.ts';
import type { PyClass, Value } from '../../interpreter/values.ts';
import { layerClass, type FunctionTable, type Layer } from '../declare.ts';
import { emit, emitShape, tensorOf } from '../emit.ts';
import { product } from '../ops/linear-algebra.ts';
import { refuse, refuseNumber, takesRank } from '../refusals.ts';
import { wholeCount } from '../whole-count.ts';
import { constant, shapeOf, toNumber } from '../tensors.ts';
import { said, type Text } from '../../../../model/text/text.ts';

function whole(dim: unknown): number | null {
  return typeof dim === 'number' ? dim : null;
}

function multiply(args: Bound, inFeatures: number | null, outFeatures: number | null, bias: boolean): Value {
  return emit(args, 'linear', { kind: 'linear', inFeatures, outFeatures, bias, flattens: false }, [
    tensorOf(args, 'input'),
  ]);
}

/** Code may have replaced the weight: its shape is what PyTorch reads. */
function forward(layer: Layer): Value {
  materialize(layer);
  const weight = layer.shapeOf('weight');
  const [out, into] = weight?.length === 2 ? weight : [layer.get('out_features'), layer.get('in_features')];
  const inFeatures = whole(into) ?? toNumber(layer.get('in_features'));
  const outFeatures = whole(out) ?? toNumber(layer.get('out_features'));
  return multiply(layer.args, inFeatures, outFeatures, layer.get('bias') !== null);
}

function materialize(layer: Layer): void {
  const features = shapeOf(layer.args.value('input'))?.at(-1);
  if (layer.get('in_features') !== null || typeof features !== 'number') return;
  layer.args.vm.journal.touch(layer.instance);
  layer.instance.attributes.set('in_features', features);
  const weight = constant([toNumber(layer.get('out_features')), features], 'float');
  weight.role = 'parameter';
  layer.instance.attributes.set('weight', weight);
}

function linear(name: string, lazy: boolean): PyClass {
  return layerClass(name, {
    placed: true,
    signature: lazy ? 'out_features, bias=True' : 'in_features, out_features, bias=True',
    state: (args) => {
      const out = wholeCount(args, 'out_features');
      return {
        attributes: lazy ? { in_features: null } : {},
        parameters: {
          weight: [out, lazy ? null : wholeCount(args, 'in_features')],
          bias: args.value('bias') === false ? 'none' : [out],
        },
      };
    },
    forward,
  });
}

/** Each of the two inputs has the features that the layer was built for. */
function checkFactor(layer: Layer, number: number): void {
  const name = `in${number}_features`;
  const wrong = wrongFactor(layer.args, number, toNumber(layer.get(name)));
  if (wrong)
    refuseNumber(layer.instance, layer.args, name, 'features-mismatch', wrong.message, wrong.features);
}

function wrongFactor(
  args: Bound,
  number: number,
  declared: number | null,
): { readonly message: Text; readonly features: number } | null {
  const shape = shapeOf(args.value(`input${number}`));
  const features = shape?.at(-1);
  if (declared === null || typeof features !== 'number' || declared === features) return null;
  const message = said(
    'Input {0} has {1} features in {2}: the layer takes {3}.',
    number,
    features,
    shapeText(shape),
    declared,
  );
  return { message, features };
}

/** aten/src/ATen/native/Linear.cpp, bilinear: all but the features are those of both inputs. */
function checkRows(args: Bound): void {
  const [first, second] = ['input1', 'input2'].map((name) => shapeOf(args.value(name))?.slice(0, -1));
  if (first && second && shapesDiffer(first, second))
    refuse(
      args,
      'join-mismatch',
      said(
        'The inputs of bilinear differ before their features: {0} and {1}.',
        shapeText(first),
        shapeText(second),
      ),
    );
}

const bilinear = layerClass('Bilinear', {
  placed: true,
  signature: 'in1_features, in2_features, out_features, bias=True',
  state: (args) => {
    const [first, second, out] = ['in1_features', 'in2_features', 'out_features'].map((name) =>
      wholeCount(args, name),
    );
    return {
      parameters: {
        weight: [out ?? null, first ?? null, second ?? null],
        bias: args.value('bias') === false ? 'none' : [out ?? null],
      },
    };
  },
  inputs: 'input1, input2',
  forward: (layer) => {
    for (const number of [1, 2]) checkFactor(layer, number);
    checkRows(layer.args);
    const shape = shapeOf(layer.args.value('input1'));
    const output = shape ? [...shape.slice(0, -1), toNumber(layer.get('out_features'))] : null;
    return emitShape(
      layer.args,
      'bilinear',
      output,
      [tensorOf(layer.args, 'input1'), tensorOf(layer.args, 'input2')],
      { macs: null, params: null },
    );
  },
});

export const linearLayers: Readonly<Record<string, PyClass>> = {
  Linear: linear('Linear', false),
  LazyLinear: linear('LazyLinear', true),
  NonDynamicallyQuantizableLinear: linear('NonDynamicallyQuantizableLinear', false),
  Bilinear: bilinear,
};

export const linearFunctions: FunctionTable = {
  bilinear: [
    'input1, input2, weight, bias=None',
    (args) => {
      const [shape, weight] = [shapeOf(args.value('input1')), shapeOf(args.value('weight'))];
      checkRows(args);
      for (const number of [1, 2]) {
        const wrong = wrongFactor(args, number, whole(weight?.[number]));
        if (wrong) refuse(args, 'features-mismatch', wrong.message);
      }
      const output = shape && weight ? [...shape.slice(0, -1), weight[0] ?? null] : null;
      const inputs = ['input1', 'input2'].map((name) => tensorOf(args, name));
      return emitShape(args, 'bilinear', output, inputs, { macs: null });
    },
  ],
  linear: [
    'input, weight, bias=None',
    (args) => {
      const weight = shapeOf(args.value('weight'));
      const [bias] = shapeOf(args.value('bias')) ?? [];
      takesRank(args, said('The weight of {0}', 'linear'), weight, [1, 2]);
      const input = shapeOf(args.value('input'));
      if (input?.length === 0) refuse(args, 'rank-mismatch', 'linear takes vectors, not a single number.');
      if (weight?.length === 1) return product(args, 'linear', args.value('input'), args.value('weight'));
      const out = whole(weight?.[0]);
      if (out !== null && typeof bias === 'number' && bias !== out && bias !== 1)
        refuse(args, 'features-mismatch', said('The bias has {0} numbers for {1} features.', bias, out));
      return multiply(args, whole(weight?.[1]), whole(weight?.[0]), args.value('bias') !== null);
    },
  ],
};
