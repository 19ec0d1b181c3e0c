/** Every name that a Darknet section may have, with the name it is shown by; darknet compares them exactly. */
const names: Readonly<Record<string, string>> = {
  net: 'net',
  network: 'net',
  conv: 'convolutional',
  convolutional: 'convolutional',
  deconv: 'deconvolutional',
  deconvolutional: 'deconvolutional',
  local: 'local',
  conn: 'connected',
  connected: 'connected',
  max: 'maxpool',
  maxpool: 'maxpool',
  local_avg: 'local_avgpool',
  local_avgpool: 'local_avgpool',
  avg: 'avgpool',
  avgpool: 'avgpool',
  upsample: 'upsample',
  reorg: 'reorg',
  reorg3d: 'reorg3d',
  route: 'route',
  shortcut: 'shortcut',
  scale_channels: 'scale_channels',
  sam: 'sam',
  activation: 'activation',
  dropout: 'dropout',
  lrn: 'normalization',
  normalization: 'normalization',
  batchnorm: 'batchnorm',
  l2norm: 'l2norm',
  logistic: 'logistic',
  soft: 'softmax',
  softmax: 'softmax',
  cost: 'cost',
  contrastive: 'contrastive',
  crop: 'crop',
  rnn: 'rnn',
  gru: 'gru',
  lstm: 'lstm',
  crnn: 'crnn',
  conv_lstm: 'conv_lstm',
  history: 'history',
  implicit: 'implicit',
  empty: 'empty',
  silence: 'silence',
  detection: 'detection',
  region: 'region',
  yolo: 'yolo',
  Gaussian_yolo: 'Gaussian_yolo',
  iseg: 'iseg',
};

const byName: ReadonlyMap<string, string> = new Map(Object.entries(names));

/** The long name of `conv`, `max`, `lrn` and so on; null for a name that no Darknet knows. */
export function layerType(name: string): string | null {
  return byName.get(name) ?? null;
}

/** Names to suggest for one that is not known. */
export const layerNames: readonly string[] = [...byName.keys()];
