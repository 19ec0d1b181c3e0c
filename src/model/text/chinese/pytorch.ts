/** What PyTorch refuses, and where its calls go wrong. */
export const chinesePytorch = {
  '{0} has no attribute {1}': '{0} 没有属性 {1}',
  '{0} has no parameter {1}': '{0} 没有参数 {1}',
  '{0} has no parameter {1}.': '{0} 没有参数 {1}。',
  '{0}. Did you mean {1}?': '{0}。您是指 {1} 吗？',
  '{0} changes no tensor and gives a new one, which is dropped here. Assign it.':
    '{0} 不改变张量，而是给出新的张量，此处却被丢弃。请赋值。',
  'forward ends here and returns nothing: {0} is computed and dropped. Return it.':
    'forward 到此结束且没有返回值：{0} 算出后即被丢弃。请返回它。',
  '{0} is a method: it is called, with parentheses.': '{0} 是方法：需要用圆括号调用。',
  '{0} takes its layers as one list: {0}([a, b]).': '{0} 以一个列表接受各层：{0}([a, b])。',
  '{0} holds layers, and is not called itself: call them one by one.':
    '{0} 只存放各层，本身不能调用：请逐一调用它们。',
  '{0} is a method of {1}, which Python finds before the layer of that name. Give the layer another name.':
    '{0} 是 {1} 的方法，Python 会先于同名的层找到它。请给该层换一个名称。',
  '{0} takes whole numbers, not the float {1}. Divide with //, or wrap it in int(…).':
    '{0} 接受整数，而不是浮点数 {1}。请用 // 做除法，或用 int(…) 包住它。',
  '{0} takes its tensors as one list: [a, b].': '{0} 以一个列表接受各张量：[a, b]。',
  '{0}(…) builds a layer, and does not apply it: {1} does.': '{0}(…) 只构建层，并不应用它：{1} 才会应用。',
  'Dimension {0} does not exist: {1} takes −{2} to {3}.': '第 {0} 维不存在：{1} 的维度为 −{2} 到 {3}。',
  '{0} takes {1} dimensions, {2} has {3}.': '{0} 接受 {1} 维，而 {2} 有 {3} 维。',
  '{0} takes square matrices, not {1}.': '{0} 接受方阵，而不是 {1}。',
  '{0} works along a dimension: a single number has none.': '{0} 沿某一维运算，而单个数没有维度。',
  'Dimension {0} is reduced twice: PyTorch takes each once.': '第 {0} 维被归约两次：PyTorch 只接受一次。',
  'Dimension {0} is transformed twice: PyTorch takes each once.': '第 {0} 维被变换两次：PyTorch 只接受一次。',
  '{0} must be {1}, not {2}.': '{0} 必须是 {1}，而不是 {2}。',
  'The queries {0} and the keys {1} differ in their last size: these are multiplied.':
    '查询 {0} 与键 {1} 的最后一维不同：二者要相乘。',
  '{0} takes inputs of as many dimensions: {1} and {2} differ.': '{0} 的输入维数必须相同：{1} 与 {2} 不同。',
  'Dimension {0} is flipped twice: PyTorch takes each once.': '第 {0} 维被翻转两次：PyTorch 只接受一次。',
  'Index {0} is out of range: dimension {1} has the size {2}.': '索引 {0} 越界：第 {1} 维的尺寸为 {2}。',
  "The pattern '{0}' has {1} dimensions, {2} has {3}.": "模式 '{0}' 有 {1} 维，而 {2} 有 {3} 维。",
  "The pattern '{0}' has {1} dimensions or more, {2} has {3}.":
    "模式 '{0}' 至少有 {1} 维，而 {2} 有 {3} 维。",
  "'{0}' is {1}, but the dimension has {2}.": "'{0}' 为 {1}，但该维的尺寸为 {2}。",
  "A dimension of {0} cannot be divided by {1} in '({2})'.": "在 '({2})' 中，尺寸 {0} 不能被 {1} 整除。",
  'There are {0} slopes for the {1} channels of {2}.': '{2} 有 {1} 个通道，而斜率有 {0} 个。',
  'glu halves dimension {0} of {1}: {2} is odd.': 'glu 把 {1} 的第 {0} 维平分为二，而 {2} 是奇数。',
  '{0} takes vectors and matrices, not a single number.': '{0} 接受向量和矩阵，而不是单个数。',
  'A product of {0} and {1}: their batches of {2} and {3} do not go together.':
    '{0} 与 {1} 相乘：它们的批次 {2} 与 {3} 不相容。',
  'A matrix product of {0} and {1}: the last size of the first must be the only size of the second.':
    '{0} 与 {1} 的矩阵乘积：前者的最后一个尺寸必须等于后者唯一的尺寸。',
  'A matrix product of {0} and {1}: the last size of the first must be the second last size of the second.':
    '{0} 与 {1} 的矩阵乘积：前者的最后一个尺寸必须等于后者的倒数第二个尺寸。',
  "In '{0}' {1} does not name the {2} dimensions of {3}.": "在 '{0}' 中，{1} 与 {3} 的 {2} 维不符。",
  "In '{0}' {1} stands for dimensions of one operand that differ: {2}.":
    "在 '{0}' 中，{1} 表示同一个操作数的不同尺寸：{2}。",
  "In '{0}' {1} is {2} in one operand and {3} in another.":
    "在 '{0}' 中，{1} 在一个操作数中为 {2}，在另一个中为 {3}。",
  'tensordot sums over {0} of {1} and {2} of {3}: these must be equal.':
    'tensordot 对 {1} 的 {0} 与 {3} 的 {2} 求和：二者必须相等。',
  'inner sums over the last sizes of {0} and {1}: these must be equal.':
    'inner 对 {0} 与 {1} 的最后一维求和：二者必须相等。',
  'The batches of {0} and {1} do not go together.': '{0} 与 {1} 的批次不相容。',
  'cdist compares rows of one length: those of {0} and {1} differ.':
    'cdist 比较等长的行：{0} 与 {1} 的行长不同。',
  '{0} is the float {1}: PyTorch takes whole numbers only. Divide with //, or wrap it in int(…).':
    '{0} 是浮点数 {1}：PyTorch 只接受整数。请用 // 做除法，或用 int(…) 包住它。',
  'Input {0} has {1} features in {2}: the layer takes {3}.':
    '输入 {0}（{2}）有 {1} 个特征，而该层接受 {3} 个。',
  'linear takes vectors, not a single number.': 'linear 接受向量，而不是单个数。',
  'The bias has {0} numbers for {1} features.': '偏置有 {0} 个数，而特征有 {1} 个。',
  'Attention takes a value for each key: {0} and {1} differ before their last size.':
    '注意力的每个键对应一个值：{0} 与 {1} 在最后一维之前不同。',
  'The queries {0} and the keys {1} are of different batches.': '查询 {0} 与键 {1} 的批次不同。',
  'The layer takes {0} features as its {1}, but {2} has {3} in its last dimension.':
    '该层的 {1} 需要 {0} 个特征，而 {2} 的最后一维为 {3}。',
  '{0} {1} cannot be divided into {2} heads: {3}/{4} {5}.': '{0} {1} 不能平均分成 {2} 个头：{3}/{4} {5}。',
  "padding is '{0}': PyTorch takes numbers.": "padding 为 '{0}'：PyTorch 接受数字。",
  "padding is '{0}': PyTorch takes numbers, 'same' or 'valid'.":
    "padding 为 '{0}'：PyTorch 接受数字、'same' 或 'valid'。",
  "padding_mode is '{0}': a transposed convolution takes 'zeros' only.":
    "padding_mode 为 '{0}'：转置卷积只接受 'zeros'。",
  'The bias {0} must be one number for each of {1} output channels.':
    '偏置 {0} 必须为 {1} 个输出通道各给一个数。',
  'padding_idx {0} is not one of the {1} rows.': 'padding_idx {0} 不是 {1} 行中的一行。',
  'Offsets cut a single row into bags: {0} holds a bag in each of its rows.':
    'offsets 用于切分单独一行，而 {0} 的每一行已各成一组。',
  'One row of indices needs offsets that cut it into bags.': '单独一行索引需要用 offsets 切分成组。',
  '{0} and {1} hold the same number of values, but broadcasting pairs each with all others. Give both the same number of dimensions, with squeeze() or unsqueeze().':
    '{0} 与 {1} 的值一样多，但广播会使每个值与所有其他值配对。请用 squeeze() 或 unsqueeze() 使二者维数相同。',
  "{0} takes a target of its input's shape: {1} is not {2}.": '{0} 的目标必须与输入同形：{1} 不同于 {2}。',
  'Scores of {0} need classes of {1} as their target, not {2}.':
    '形状为 {0} 的得分需要形状为 {1} 的类别作为目标，而不是 {2}。',
  '{0} and {1} do not broadcast: their sizes differ.': '{0} 与 {1} 无法广播：它们的尺寸不同。',
  'instance_norm takes the variance of a channel, which needs more than one cell.':
    'instance_norm 计算每个通道的方差，这需要不止一格。',
  'local_response_norm takes 3 dimensions or more, {0} has {1}.':
    'local_response_norm 至少需要 3 维，而 {0} 有 {1} 维。',
  'pad takes a pair for each of at most {0}: it is given {1}.': 'pad 最多为 {0}各接受一对数，却给了 {1}。',
  "A value is put around in mode 'constant' only, not in '{0}'.":
    "只有模式 'constant' 用给定的值填充，'{0}' 不用。",
  "'{0}' takes a pair for each of {1}, not {2}.": "'{0}' 为 {1}各接受一对数，而不是 {2} 对。",
  'lp_pool1d takes one number as its kernel, no tuple.': 'lp_pool1d 的核是一个数，而不是元组。',
  'The kernel {0} is larger than the input {1}.': '核 {0} 大于输入 {1}。',
  '{0}{1}d takes a number as its output size, not None.': '{0}{1}d 的输出尺寸必须是数字，而不是 None。',
  '{0} windows of {1} need {2} cells, the input has {3}.':
    '{0} 个大小为 {1} 的窗口需要 {2} 格，而输入有 {3} 格。',
  'The rows of a tensor are of one shape: {0} and {1} differ.': '张量的各行形状必须相同：{0} 与 {1} 不同。',
  'Dimension {0} is named twice: each stands once.': '第 {0} 维写了两次：每一维只写一次。',
  'A size is {0}: of what is negative, only −1 is one, for what is left.':
    '某一维的大小为 {0}：负数中只有 −1 可用，表示剩余的部分。',
  '{0} cells of {1} bytes do not go into cells of {2}.': '{0} 个 {1} 字节的值不能分成每个 {2} 字节的值。',
  'Dimension {0} comes after {1}: what is flattened ends before it begins.':
    '第 {0} 维在第 {1} 维之后：展平的范围在开始之前就结束了。',
  "nonlinearity is '{0}': PyTorch takes 'tanh' or 'relu'.":
    'nonlinearity 为“{0}”：PyTorch 接受 tanh 或 relu。',
  "{0} is the text '{1}': PyTorch takes a number.": '{0} 是文本“{1}”：PyTorch 接受数字。',
  "padding_mode is '{0}': PyTorch takes {1}.": "padding_mode 为 '{0}'：PyTorch 接受 {1}。",
  'A size is {0}: no dimension has fewer than 0 cells.': '某一维的大小为 {0}：维度的大小不能小于 0。',
  'No step of {0} leads from {1} to {2}.': '以 {0} 为步长无法从 {1} 走到 {2}。',
  '{0} joins tensors: the list is empty.': '{0} 用于拼接张量：列表为空。',
  'A slice of a tensor takes a step of at least 1, not {0}: flip turns it round.':
    '张量切片的步长至少为 1，而不是 {0}：反转请用 flip。',
  "'{0}' takes {1} operands: {2} are given.": '“{0}”需要 {1} 个操作数：给出了 {2} 个。',
  "In '{0}' {1} comes out, which no operand has.": '在“{0}”中，输出的 {1} 不属于任何操作数。',
  "In '{0}' {1} comes out twice.": '在“{0}”中，{1} 输出了两次。',
  'Give output_size or output_ratio: neither is given.': '请给出 output_size 或 output_ratio：两者都未给出。',
  'Give either output_size or output_ratio, not both.': 'output_size 与 output_ratio 只能给一个。',
  '{0} takes no proj_size: only an LSTM projects its state.': '{0} 没有 proj_size：只有 LSTM 投影其状态。',
  'proj_size {0} must be smaller than hidden_size {1}.': 'proj_size {0} 必须小于 hidden_size {1}。',
  'The first state must be {0}, not {1}.': '初始状态必须是 {0}，而不是 {1}。',
  '{0} With batch_first={1} the input {2} has a batch of {3}.':
    '{0}batch_first={1} 时输入 {2} 的批次大小为 {3}。',
  'The layer takes {0} features, but its input {1} has {2} in its last dimension.':
    '该层接受 {0} 个特征，而它的输入 {1} 的最后一维为 {2}。',
  'No window fits into {0}: the kernel is larger than the padded input.':
    '{0} 中放不下任何窗口：核大于填充后的输入。',
  'fold takes {0} rows for each channel, one for each cell of the kernel: {1} has {2}.':
    'fold 的每个通道需要 {0} 行，核的每格一行：{1} 有 {2} 行。',
  'An output of {0} has {1} windows: {2} holds {3}.': '输出 {0} 有 {1} 个窗口，而 {2} 有 {3} 个。',
  'Dimension {0} has the size {1}, which is not {2}.': '第 {0} 维的尺寸为 {1}，而不是 {2}。',
  'Give either size or scale_factor, not both.': 'size 与 scale_factor 只能给一个。',
  'Give size or scale_factor.': '请给出 size 或 scale_factor。',
  'recompute_scale_factor has no meaning where size is given.':
    '给出 size 时 recompute_scale_factor 没有意义。',
  "antialias works in the modes 'bilinear' and 'bicubic', not in '{0}'.":
    "antialias 适用于模式 'bilinear' 和 'bicubic'，不适用于 '{0}'。",
  '{0} for {1}: there must be one for each of its {2}.': '给 {1} 的有 {0}：它的 {2}应各有一个。',
  "align_corners belongs to linear modes: '{0}' takes none.":
    "align_corners 属于线性插值模式：'{0}' 不接受它。",
  'channel_shuffle takes more than 2 dimensions, {0} has {1}.':
    'channel_shuffle 需要超过 2 维，而 {0} 有 {1} 维。',
  '{0} channels cannot be divided into {1} groups.': '{0} 个通道不能平均分成 {1} 组。',
  'The grid {0} must have as many dimensions as the input {1}.': '网格 {0} 的维数必须与输入 {1} 相同。',
  'The grid {0} must hold {1} numbers for each place, not {2}.':
    '网格 {0} 的每个位置必须有 {1} 个数，而不是 {2} 个。',
  'The input {0} and the grid {1} are of different batches.': '输入 {0} 与网格 {1} 的批次不同。',
  '{0} needs at least {1} dimensions: {2}.': '{0} 至少需要 {1} 维：{2}。',
  'rot90 turns the plane of two dimensions of {0}.': 'rot90 旋转 {0} 的两个维度所在的平面。',
  '{0} takes matrices, not {1}.': '{0} 接受矩阵，而不是 {1}。',
  '{0} takes matrices, or batches of them.': '{0} 接受矩阵或成批的矩阵。',
  'A diagonal lies in the plane of two different dimensions.': '对角线位于两个不同维度的平面上。',
  'A cross product needs a dimension of size 3, in {0}.': '叉积需要 {0} 中有一个尺寸为 3 的维度。',
  'The probability of dropping is {0}: it lies between 0 and 1.': '丢弃概率为 {0}：它应在 0 与 1 之间。',
  'Boxes are rows of 4 numbers, not {0}.': '框是每行 4 个数，而不是 {0}。',
  'Regions are rows of 5 numbers, the image first: not {0}.':
    '区域是每行 5 个数，第一个是图像序号，而不是 {0}。',
  'The {0} {1} must have {2} channels, or a multiple of these, at each place of the output {3}.':
    '{0} {1} 在输出 {3} 的每个位置必须有 {2} 个通道或其整数倍。',
  'Resize takes 1 or 2 sizes, not {0}.': 'Resize 接受 1 或 2 个尺寸，而不是 {0} 个。',
  'A colour image has 3 channels: {0} has {1}.': '彩色图像有 3 个通道，而 {0} 有 {1} 个。',
  'normalize has {0} numbers as its {1} for the {2} channels of {3}.':
    'normalize 的 {1} 有 {0} 个数，而 {3} 有 {2} 个通道。',
  '{0} has one value for each channel, of which there is no variance.':
    '{0} 的每个通道只有一个值，没有方差。',
  '{0} has one value for each group, of which there is no variance.': '{0} 的每一组只有一个值，没有方差。',
  '{0} is changed in place, and cannot become {1}.': '{0} 被就地改变，不能变成 {1}。',
  '{0} makes parts of at least 1 cell, not {1}.': '{0} 的每份至少有 1 格，而不是 {1} 格。',
  '{0} works along one dimension: dim is one number.': '{0} 沿一个维度计算：dim 是一个数。',
  'The index {0} is larger than {1}, which only dimension {2} may be.':
    '索引 {0} 比 {1} 大，只有第 {2} 维可以更大。',
  'The index {0} takes more values than {1} has.': '索引 {0} 要取的值比 {1} 拥有的多。',
  "'{0}' is no {1} of {2}, which takes {3}.": '“{0}”不是 {2} 的 {1}，它接受 {3}。',
  'output_size takes {0} or {1} numbers, not {2}.': 'output_size 接受 {0} 个或 {1} 个数，而不是 {2} 个。',
  'output_size {0}: a size between {1} and {2} is undone here.':
    'output_size {0}：这里还原的尺寸在 {1} 到 {2} 之间。',
  'Nothing calls {0}: {1} calls {2}.': '没有任何地方调用 {0}：{1} 调用的是 {2}。',
  'forward has no self: Python gives it the object first, as {0}.':
    'forward 缺少 self：Python 会先把对象作为 {0} 传入。',
  'The values {0} do not go into {1}.': '值 {0} 放不进 {1}。',
  'topk takes {0} of dimension {1}, which has {2}.': 'topk 从第 {1} 维取 {0} 个，而它只有 {2} 个。',
  'There is no value number {0} of {1}: kthvalue counts from 1.':
    '{1} 个值中没有第 {0} 个：kthvalue 从 1 起计。',
  'There are {0} indices for the {1} dimensions of {2}.': '{2} 有 {1} 维，而索引有 {0} 个。',
  'Indices of {0} and {1} do not broadcast.': '{0} 与 {1} 的索引无法广播。',
  'The index {0} must have as many dimensions as {1}.': '索引 {0} 的维数必须与 {1} 相同。',
  'The index {0} is longer than {1} along another dimension than {2}.':
    '除第 {2} 维外，索引 {0} 在另一维上比 {1} 长。',
  'chunk makes at least 1 part, not {0}.': 'chunk 至少分成 1 份，而不是 {0} 份。',
  '{0} replaces a part of {1}: {2} is not of its shape.': '{0} 替换 {1} 的一部分：{2} 与它形状不同。',
  'stft: a window of {0} is larger than the {1} samples.': 'stft：窗口 {0} 大于 {1} 个样点。',
  '{0} does not expand to {1}: only sizes of 1 are repeated, and new dimensions stand in front.':
    '{0} 无法扩展为 {1}：只有尺寸为 1 的维可以重复，新的维度在最前面。',
  'repeat takes a number for each dimension: {0} has {1}, not {2}.':
    'repeat 为每一维接受一个数：{0} 有 {1} 维，而不是 {2} 维。',
  'A window of {0} is larger than the {1} of dimension {2}.': '窗口 {0} 大于第 {2} 维的尺寸 {1}。',
  'A dimension is moved twice, or two are moved to one place.': '某一维被移动两次，或有两维移到同一位置。',
  'Dimension {0} has {1} cells: there are no {2} from {3} on.': '第 {0} 维有 {1} 格：从 {3} 起没有 {2} 格。',
  'The first matrix of {0}': '{0} 的第一个矩阵',
  'The second matrix of {0}': '{0} 的第二个矩阵',
  'A matrix of {0}': '{0} 的矩阵',
  'Each vector of {0}': '{0} 的每个向量',
  'Each matrix of {0}': '{0} 的每个矩阵',
  'The index of {0}': '{0} 的索引',
  'The weight of {0}': '{0} 的权重',
  'The {0} of attention': '注意力的 {0}',
  '{0} takes one of the values: {1} has none.': '{0} 从各值中取一个，而 {1} 没有值。',
  '{0} drops channels: {1} has no dimension 1.': '{0} 丢弃通道，而 {1} 没有第 1 维。',
  'A single number has no channels for {0} slopes.': '单个数没有通道，无法使用 {0} 个斜率。',
  'tensordot sums over {0} dimensions, which {1} do not both have.':
    'tensordot 对 {0} 个维度求和，而 {1} 并非都有这些维度。',
  'The inputs of bilinear differ before their features: {0} and {1}.':
    'bilinear 的两个输入在特征之前的维度不同：{0} 与 {1}。',
  'Circular padding takes a batch: {0} is one sample.': '循环填充需要批次，而 {0} 是单个样本。',
  'group_norm takes channels: {0} has no dimension 1.': 'group_norm 需要通道，而 {0} 没有第 1 维。',
  'pad cannot crop {0} from the {1} of dimension {2}.': 'pad 无法从第 {2} 维的 {1} 格中裁去 {0} 格。',
  '{0} is one number, or one for each axis: {1}, not {2}.':
    '{0} 为一个数，或每个轴一个：{1} 个，而不是 {2} 个。',
  'divisor_override is 0: PyTorch takes any number but that.':
    'divisor_override 为 0：PyTorch 接受除 0 以外的任何数。',
  'roll takes a shift for each dimension: {0} for {1} do not match.':
    'roll 的每个维度需要一个移动量：{0} 个移动量与 {1} 个维度不符。',
  "reduction is '{0}': PyTorch takes {1}.": "reduction 为 '{0}'：PyTorch 接受 {1}。",
  "activation is '{0}': PyTorch takes {1} by name, or a function.":
    "activation 为 '{0}'：PyTorch 接受名称 {1}，或一个函数。",
  'scale_factor is a list: PyTorch takes a number or a tuple.':
    'scale_factor 为列表：PyTorch 接受一个数或元组。',
  'The layer is built anew at each call of forward: its {0} parameters are neither trained nor saved. Build it in __init__.':
    '每次调用 forward 都会重新构建该层：其 {0} 个参数既不会被训练也不会被保存。请在 __init__ 中构建它。',
  '{0} takes a tensor, not what it is given here ({1}).': '{0} 接受张量，而不是此处给出的值（{1}）。',
  'A pool needs cells: {0} has none.': '池化需要格，而 {0} 没有。',
  'max_unpool takes an index for each value: {0} is not the shape of {1}.':
    'max_unpool 的每个值对应一个索引：{0} 与 {1} 的形状不同。',
  'The output would have {0} cells: take less padding.': '输出将有 {0} 格：请减小填充。',
  'unfold needs cells: {0} has none.': 'unfold 需要格，而 {0} 没有。',
  'There is nothing to resize: {0} is empty.': '没有可缩放的内容：{0} 为空。',
  '{0} cannot be shuffled by {1}.': '{0} 无法按 {1} 重排。',
  'affine_grid takes matrices of {0}, not {1}.': 'affine_grid 接受形状为 {0} 的矩阵，而不是 {1}。',
  'renorm takes at least 2 dimensions, {0} has {1}.': 'renorm 至少需要 2 维，而 {0} 有 {1} 维。',
  '{0} takes an index for each part: there are {1} for {2}.':
    '{0} 的每一部分对应一个索引：{2} 部分却有 {1} 个。',
  '{0} takes parts of {1} along dimension {2}: {3} has other sizes.':
    '{0} 沿第 {2} 维取 {1} 的部分：{3} 的其余尺寸不同。',
  '{0} takes matrices, or batches of them: {1} is none.': '{0} 接受矩阵或成批的矩阵，而不是 {1}。',
  '{0} cannot cut {1} into {2} equal parts.': '{0} 无法把 {1} 平均切成 {2} 份。',
  'searchsorted takes a row of its own for each row of {0}, or one for all: not {1}.':
    'searchsorted 为 {0} 的每一行各取一行，或共用一行，而不是 {1}。',
  'unfold takes a step of at least 1, not {0}.': 'unfold 的步长至少为 1，而不是 {0}。',
  'A Fourier transform of {0} numbers: there must be at least one.':
    '对 {0} 个数做傅里叶变换：至少要有一个。',
  '{0} takes at least {1}, {2} has {3}.': '{0} 至少需要 {1}，而 {2} 有 {3} 维。',
  'cutoffs must grow, from 1 on and below the {0} classes.': 'cutoffs 必须递增，从 1 起且小于类别数 {0}。',
  'The layer takes samples of [N, features] and N classes: these are {0} and {1}.':
    '该层接受形状为 [N, 特征] 的样本和 N 个类别：这里是 {0} 和 {1}。',
  'There are {0} classes for {1} samples.': '{1} 个样本却有 {0} 个类别。',
  'Sequences have a batch and steps: {0} has not both.': '序列有批次和时间步，而 {0} 并非两者都有。',
  'There are {0} lengths for the {1} sequences of {2}.': '{2} 有 {1} 个序列，而长度有 {0} 个。',
  'The lengths must not grow: sort them, or give enforce_sorted=False.':
    '长度不能递增：请排序，或给出 enforce_sorted=False。',
};
