/** Options that every layer may have, in one Darknet or another. */
const common =
  'clip onlyforward dont_update burnin_update stopbackward train_only_bn dontload dontloadscales learning_rate ' +
  'learning_rate_scale smooth stream wait_stream numload';

const byType: Readonly<Record<string, string>> = {
  net:
    'width height channels inputs batch subdivisions momentum decay angle saturation exposure hue learning_rate ' +
    'burn_in max_batches policy steps scales step scale gamma power max_crop min_crop flip aspect adam time_steps',
  convolutional:
    'filters size stride stride_x stride_y pad padding groups dilation activation batch_normalize antialiasing cbn',
  deconvolutional: 'filters size stride pad padding activation batch_normalize',
  local: 'filters size stride pad activation',
  connected: 'output activation batch_normalize',
  maxpool:
    'size stride stride_x stride_y padding maxpool_depth out_channels antialiasing maxpool_zero_nonmax',
  local_avgpool: 'size stride stride_x stride_y padding',
  upsample: 'stride scale',
  reorg: 'stride reverse flatten extra',
  reorg3d: 'stride reverse',
  route: 'layers groups group_id',
  shortcut: 'from activation weights_type weights_normalization alpha beta',
  scale_channels: 'from scale_wh activation',
  sam: 'from activation',
  crop: 'crop_height crop_width flip angle saturation exposure shift noadjust',
  rnn: 'output hidden activation batch_normalize logistic shortcut',
  gru: 'output batch_normalize tanh',
  lstm: 'output batch_normalize',
  implicit: 'filters atoms mean std',
  detection: 'classes coords num side rescore softmax sqrt jitter forced',
  region: 'anchors classes coords num softmax jitter rescore thresh absolute random',
  yolo: 'mask anchors classes num jitter ignore_thresh truth_thresh random max scale_x_y iou_loss nms_kind',
};

const keysByType: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(byType).map(([type, keys]) => [type, new Set(`${keys} ${common}`.split(' '))]),
);

/** The options of a layer type that matter here, by its long name; undefined where they are not listed. */
export function keysOf(type: string): ReadonlySet<string> | undefined {
  return keysByType.get(type);
}
