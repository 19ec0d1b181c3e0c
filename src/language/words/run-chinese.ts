import type { RunSetting } from '../../engine/session/skip-reason.ts';
import { sentenceFor } from '../../util/sentences.ts';
import { inputText, megabyteText, sizesText } from './run-numbers.ts';
import type { RunWords } from './run-words.ts';

/** The same in Simplified Chinese. */
export const runChinese: RunWords = {
  refused: {
    'no-class': ({ target, shape }) => `输出 ${sizesText(shape)} 没有类别 ${target}。`,
    'several-outputs': () => '网络有多个输出：只给出一个格，无法确定是哪个输出的。',
    'no-cell': ({ place, shape }) => `输出为 ${sizesText(shape)}：其中没有格 ${sizesText(place)}。`,
    'no-input': ({ name }) => `网络没有输入 ${name}。`,
    'other-shape': ({ input, expected, given }) =>
      `输入 ${input} 的形状为 ${sizesText(expected)}，而所给的值形状为 ${sizesText(given)}。`,
    'no-picture': ({ shape }) => `图片只能用作 1 或 3 个通道的输入，而该输入为 ${sizesText(shape)}。`,
    memory: ({ neededBytes, allowedBytes, offers }) => {
      const needs = `此次运行约需 ${megabyteText(neededBytes)}，而上限为 ${megabyteText(allowedBytes)}。`;
      const fitting = offers.map((offer) => sentenceFor(runChinese.fitting, offer));
      return fitting.length === 0 ? needs : `${needs}可行的做法：${fitting.join('；')}。`;
    },
  },

  fitting: {
    'fewer-samples': ({ shape }) => `使用 ${inputText(shape)} 的输入`,
    'smaller-input': ({ shape }) => `使用约 ${inputText(shape)} 的输入`,
    fast: () => '快速模式只需一半',
    'forward-only': ({ bytes }) => `只做前向计算需 ${megabyteText(bytes)}`,
  },

  notes: {
    skipped: ({ id, type, reason }) =>
      `${id}（${type}）没有运行：${sentenceFor(runChinese.skipped, reason)}。`,
    'behind-skipped': ({ count }) => `其后的 ${count} 层缺少输入，也没有运行。`,
    'no-backward': () => '没有反向计算：输入与输出之间并非每一层都能运行。',
    dropouts: ({ count }) => `${count} 个 dropout 层原样传递输入。`,
    'softmax-as-scores': () => '网络以 softmax 结尾，而交叉熵把它的概率当作得分。',
  },

  skipped: {
    'reads-skipped': ({ layer }) => `它读取 \`${layer}\``,
    'unknown-setting': ({ setting }) => `${settings[setting]}未知`,
    rank: ({ rank }) => `它的输入有 ${rank} 维`,
    'no-dimension': ({ dimension }) => `它的输入没有第 ${dimension} 维`,
    'other-shape': ({ given, inferred }) => `它得到 ${given.join('×')}，而推断为 ${inferred.join('×')}`,
    'no-operation': ({ name }) => `引擎没有 ${name}`,
    'no-activation': ({ name }) => `引擎没有激活函数 ${name}`,
    'no-normalization': ({ name }) => `引擎没有 ${name} 归一化`,
    'no-pooling': ({ mode }) => `引擎没有 ${mode} 池化`,
    'no-upsampling': ({ mode }) => `引擎没有 ${mode} 上采样`,
    'open-size': () => '尺寸未知，请选择一个',
    'unknown-input': () => '它的一个输入未知',
    'unknown-output': () => '输出尺寸未知',
    'unknown-geometry': () => '窗口的几何参数未知',
    'unknown-computation': () => '它的运算未知',
    'unknown-cells': () => '它读取哪些格未知',
    'no-input': () => '它没有输入',
    misfit: () => '它与输入不匹配',
    'sizes-only': () => '引擎只知道它的尺寸',
    'reads-boxes': () => '它从输入中读出边界框，引擎只运行它之前的各层',
    'input-behind-layer': () => '它是位于其他层之后的输入',
    'hard-sigmoid': () => 'hard sigmoid 在 Keras 的各版本中不同',
    'softplus-steepness': () => '引擎的 softplus 只有陡度 1',
    'other-combination': () => '引擎没有它的运算',
    'learned-sum': () => '引擎的求和没有可学习的权重',
    'factors-of-sum': () => '引擎的求和没有固定系数',
    'different-shapes': () => '它的各输入形状不同',
    'adds-between': () => '它把数值间隔地加到各格上',
    'unshared-kernels': () => '引擎没有逐位置的卷积核',
    'channel-order': () => '它的通道顺序与 PixelShuffle 不同',
    'features-not-channels': () => '它的特征不是通道',
    'too-few-dimensions': () => '它的输入维数太少',
    'inner-dimensions': () => '它归一化的不是最后几维',
    'computed-slopes': () => '它的斜率是计算得出的',
    'slopes-not-per-channel': () => '它的斜率不是每个通道一个',
    'factors-not-per-channel': () => '它的系数不是每个通道一个',
    'no-spatial-axes': () => '它的输入没有空间轴',
  },
};

const settings: Readonly<Record<RunSetting, string>> = {
  groups: '组数',
  'depth-multiplier': '深度倍数',
  'out-features': '输出特征数',
  order: '维度的顺序',
  padding: '填充',
  'padding-value': '填充值',
  offset: '偏移',
  sampling: '采样位置的规则',
  factor: '倍数',
  dimension: '维度',
  epsilon: 'ε',
  response: '形式',
  size: '尺寸',
  alpha: 'α',
  beta: 'β',
  k: 'k',
  learned: '系数与偏置',
  divisor: '除数',
  slope: '斜率',
  minimum: '最小值',
  maximum: '最大值',
  limit: '界限',
  threshold: '阈值',
  replacement: '替代值',
  steepness: '陡度',
};
