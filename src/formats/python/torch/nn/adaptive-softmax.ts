import { native, type Bound } from '../../interpreter/native.ts';
import { PyInstance, PyTuple, type PyClass, type Value } from '../../interpreter/values.ts';
import { ownAttribute } from '../../interpreter/attributes.ts';
import { namedTupleClass } from '../../library/collections.ts';
import { shapeText } from '../../../../model/problems/number-text.ts';
import { layerClass, type LayerState } from '../declare.ts';
import { asTensor, emitShape } from '../emit.ts';
import { refuse } from '../refusals.ts';
import { allKnown, listed, shapeOf, toNumber } from '../tensors.ts';
import { containers } from './containers.ts';
import { linearLayers } from './linear.ts';
import { said } from '../../../../model/text/text.ts';

const { Linear = null } = linearLayers;
const { ModuleList = null, Sequential = null } = containers;

const result = namedTupleClass('_ASMoutput', ['output', 'loss']);

/** Frequent classes and one number for each cluster of rarer ones in the head, and the clusters with narrower inputs. */
function parts(args: Bound): LayerState {
  const { vm } = args;
  const width = toNumber(args.value('in_features'));
  const classes = toNumber(args.value('n_classes'));
  const divisor = toNumber(args.value('div_value'));
  const cutoffs = allKnown((listed(args.value('cutoffs')) ?? []).map(toNumber));
  const [first] = cutoffs ?? [];
  if (width === null || classes === null || divisor === null || !cutoffs || first === undefined) return {};
  if (cutoffs.some((each, place) => each <= (cutoffs[place - 1] ?? 0) || each > classes - 1))
    refuse(args, 'invalid-value', said('cutoffs must grow, from 1 on and below the {0} classes.', classes));
  const ends = [...cutoffs, classes];
  const make = (inside: number, outside: number, bias: boolean): Value =>
    vm.call(Linear, [inside, outside], new Map([['bias', bias]]));
  const tail = cutoffs.map((start, place) => {
    const inner = Math.floor(width / divisor ** (place + 1));
    return vm.call(Sequential, [
      make(width, inner, false),
      make(inner, (ends[place + 1] ?? start) - start, false),
    ]);
  });
  return {
    attributes: { cutoffs: new PyTuple(ends) },
    modules: {
      head: make(width, first + cutoffs.length, args.value('head_bias') === true),
      tail: vm.call(ModuleList, [new PyTuple(tail)]),
    },
  };
}

/** A part of the layer, called where the layer is. */
function run(args: Bound, part: Value, input: Value): Value {
  return args.vm.call(part, [input], undefined, args.site);
}

function partOf(args: Bound, name: string): Value {
  const self = args.value('self');
  return self instanceof PyInstance ? (ownAttribute(self, name) ?? null) : null;
}

/** A class for each sample, or one for a sample alone. */
function checkTarget(args: Bound): void {
  const [input, target] = [shapeOf(args.value('input')), shapeOf(args.value('target'))];
  if (!input || !target) return;
  const [samples, classes] = [input[0], target[0]];
  if (target.length > 1 || input.length !== target.length + 1)
    refuse(
      args,
      'rank-mismatch',
      said(
        'The layer takes samples of [N, features] and N classes: these are {0} and {1}.',
        shapeText(input),
        shapeText(target),
      ),
    );
  else if (
    typeof samples === 'number' &&
    typeof classes === 'number' &&
    target.length === 1 &&
    samples !== classes
  )
    refuse(args, 'join-mismatch', said('There are {0} classes for {1} samples.', classes, samples));
}

/** torch/nn/modules/adaptive.py. Which clusters a forward pass asks depends on the classes: the head is always asked. */
export const adaptiveSoftmax: PyClass = layerClass('AdaptiveLogSoftmaxWithLoss', {
  placed: true,
  signature: 'in_features, n_classes, cutoffs, div_value=4.0, head_bias=False',
  state: parts,
  inputs: 'input, target',
  forward: ({ args }) => {
    checkTarget(args);
    const head = asTensor(run(args, partOf(args, 'head'), args.value('input')));
    const output = emitShape(args, 'adaptive_log_softmax', head.shape?.slice(0, -1) ?? null, [head]);
    return new PyTuple([output, emitShape(args, 'mean', [], [output])], result);
  },
  members: {
    log_prob: native('log_prob', 'self, input', (args) => {
      const head = asTensor(run(args, partOf(args, 'head'), args.value('input')));
      const tails = args.vm.items(partOf(args, 'tail'));
      const clusters = Array.isArray(tails)
        ? tails.map((tail: Value) => asTensor(run(args, tail, args.value('input'))))
        : [];
      const classes = toNumber(partOf(args, 'n_classes'));
      const shape = head.shape && [...head.shape.slice(0, -1), classes];
      return emitShape(args, 'adaptive_log_softmax', shape, [head, ...clusters]);
    }),
    predict: native('predict', 'self, input', (args) => {
      const head = asTensor(run(args, partOf(args, 'head'), args.value('input')));
      return emitShape(args, 'argmax', head.shape?.slice(0, -1) ?? null, [head], { dtype: 'int' });
    }),
  },
});
