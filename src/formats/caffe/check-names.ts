import { closestWord } from '../../util/closest.ts';
import type { MessageReader } from './message-reader.ts';
import { shortened } from '../../util/shortened.ts';

/** Fields of the messages in which a misspelt name does harm (BVLC/caffe: src/caffe/proto/caffe.proto). */
const window =
  'num_output bias_term pad pad_h pad_w kernel_size kernel_h kernel_w stride stride_h stride_w group dilation ' +
  'weight_filler bias_filler engine axis force_nd_im2col';

const fields: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    convolution_param: window,
    pooling_param:
      'pool pad pad_h pad_w kernel_size kernel_h kernel_w stride stride_h stride_w engine global_pooling round_mode ceil_mode',
    inner_product_param: 'num_output bias_term weight_filler bias_filler axis transpose',
    concat_param: 'axis concat_dim',
    slice_param: 'axis slice_point slice_dim',
    eltwise_param: 'operation coeff stable_prod_grad',
    reshape_param: 'shape axis num_axes',
    flatten_param: 'axis end_axis',
    crop_param: 'axis offset',
  }).map(([message, names]) => [message, new Set(names.split(' '))]),
);

const layerFields: ReadonlySet<string> = new Set([
  ...fields.keys(),
  ...'name type bottom top phase param blobs include exclude loss_weight propagate_down blobs_lr weight_decay'.split(
    ' ',
  ),
]);

/** Reports names that are most likely another one, mistyped: Caffe refuses to read a file with such a name. */
export function checkNames(net: MessageReader): void {
  for (const layer of [...net.innerAll('layer'), ...net.innerAll('layers')]) {
    checkMessage(layer, layerFields);
    for (const [name, known] of fields) {
      if (layer.has(name)) checkMessage(layer.inner(name), known);
    }
  }
}

function checkMessage(reader: MessageReader, known: ReadonlySet<string>): void {
  for (const { name, nameSpan } of reader.message.fields) {
    if (known.has(name) || name.length < 3) continue;
    const meant = closestWord(name, known);
    if (meant === null || Math.abs(meant.length - name.length) > 1 || !meant.startsWith(name.charAt(0)))
      continue;
    const message = `Caffe knows no field \`${shortened(name)}\` here. Did you mean \`${meant}\`?`;
    reader.problem('unknown-field', 'warning', message, nameSpan);
  }
}
