import type { InputOrigin } from '../../graph/operation.ts';
import { chineseSentences } from '../../text/chinese-sentences.ts';
import type { ChangedField } from '../changed-field.ts';
import { axisText, cellText, lastText } from './chinese-axes.ts';
import type { ProblemWords } from './english-problems.ts';

/** The sentences of problems and fixes in Simplified Chinese. Names of layers, fields and frameworks stay as written. */
export const chineseProblems: ProblemWords = {
  translation: chineseSentences,
  between: '',
  prefix: (axes, rank) => (axes.length === rank ? '' : `${axisText(axes, rank)}：`),
  spans: (formula) => `核跨 ${formula} 格。`,
  fits: (below, above) => `输入为 ${below === null ? '' : `${below} 或 `}${above} 时恰好整除。`,

  misfit: {
    rounded: (prefix, formula, direction, size) =>
      `${prefix}${formula}，向${direction === 'up' ? '上' : '下'}取整为 ${size}。`,
    shifted: (framework, size, counts) =>
      `${framework} 按此尺寸为 ${size} 读取数值：各格相互错位，每个样本${counts ? ` ${counts[1]} 个值中有 ${counts[0]} 个` : '有一些值'}从未被读取。`,
    paddingUnused: (axes, rank, tail, before, after) =>
      `填充的${lastText(axes, rank, tail)}从未被读取：实际填充为前 ${before}、后 ${after}。末尾没有丢失输入。`,
    overhang: (beyond, roundedDown) =>
      `最后一个窗口超出填充后的输入 ${beyond} 格。向下取整的框架得到 ${roundedDown}。`,
    subsampled: (axes, rank, read, stride) =>
      `按设计，${cellText(axes, rank)}每 ${stride} 个只读取 ${read} 个；末尾遗漏的不比这更多。`,
    pixelsLost: (axes, rank, lost) => `输入的${lastText(axes, rank, lost)}从未被读取：其梯度恰为 0。`,
    kernelAccepted: (kernel, padded, framework, beyond) =>
      `核 ${kernel} 大于填充后的输入 ${padded}，差值小于步幅：${framework} 接受它，唯一的窗口超出输入 ${beyond} 格。请减小核或增大输入。`,
  },

  impossible: {
    kernel: (prefix, kernel, padded, formula) =>
      `${prefix}核 ${kernel} 大于填充后的输入 ${padded}：${formula}。`,
    largerInput: (framework, least) => `${framework} 拒绝它。请使用至少为 ${least} 的输入，或减小核。`,
    remainder: (prefix, formula) => `${prefix}${formula}，不是整数，精确取整不接受它。`,
    transposed: (prefix, size, formula) =>
      `${prefix}输出将有 ${minus(size)} 格：${formula}。请减小填充，或增大核。`,
    crop: (prefix, before, after, size, rest) =>
      `${prefix}从 ${size} 中裁去 ${before} + ${after}，剩下 ${rest}。请少裁一些，或增大输入。`,
    upsample: (prefix, size, factor) => `${prefix}⌊${size}·${factor}⌋ = 0：什么也不剩。请增大倍数或输入。`,
    parts: (size, count) => `${size} 格无法平均分成 ${count} 份。请使用其他输入尺寸。`,
    factor: (axes, rank, size, factor) =>
      `${axisText(axes, rank)} ${size} 不能被 ${factor} 整除。请使用 ${factor} 的倍数作为输入。`,
  },

  channels: {
    expects: (declared, shape, actual) => `该层需要 ${declared} 个通道，它的输入 ${shape} 有 ${actual} 个。`,
    change: (actual) => `请改为 ${actual}，或修改前一层。`,
    last: (declared, order) =>
      `最后一维是 ${declared}：如果那是通道，请用 permute(${order}) 把它移到第二维。`,
  },

  groups: {
    shuffle: (channels, square) =>
      `${channels} 个通道不能被倍数的平方 ${square} 整除。请使用 ${square} 的倍数。`,
    uneven: (which, channels, groups, worked, divisors) =>
      `${channels} 个${which === 'in' ? '输入' : '输出'}通道不能平均分成 ${groups} 组：${worked}。请使通道数为 ${groups} 的倍数，或使用 ${either(divisors)} 组。`,
  },

  features: {
    expects: (declared, product) => `该层需要 ${declared} 个特征，它的输入有 ${product} 个。`,
    flattenFirst: (shape, product) => `它作用于 ${shape} 的最后一维。请先展平输入：${product}。`,
    sequence: (shape, actual) => `它作用于 ${shape} 的最后一维。请把特征数改为 ${actual}，或修改前面的尺寸。`,
    flattenOrChange: (shape, product, actual) =>
      `它作用于 ${shape} 的最后一维：请先展平输入${product === null ? '' : `并取 ${product} 个特征`}，或把特征数改为 ${actual}。`,
    batchFlattened: (batch) => `批次 ${batch} 也被展平了：请从第 1 维开始展平。`,
    change: (actual) => `请把特征数改为 ${actual}，或修改前面的尺寸。`,
  },

  normalization: (declared, shape, actual) =>
    `归一化需要 ${declared} 个特征，它的输入 ${shape} 在该维有 ${actual} 个。`,

  join: {
    inputs: (first, second, shape, other) => `输入 ${first} 与 ${second}（${shape} 与 ${other}）`,
    flattened: (inputs, values) =>
      `${inputs}的尺寸不同：它们的所有值被连成一行${values === null ? '' : `，共 ${values} 个`}，不再有高和宽。`,
    rank: (join, inputs, first, second) =>
      `输入无法${joinText[join]}：${inputs}分别有 ${first} 维和 ${second} 维。`,
    sizes: (join, inputs, dimension, first, second) =>
      `输入无法${joinText[join]}：${inputs}在第 ${dimension} 维不同（${first} 与 ${second}）。`,
    rule: { concat: '只有被拼接的那一维可以不同。', combine: '只有相同的尺寸才能合并。' },
    parted: (id, input, output, stride) =>
      `它们在 ${id} 处分开：它把 ${input} 变为 ${output}${input % stride === 0 ? '' : `，而 ${input} 不是其步幅 ${stride} 的倍数`}，且 ${output}·${stride} = ${output * stride}。`,
    align: '请使用能被所有步幅整除的输入尺寸，或在汇合之前填充或裁剪。',
  },

  reshape: {
    elements: (values, target) => `${values} 个值放不进 ${target}。`,
    lastSize: (expected) => `最后一个尺寸应为 ${expected}。`,
    features: (before, after, layer, sample) =>
      `${before} 变为 ${after}，但 ${layer} 需要一个样本的全部值，即 ${sample}。请以此作为第二个尺寸。`,
    twoRemainders: (target) =>
      `只能有一个尺寸是 −1，即由其余尺寸推出的那一个。请给出 ${target} 中除一个以外的所有尺寸。`,
    equalParts: (size, parts) => `${size} 无法平均切成 ${parts} 份。`,
    sum: (parts, size) => `各部分 ${parts} 之和不等于 ${size}。`,
    outOfRange: (dimensions, shape, rank) => `${shape} 只有 ${rank} 维，没有第 ${dimensions.join('、')} 维。`,
  },

  batch: {
    changes: (before, after) => `${before} 变为 ${after}：批次改变，数值从一个样本移到另一个样本。`,
    flattened: (before, after, layer, features) =>
      `${before} 变为 ${after}：大小为 1 的批次也被展平了。层 ${layer} 接受 ${features} 个特征，其他批次大小都不适合。请从第 1 维开始展平。`,
    check: '请检查第二个尺寸。',
    sample: (product) => `一个样本有 ${product} 个值：请以此作为第二个尺寸。`,
  },

  rank: {
    empty: (shape) => `该层作用于高和宽，它的输入 ${shape} 没有高和宽：不会有任何输出。`,
    other: (expected, shape, rank) => `该层接受 ${either(expected)} 维，它的输入 ${shape} 有 ${rank} 维。`,
  },

  weights: (which, actual, needed) =>
    `${which === 'kernel' ? '卷积核' : '偏置'}有 ${actual} 个值；该层需要 ${needed} 个。`,

  yolo: {
    values: (type, worked, declared) => `${type} 读取 ${worked} 个值，它的输入有 ${declared} 个。`,
    filters: (type, worked, declared, expected) =>
      `${type} 读取 ${worked} 个通道，它的输入有 ${declared} 个。请把它前面卷积的卷积核个数设为 ${expected}。`,
    inputSize: (size, divisor, nearest) =>
      `输入尺寸 ${size} 不是 ${divisor} 的倍数，而检测器按此缩小输入。请使用 ${either(nearest)}。`,
  },

  unknown: {
    lacks: (type, name, reason) =>
      `您为 ${type} 声明的规则读取 {${name}}，但它在此处${reason === 'no-field' ? '没有给出' : '不是数字'}：输出未知。可以写 {${name}=1} 给出替代值。`,
    meant: (framework, type, meant) => `${framework} 没有 ${type}。您是指 ${meant} 吗？`,
    layer: (type) =>
      `ConvLens 不认识 ${type}，因此其输出未知。后面的层从它们自己声明的值继续。您可以在设置 convlens.layers 中声明它的规则。`,
  },

  rule: {
    unreadable: (type, detail) => `${ruleOf(type)}无法读取：${detail}。`,
    noDimension: (type, name, shape) => `${ruleOf(type)}读取 ${name}，但输入是 ${shape}。`,
    noInput: (type, name, inputs) =>
      `${ruleOf(type)}读取 ${name}，但该层${inputs === 0 ? '没有输入' : `只有 ${inputs} 个输入`}。`,
    noItem: (type, name, index) => `${ruleOf(type)}读取 {${name}[${index}]}：列表中没有这一项。第一项是 0。`,
    list: (type, name, length) =>
      `${ruleOf(type)}把 {${name}} 当作一个数读取，但它是 ${length} 个数的列表。请写 {${name}[0]}、{${name}[1]} …`,
    divisionByZero: (type) => `${ruleOf(type)}除以 0。`,
    noSize: (type, worked) =>
      `${ruleOf(type)}得到 ${worked}，这不是尺寸。请在规则中用 floor() 或 ceil() 取整，或修改该层。`,
  },

  refused: {
    bound: (field, value, least) => `${names[field]}为 ${value}；它至少应为 ${least}。`,
    noFeatures: (framework) =>
      `该层的输出特征数为 0：${framework} 会给出警告并构建它，其后的层看不到任何输入。请至少给 1 个。`,
    notWhole: (field, value) => `${names[field]}为 ${value}；它必须是整数。`,
    overHalfKernel: (value, framework, most) =>
      `填充 ${value} 超过核的一半：${framework} 最多接受 ${most}。请减小填充，或在池化之前填充。`,
    notBelowKernel: (value, framework, most) =>
      `填充 ${value} 不小于核，因此有些窗口只含填充：${framework} 最多接受 ${most}。`,
    strideWithDilation: (dilation, stride, framework) =>
      `空洞率 ${dilation} 与步幅 ${stride} 同时使用：${framework} 只允许其中一个大于 1。`,
    sameWithStride: (stride, framework) =>
      `填充 'same' 与步幅 ${stride} 同时使用：${framework} 只在步幅为 1 时接受它。请把填充写成数字。`,
    sameTransposed: (framework) => `${framework} 的转置卷积没有填充 'same'。请写成数字。`,
    causal: `填充 'causal' 只属于 Conv1D。请使用 'same' 或 'valid'。`,
    outputPadding: (value, orDilation, most) =>
      `输出填充 ${value} 必须小于步幅${orDilation ? '或空洞率' : ''}：最多 ${most}。`,
    reflection: (value, least, size) => `反射 ${value} 格需要至少为 ${least} 的输入；它是 ${size}。`,
    circular: (value, size) => `循环 ${value} 格需要至少为 ${value} 的输入；它是 ${size}。`,
  },

  related: {
    builtHere: (id) => `${id} 在此处创建。`,
    makes: (id, output, input) => `${id} 在此处把 ${input} 变为 ${output}。`,
    gives: (id, shape) => `${id} 在此处给出 ${shape}。`,
    input: (shape, origin) => `输入是 ${shape}，${origins[origin]}。`,
    sameHere: (ids, more) => `以下各层相同：${ids.join('、')}${more > 0 ? `，以及另外 ${more} 层` : ''}。`,
    likewise: (layers, more) => `此处同样：${layers.join('、')}${more > 0 ? `，以及另外 ${more} 层` : ''}。`,
    withSizes: (layer, input, output) => `${layer}（${input} → ${output}）`,
    inFile: (file, message) => `在 ${file} 中：${message}`,
  },

  fix: {
    set: (field, layer, value) => `${layer === null ? '' : `${layer} 的`}${names[field]}改为 ${value}`,
    takes: (title, layer, value) => `${title}，${layer} 接收 ${value}`,
    outcome: (title, output, newProblems, left) =>
      `${title}：输出 ${output}；${newProblems > 0 ? `${newProblems} 个新问题` : left === 0 ? '其余无问题' : `还剩 ${left} 个其他问题`}`,
  },
};

const joinText = { concat: '拼接', combine: '合并' };

const ruleOf = (type: string): string => `您为 ${type} 声明的规则`;

const minus = (value: number): string => value.toString().replace('-', '−');

/** `1、2 或 4` */
function either(values: readonly number[]): string {
  if (values.length <= 1) return values.join('');
  return `${values.slice(0, -1).join('、')} 或 ${values.at(-1) ?? ''}`;
}

const names: Readonly<Record<ChangedField, string>> = {
  type: '类型',
  from: '来源',
  input: '输入',
  kernel: '核尺寸',
  stride: '步幅',
  padding: '填充',
  dilation: '空洞率',
  groups: '组数',
  inChannels: '输入通道数',
  outChannels: '输出通道数',
  inFeatures: '输入特征数',
  outFeatures: '输出特征数',
  features: '特征数',
  outputPadding: '输出填充',
  outputSize: '输出尺寸',
  scale: '倍数',
  rounding: '取整方式',
  axis: '轴',
  dims: '尺寸',
  classes: '类别数',
  weights: '权重',
  filters: '卷积核个数',
  lastSize: '最后一个尺寸',
};

const origins: Readonly<Record<InputOrigin, string>> = {
  file: '由文件给出',
  comment: '由注释给出',
  setting: '由设置给出',
  memory: '为上次所选',
  argument: '由参数给出',
  default: '为该格式的默认值',
  inferred: '由推断得出',
};
