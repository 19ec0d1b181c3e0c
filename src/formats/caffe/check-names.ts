import { closestWord } from '../../util/closest.ts';
import type { MessageReader } from './message-reader.ts';
import { shortened } from '../../util/shortened.ts';
import { said } from '../../model/text/text.ts';

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

/** Parameters of the other layers: real names, so that none of them is taken for a mistyped one of those above. */
const otherParameters =
  'accuracy argmax batch_norm bias clip contrastive_loss data dropout dummy_data elu embed exp hdf5_data hdf5_output ' +
  'hinge_loss image_data infogain_loss input log loss lrn memory_data mvn norm parameter permute power prelu prior_box ' +
  'python recurrent reduction relu scale sigmoid softmax spp swish tanh threshold tile transform window_data';

const suffix = '_param';

const layerFields: ReadonlySet<string> = new Set([
  ...fields.keys(),
  ...otherParameters.split(' ').map((name) => name + suffix),
  ...'name type bottom top phase param blobs include exclude loss_weight propagate_down blobs_lr weight_decay'.split(
    ' ',
  ),
]);

/** Reports a layer's names that are most likely another one, mistyped: Caffe refuses to read a file with such a name. */
export function checkLayerNames(layer: MessageReader): void {
  checkMessage(layer, layerFields);
  for (const [name, known] of fields) {
    if (layer.has(name)) checkMessage(layer.inner(name), known);
  }
}

function checkMessage(reader: MessageReader, known: ReadonlySet<string>): void {
  for (const { name, nameSpan } of reader.message.fields) {
    if (known.has(name) || name.length < 3) continue;
    const meant = closestName(name, known);
    if (meant === null || Math.abs(meant.length - name.length) > 1 || !meant.startsWith(name.charAt(0)))
      continue;
    const message = said('Caffe knows no field `{0}` here. Did you mean `{1}`?', shortened(name), meant);
    reader.problem('unknown-field', 'warning', message, nameSpan);
  }
}

/** Parameters of layers share their ending, which says nothing about how alike they are: forks have a `shift_param`. */
function closestName(name: string, known: ReadonlySet<string>): string | null {
  if (!name.endsWith(suffix)) return closestWord(name, known);
  const stems = [...known].filter((other) => other.endsWith(suffix)).map(stemOf);
  const meant = closestWord(stemOf(name), stems);
  return meant === null ? null : meant + suffix;
}

function stemOf(name: string): string {
  return name.slice(0, -suffix.length);
}
