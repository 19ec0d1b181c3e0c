import { namespace } from '../../interpreter/namespace.ts';
import { native } from '../../interpreter/native.ts';
import { PyTuple, type Value } from '../../interpreter/values.ts';
import { bufferType, parameterType } from '../parameter.ts';
import { adaptiveSoftmax } from './adaptive-softmax.ts';
import { bases } from './bases.ts';
import { containers } from './containers.ts';
import { attentionLayers } from './attention.ts';
import { convolutionLayers } from './convolution.ts';
import { elementwiseLayers } from './elementwise.ts';
import { embeddingLayers } from './embedding.ts';
import { linearLayers } from './linear.ts';
import { lossLayers } from './loss.ts';
import { normalizationLayers } from './normalization.ts';
import { paddingLayers } from './padding.ts';
import { poolingLayers } from './pooling.ts';
import { recurrentLayers } from './recurrent.ts';
import { reshapingLayers } from './reshaping.ts';
import { resizeLayers } from './resize.ts';
import { transformerLayers } from './transformer.ts';

/** All that `torch.nn` builds models of. */
export const layers: Readonly<Record<string, Value>> = {
  ...containers,
  ...convolutionLayers,
  ...poolingLayers,
  ...paddingLayers,
  ...elementwiseLayers,
  ...normalizationLayers,
  ...linearLayers,
  ...embeddingLayers,
  ...recurrentLayers,
  ...attentionLayers,
  ...transformerLayers,
  ...resizeLayers,
  ...reshapingLayers,
  ...lossLayers,
  RNNBase: bases.RNNBase,
  RNNCellBase: bases.RNNCellBase,
  AdaptiveLogSoftmaxWithLoss: adaptiveSoftmax,
  Parameter: parameterType,
  Buffer: bufferType,
};

/** `_pair(x)` and the like: x for every axis. */
function repeater(count: number): Value {
  return native('parse', 'x', (args) => {
    const value = args.value('x');
    if (typeof value === 'object' && (value?.kind === 'tuple' || value?.kind === 'list'))
      return new PyTuple(value.items);
    return new PyTuple(Array.from({ length: count }, () => value));
  });
}

const ntuples = {
  _single: repeater(1),
  _pair: repeater(2),
  _triple: repeater(3),
  _quadruple: repeater(4),
  _ntuple: native('_ntuple', 'n, name="parse"', (args) => repeater(args.int('n') ?? 1)),
};

/** The files of torch.nn.modules. */
const files = [
  'activation', 'adaptive', 'batchnorm', 'channelshuffle', 'container', 'conv', 'distance', 'dropout', 'embedding', 'flatten', 'fold', 'instancenorm',
  'lazy', 'linear', 'loss', 'module', 'normalization', 'padding', 'pixelshuffle', 'pooling', 'rnn', 'transformer', 'upsampling',
]; // prettier-ignore

const members: Readonly<Record<string, Value>> = {
  ...layers,
  ...bases,
  utils: namespace('torch.nn.modules.utils', ntuples),
};

/** `torch.nn.modules`: every layer is reachable by the name of any file. */
export const modules = namespace('torch.nn.modules', {
  ...Object.fromEntries(files.map((name) => [name, namespace(`torch.nn.modules.${name}`, members)] as const)),
  ...members,
});
