import { convolutional, deconvolutional, local } from './convolution.ts';
import {
  activation,
  batchnorm,
  connected,
  convLstm,
  convolutionalRecurrent,
  elementwise,
  flattened,
  localResponse,
  recurrent,
  softmax,
} from './dense.ts';
import { detection, gaussianYolo, iseg, region, yolo } from './head.ts';
import { implicit, route, sam, scaleChannels, shortcut } from './join.ts';
import type { LayerRule } from './layer.ts';
import { avgpool, localAvgpool, maxpool } from './pool.ts';
import { crop, history, reorg, upsample } from './resize.ts';

const rules: ReadonlyMap<string, LayerRule> = new Map<string, LayerRule>([
  ['convolutional', convolutional],
  ['deconvolutional', deconvolutional],
  ['local', local],
  ['connected', connected],
  ['maxpool', maxpool],
  ['local_avgpool', localAvgpool],
  ['avgpool', avgpool],
  ['upsample', upsample],
  ['reorg', reorg],
  ['reorg3d', reorg],
  ['route', route],
  ['shortcut', shortcut],
  ['scale_channels', scaleChannels],
  ['sam', sam],
  ['activation', activation],
  ['dropout', elementwise('dropout', 'dropout')],
  ['normalization', localResponse],
  ['batchnorm', batchnorm],
  ['l2norm', elementwise('identity', 'l2norm')],
  ['logistic', elementwise('activation', 'logistic')],
  ['softmax', softmax],
  ['cost', flattened],
  ['contrastive', flattened],
  ['crop', crop],
  ['rnn', recurrent],
  ['gru', recurrent],
  ['lstm', recurrent],
  ['crnn', convolutionalRecurrent],
  ['conv_lstm', convLstm],
  ['history', history],
  ['implicit', implicit],
  ['empty', elementwise('identity', 'empty')],
  ['silence', elementwise('identity', 'silence')],
  ['detection', detection],
  ['region', region],
  ['yolo', yolo],
  ['Gaussian_yolo', gaussianYolo],
  ['iseg', iseg],
]);

/** The rule of a layer type, by its long name. */
export function ruleOf(type: string): LayerRule | undefined {
  return rules.get(type);
}
