import { libraryClass } from '../../interpreter/native.ts';
import type { PyClass } from '../../interpreter/values.ts';
import { moduleType } from '../module.ts';

const base = (name: string, parent: PyClass = moduleType): PyClass => libraryClass(name, [parent]);

const normBase = base('_NormBase');
const convBase = base('_ConvNd');

/** What layers of a kind have in common: models ask whether a layer is one of these (torch/nn/modules). */
export const bases = {
  _ConvNd: convBase,
  _ConvTransposeNd: base('_ConvTransposeNd', convBase),
  _NormBase: normBase,
  _BatchNorm: base('_BatchNorm', normBase),
  _InstanceNorm: base('_InstanceNorm', normBase),
  _MaxPoolNd: base('_MaxPoolNd'),
  _AvgPoolNd: base('_AvgPoolNd'),
  _AdaptiveAvgPoolNd: base('_AdaptiveAvgPoolNd'),
  _AdaptiveMaxPoolNd: base('_AdaptiveMaxPoolNd'),
  _DropoutNd: base('_DropoutNd'),
  _Loss: base('_Loss'),
  RNNBase: base('RNNBase'),
  RNNCellBase: base('RNNCellBase'),
} as const;
