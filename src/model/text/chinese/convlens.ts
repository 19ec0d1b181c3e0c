/** ConvLens' own format, and lists of layers in other programs' files. */
export const chineseConvlens = {
  'All lists of one level of `{0}` must be equally long: this one differs from the first.':
    '`{0}` 同一级的各列表必须等长：这一个与第一个不同。',
  '`{0}` has {1} values, but the layer has {2}.': '`{0}` 有 {1} 个值，而该层有 {2}。',
  '{0} For the four sides write [[top, bottom], [left, right]].': '{0}四边请写作 [[上, 下], [左, 右]]。',
  '`{0}` has {1} values, but the layer has {2}. Write one number for all or one for each.':
    '`{0}` 有 {1} 个值，而该层有 {2}。请为所有轴写一个数，或为每个轴写一个数。',
  'The sides of one axis are two numbers, [before, after], not {0}.':
    '一个轴的两边是两个数 [前, 后]，而不是 {0} 个。',
  '`{0}` has no side `{1}` here; it has {2}.': '此处 `{0}` 没有名为 `{1}` 的边，它有 {2}。',
  '`weight` has {0} levels of lists; it needs {1} for one kernel, or {2} for [output channel][input channel] and the kernel.':
    '`weight` 有 {0} 级列表；单个卷积核需要 {1} 级，[输出通道][输入通道] 加卷积核需要 {2} 级。',
  '`weight` is {0}, but `kernel_size` says {1}.': '`weight` 为 {0}，而 `kernel_size` 为 {1}。',
  '`weight` has {0} kernels, but `out_channels` says {1}.':
    '`weight` 有 {0} 个卷积核，而 `out_channels` 为 {1}。',
  'A layer is written `- relu` or `- conv: {kernel_size: 3}`; this is {0}.':
    '层写作 `- relu` 或 `- conv: {kernel_size: 3}`；这里是{0}。',
  'The fields of `{0}` are missing: this is {1}. {2}': '缺少 `{0}` 的字段：这里是{1}。{2}',
  'A space is missing behind the colon of `{0}`.': '`{0}` 的冒号后缺少空格。',
  '`{0}` has no `{1}`. {2}': '`{0}` 没有 `{1}`。{2}',
  'An input has no `{0}`. {1}': '输入没有 `{0}`。{1}',
  'A block has no `{0}`. {1}': '块没有 `{0}`。{1}',
  'A model has no `{0}`. {1}': '模型没有 `{0}`。{1}',
  'This goes in a circle: {0}. Take the input from elsewhere.': '这里形成了环：{0}。请从别处取输入。',
  'There is no layer called `{0}`. {1}': '没有名为 `{0}` 的层。{1}',
  'Give that layer a `name`.': '请给那一层一个 `name`。',
  'A block needs `layers`.': '块需要 `layers`。',
  '`layers` must be a list, not {0}.': '`layers` 必须是列表，而不是{0}。',
  '`from` must name at least one layer.': '`from` 至少要写一个层的名称。',
  '`from` takes names of layers, not {0}. Give the layer a `name`.':
    '`from` 接受层的名称，而不是{0}。请给该层一个 `name`。',
  '`{0}` needs the names of the layers that it joins: `from: [a, b]`.':
    '`{0}` 需要它所汇合的各层的名称：`from: [a, b]`。',
  'Repeated blocks add more than {0} layers. Repeat fewer times.':
    '重复的块加入了超过 {0} 层。请减少重复次数。',
  '`name` must be a word, not {0}.': '`name` 必须是一个词，而不是{0}。',
  'Another layer is already called `{0}`. Choose another name.': '已有另一层名为 `{0}`。请换一个名称。',
  'There is no layer `{0}`. {1}': '没有层 `{0}`。{1}',
  '`input` must be sizes, such as [3, 224, 224], not {0}.':
    '`input` 必须是尺寸，例如 [3, 224, 224]，而不是{0}。',
  '`input` has {0} sizes. Write [height, width], [channels, height, width] or [batch, channels, height, width].':
    '`input` 有 {0} 个尺寸。请写 [高, 宽]、[通道, 高, 宽] 或 [批量, 通道, 高, 宽]。',
  '`shape` must be a list, such as [1, 3, 224, 224].': '`shape` 必须是列表，例如 [1, 3, 224, 224]。',
  '`values` are {0}×{1}, which is not the size that is given.': '`values` 为 {0}×{1}，与给出的尺寸不同。',
  'The input needs a size: write `size: 224`, or `height` and `width`.':
    '输入需要尺寸：请写 `size: 224`，或写 `height` 和 `width`。',
  '`values` must be rows of numbers, or a list of rows for each channel.':
    '`values` 必须是若干行数字，或每个通道一个由行组成的列表。',
  'A model needs `layers`, a list such as `- conv: {out_channels: 64, kernel_size: 3}`.':
    '模型需要 `layers`，即形如 `- conv: {out_channels: 64, kernel_size: 3}` 的列表。',
  'This model has no layers yet.': '此模型还没有任何层。',
  '`rounding` must be one of {0}, not {1}.': '`rounding` 必须是 {0} 之一，而不是{1}。',
  '`inputs` must give a size to each name, such as {left: [3, 64, 64], right: [3, 64, 64]}.':
    '`inputs` 必须给每个名称一个尺寸，例如 {left: [3, 64, 64], right: [3, 64, 64]}。',
  'Without the size of its input no layer has a size. Add `input: [3, 224, 224]` (channels, height, width).':
    '没有输入尺寸，任何层都没有尺寸。请加上 `input: [3, 224, 224]`（通道、高、宽）。',
  'Write `input: [3, 224, 224]` and, below `layers:`, a list of layers.':
    '请写 `input: [3, 224, 224]`，并在 `layers:` 下面写层的列表。',
  'This file is empty. {0}': '此文件为空。{0}',
  'A model is expected here, not {0}. {1}': '此处应为模型，而不是{0}。{1}',
  '`models` must be models by name, not {0}.': '`models` 必须是按名称给出的模型，而不是{0}。',
  'The model `{0}` needs `layers`.': '模型 `{0}` 需要 `layers`。',
  'This item of the list is no layer that ConvLens understands, so its output is unknown.':
    '列表中的这一项不是 ConvLens 能理解的层，因此其输出未知。',
  'ConvLens does not know the layer `{0}`, so its output is unknown. You can declare its rule in the setting convlens.layers.':
    'ConvLens 不认识层 `{0}`，因此其输出未知。您可以在设置 convlens.layers 中声明它的规则。',
  'ConvLens does not know what `{0}` does to the layer, so its output is unknown.':
    'ConvLens 不知道 `{0}` 对该层的作用，因此其输出未知。',
  'ConvLens does not understand all that `{0}` is given here, so its output is unknown.':
    'ConvLens 不完全理解此处给 `{0}` 的内容，因此其输出未知。',
  'There is no list of layers in this file that ConvLens understands. Say where it is: `convlens: layers=model.layers`.':
    '此文件中没有 ConvLens 能理解的层列表。请指出它的位置：`convlens: layers=model.layers`。',
  'There is no list at `{0}`, but {1}. Write the keys that lead to it, with dots between.':
    '`{0}` 处不是列表，而是{1}。请写通向它的各个键，以点分隔。',
  'For a layer of your own write `custom: {output_shape: [channels, height, width]}`.':
    '自定义的层请写 `custom: {output_shape: [通道, 高, 宽]}`。',
};
