/** Caffe, Darknet, Keras and Ultralytics. */
export const chineseFrameworks = {
  '`{0}` is a message: write `{1} { … }`.': '`{0}` 是消息：请写 `{1} { … }`。',
  '`{0}` is `true` or `false`.': '`{0}` 为 `true` 或 `false`。',
  '`{0}` is a word without quotes: write {1}.': '`{0}` 是不带引号的词：请写 {1}。',
  '`{0}` is a string, not a message.': '`{0}` 是字符串，而不是消息。',
  '`{0}` is a string: write "{1}".': '`{0}` 是字符串：请写 "{1}"。',
  '`{0}` is given more than once; Caffe refuses that. Remove one.':
    '`{0}` 给出了不止一次，Caffe 不接受。请删除一个。',
  '`{0}` is a number, not a message.': '`{0}` 是数字，而不是消息。',
  '`{0}` is more than Caffe can count ({1}).': '`{0}` 超过了 Caffe 能表示的范围（{1}）。',
  'No layer before this one has the top "{0}".': '前面没有哪一层的 top 是 "{0}"。',
  'Another layer already has the top "{0}". Give this one another name.':
    '已有另一层的 top 是 "{0}"。请给这一个换个名称。',
  'Caffe knows no field `{0}` here. Did you mean `{1}`?': 'Caffe 在此处没有字段 `{0}`。您是指 `{1}` 吗？',
  '`{0}` and `{1}` are both given; Caffe takes one or the other.':
    '同时给出了 `{0}` 和 `{1}`；Caffe 只接受其中之一。',
  '`{0}` is given {1} times; Caffe wants it once, or once for each of the {2} spatial axes.':
    '`{0}` 给出了 {1} 次；Caffe 要求一次，或 {2} 个空间轴各一次。',
  '{0} parts do not match {1} tops: give one `slice_point` fewer than tops.':
    '{0} 个部分与 {1} 个 top 不符：`slice_point` 应比 top 少一个。',
  'Each `slice_point` must be more than the one before ({0}).': '每个 `slice_point` 必须大于前一个（{0}）。',
  'A layer needs a `type`, such as "Convolution".': '层需要 `type`，例如 "Convolution"。',
  '{0} needs a `bottom`: the blob that it reads.': '{0} 需要 `bottom`：它所读取的 blob。',
  'Expected `:` and a value, or `{`, after `{0}`.': '`{0}` 之后应为 `:` 和一个值，或 `{`。',
  'Messages are nested more than {0} deep here; the inner ones are left out.':
    '此处的消息嵌套超过 {0} 层，更内层的被略去。',
  'This `{0}` closes nothing. Remove it.': '此 `{0}` 没有对应的开括号。请删除它。',
  '`{0}` is closed with `{1}`, not `{2}`.': '`{0}` 应以 `{1}` 闭合，而不是 `{2}`。',
  '`{0}` is not closed: `{1}` is missing.': '`{0}` 没有闭合：缺少 `{1}`。',
  'Expected a value or `]` here.': '此处应为一个值或 `]`。',
  'Expected `,` or `]` here.': '此处应为 `,` 或 `]`。',
  '`{0}` has no value.': '`{0}` 没有值。',
  'The string is not closed: its quote is missing.': '字符串没有闭合：缺少引号。',
  'Expected the name of a field here, not `{0}`.': '此处应为字段名，而不是 `{0}`。',
  'Darknet skips this line: it is not `key=value`. Give it a value, or put # before it.':
    'Darknet 跳过此行：它不是 `key=value`。请给它一个值，或在前面加 #。',
  'Darknet knows no comments behind a value: it reads `{0}`. Move the comment to a line of its own.':
    'Darknet 的值后面不能有注释：它会读作 `{0}`。请把注释移到单独一行。',
  '{0} must be a whole number; darknet reads `{1}` as 0.': '{0} 必须是整数；Darknet 把 `{1}` 读作 0。',
  '{0} is {1}, more than darknet can count ({2}).': '{0} 为 {1}，超过了 Darknet 能表示的范围（{2}）。',
  '{0} must be at least {1}, but is {2}.': '{0} 至少应为 {1}，但它是 {2}。',
  'Darknet reads `{0}` as {1}. Write {2}.': 'Darknet 把 `{0}` 读作 {1}。请写 {2}。',
  'Darknet does not read `{0}` here. Did you mean `{1}`?': 'Darknet 在此处不读取 `{0}`。您是指 `{1}` 吗？',
  '`{0}` is written twice here; darknet reads the first one. Remove one of them.':
    '此处 `{0}` 写了两次；Darknet 读取第一个。请删除其中一个。',
  'This is the one that darknet reads.': '这是 Darknet 读取的那一个。',
  '[{0}] needs `{1}=`: the layers that it reads.': '[{0}] 需要 `{1}=`：它所读取的各层。',
  'Layer {0} is not before this one (number {1}): {2}.': '第 {0} 层不在这一层（第 {1} 层）之前：{2}。',
  '`stride` must not be 0: nothing would be left.': '`stride` 不能为 0：那样什么也不剩。',
  '`group_id` counts from 0: with groups={0} the last one is {1}.':
    '`group_id` 从 0 起计：groups={0} 时最后一个是 {1}。',
  '`weights_type` is none, per_feature or per_channel; darknet stops at anything else.':
    '`weights_type` 为 none、per_feature 或 per_channel；其他值会使 Darknet 停止。',
  'With `weights_type` darknet needs `weights_normalization=relu` or `softmax`, and stops without it.':
    '有 `weights_type` 时 Darknet 需要 `weights_normalization=relu` 或 `softmax`，否则会停止。',
  "Darknet needs the input's size: add {0}, or inputs= for a network without images.":
    'Darknet 需要输入尺寸：请加上 {0}；没有图像的网络请加上 inputs=。',
  'policy=steps needs `steps` and `scales`; darknet stops without {0}.':
    'policy=steps 需要 `steps` 和 `scales`；缺少 {0} 会使 Darknet 停止。',
  'The name of a section ends with `]`; it is missing here.': '节的名称以 `]` 结尾，此处缺少它。',
  "Darknet takes this whole line as the section's name, and does not know it. Move what follows `]` to a line of its own.":
    'Darknet 把整行当作节的名称，因而不认识它。请把 `]` 之后的内容移到单独一行。',
  'This network has no layers yet. Add a section such as [convolutional].':
    '此网络还没有任何层。请加上一节，例如 [convolutional]。',
  "Only the first section is the network's [net]; darknet takes this one as an unknown layer, and stops.":
    '只有第一节是网络的 [net]；Darknet 把这一节当作未知的层而停止。',
  'A layer with `class_name` and `config` is expected here.': '此处应为带有 `class_name` 和 `config` 的层。',
  '`{0}` waits for its own output.': '`{0}` 等待它自己的输出。',
  'There is no layer `{0}` with a call {1}.': '没有哪个层 `{0}` 有第 {1} 次调用。',
  '{0} Did you mean `{1}`?': '{0}您是指 `{1}` 吗？',
  'A Keras model is expected here: {"class_name": "Sequential" or "Functional", "config": …}.':
    '此处应为 Keras 模型：{"class_name": "Sequential" 或 "Functional", "config": …}。',
  '`nc` is missing: the number of classes.': '缺少 `nc`：类别数。',
  'ConvLens does not know the activation {0}: write one of torch.nn, such as `nn.ReLU()`.':
    'ConvLens 不认识激活函数 {0}：请写 torch.nn 中的一个，例如 `nn.ReLU()`。',
  'The scale `{0}` was asked for, but this file has {1} only.': '要求的规模是 `{0}`，但此文件只有 {1}。',
  'The scale `{0}` is in the name of this file, but this file has {1} only.':
    '文件名中的规模是 `{0}`，但此文件只有 {1}。',
  'The scale `{0}` must be [depth, width, most channels], three numbers.':
    '规模 `{0}` 必须是三个数 [深度倍数, 宽度倍数, 最大通道数]。',
  '`{0}` is missing: a list of [from, repeats, module, arguments].':
    '缺少 `{0}`：由 [来源, 重复次数, 模块, 参数] 组成的列表。',
  '`{0}` must be a list of [from, repeats, module, arguments], not {1}.':
    '`{0}` 必须是由 [来源, 重复次数, 模块, 参数] 组成的列表，而不是{1}。',
  'A row is [from, repeats, module, arguments], four values; this is {0}.':
    '一行是四个值 [来源, 重复次数, 模块, 参数]；这里是{0}。',
  '{0}, not {1}.': '{0}，而不是{1}。',
  'The first value of a row is the number of an earlier row, or a list of such numbers':
    '一行的第一个值是前面某一行的编号，或这种编号的列表',
  'The second value of a row is how often it is repeated': '一行的第二个值是重复次数',
  'The third value of a row is the name of a module': '一行的第三个值是模块名',
  'The fourth value of a row is a list of arguments': '一行的第四个值是参数列表',
  '{0} channels cannot be split into {1} heads.': '{0} 个通道无法平均分成 {1} 个头。',
  'AIFI needs a multiple of 4 channels for its positions, but {0} go in.':
    'AIFI 的位置编码要求通道数为 4 的倍数，但输入有 {0} 个。',
  'The inner channels of A2C2f must be a multiple of 32, but are {0}.':
    'A2C2f 的内部通道数必须是 32 的倍数，但它是 {0}。',
  '`idx` must name one part of each input but the last, counted from 0.':
    '`idx` 必须为除最后一个以外的每个输入指出一部分，从 0 起计。',
  'The keypoints are [number, values of each]: write `kpt_shape: [17, 3]`.':
    '关键点为 [个数, 每个的值数]：请写 `kpt_shape: [17, 3]`。',
  'C2fAttn needs as many embedding channels as it has inner ones ({0}), not {1}.':
    'C2fAttn 的嵌入通道数必须与内部通道数（{0}）相同，而不是 {1}。',
  'YOLOE needs `with_bn` to be True.': 'YOLOE 要求 `with_bn` 为 True。',
  '`embed` must be {0} or more here, but is {1}.': '此处 `embed` 至少应为 {0}，但它是 {1}。',
  'This module needs as many channels out as in: {0} go in, {1} should come out.':
    '此模块的输出通道数必须等于输入通道数：输入 {0} 个，输出却为 {1} 个。',
  'Attention needs 64 inner channels for each head, but there are only {0}.':
    '注意力的每个头需要 64 个内部通道，但只有 {0} 个。',
  'Upsample needs a size or a scale_factor.': 'Upsample 需要 size 或 scale_factor。',
  'There are anchors for {0} levels, but {1} rows are listed.': '锚框有 {0} 级，但列出了 {1} 行。',
  '`{0}` needs the argument `{1}`.': '`{0}` 需要参数 `{1}`。',
  'A number is expected here by `{0}`.': '`{0}` 在此处需要一个数。',
  '`{0}` takes {1} argument here at most.': '`{0}` 在此处最多接受 {1} 个参数。',
  '`{0}` takes {1} arguments here at most.': '`{0}` 在此处最多接受 {1} 个参数。',
  '{0} repeats are more than ConvLens follows ({1}).': '重复 {0} 次超过了 ConvLens 的上限（{1}）。',
  'ConvLens does not know the module `{0}`: its sizes are unknown.':
    'ConvLens 不认识模块 `{0}`：它的尺寸未知。',
  '{0} You can declare its rule in the setting convlens.layers.':
    '{0}您可以在设置 convlens.layers 中声明它的规则。',
  '`{0}` takes a list of rows: write `[{1}]`.': '`{0}` 接受行的列表：请写 `[{1}]`。',
  '`{0}` takes one row, not a list.': '`{0}` 接受一行，而不是列表。',
  'Row {0} is not before this one (number {1}): {2}.': '第 {0} 行不在这一行（第 {1} 行）之前：{2}。',
  'there is none': '前面没有',
  'those are 0 to {0}, or -1 to -{1}': '前面的是 0 到 {0}，或 -1 到 -{1}',
  'This file has the older `layers` too: Caffe reads those alone, and leaves every `layer` out.':
    '此文件还有旧式的 `layers`：Caffe 只读取它们，略去所有 `layer`。',
  'the first row takes -1, the image': '第一行接受 -1，即图像',
};
