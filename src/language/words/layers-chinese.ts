import type { InputOrigin } from '../../model/graph/operation.ts';
import { axisText } from '../../model/problems/words/chinese-axes.ts';
import { chineseSentences } from '../../model/text/chinese-sentences.ts';
import type { VariantKind, VariantOrigin } from '../../model/variant.ts';
import type { LayerWords } from './layers-english.ts';

/** The same in Simplified Chinese. */
export const layersChinese: LayerWords = {
  translation: chineseSentences,
  costs: (params, macs) =>
    `${params === null ? '参数个数未知' : `${params} 个参数`}，${macs === null ? '乘加次数未知' : `${macs} 次乘加`}`,
  inputHint: (shapes, origin) => `${shapes}（${origin}）`,
  more: (count) => `以及另外 ${count} 个`,

  hover: {
    window: (formula, span, axes, rank) =>
      `${formula}${span === null ? ' ' : `（核跨 ${span} 格）`}${axisText(axes, rank)}`,
    notKnown: (reason) => `未知：${reason}`,
    notFollowed: (name, reason) => `未知：没有追踪 ${name}：${reason}`,
    writtenIn: (line, file, construct) => `（${file === null ? '' : `${file} `}第 ${line} 行：${construct}）`,
    runs: (count) => `运行 ${count} 次：`,
    layers: (count) => `${count} 层：`,
    receptiveField: (size, stride, start) => `感受野为输入的 ${size}，步幅 ${stride}，起始于 ${start}`,
    shifted: (axis, rank, size) => `${axisText([axis], rank)}：按 ${size} 读取，各格相互错位`,
    unread: (axes, rank, { tail, gaps, holes }, size) => {
      const causes = [
        tail > 0 ? `末尾 ${tail} 格` : '',
        gaps > 0 ? `窗口之间 ${gaps} 格` : '',
        holes > 0 ? `空洞卷积核的空洞中 ${holes} 格` : '',
      ].filter((cause) => cause !== '');
      return `${axisText(axes, rank)}：${size} 格中有 ${tail + gaps + holes} 格从未被读取：${causes.join('，')}`;
    },
    inputSize: (shape, origin) => `输入尺寸 ${shape}：${origin}`,
    sizeFrom: (layer, shape) => `输入尺寸来自 ${layer}：${shape}`,
  },

  lens: {
    showLayout: (totals) => `显示网络布局：${totals}`,
    totals: (costs, memory) => `${costs}，${memory === null ? '前向占用未知' : `前向占用 ${memory}`}`,
    atLeast: (amount) => `至少 ${amount}`,
    input: (shape, origin, demand) => `输入 ${shape}，${origin}${demand === null ? '' : `；${demand}`}`,
    variant: (kind, chosen, origin) => `${variants[kind]} ${chosen}，${variantOrigins[origin]}`,
    allVariants: (kind, count) => `全部 ${count} 个${variants[kind]}`,
  },

  origin: (origin, reason) => (reason === null ? origins[origin] : `${origins[origin]}：${reason}`),

  sizes: {
    none: '无',
    every: '任何尺寸',
    everyFrom: (from) => `从 ${from} 起的任何尺寸`,
    fewerBelow: (sizes) => `${sizes}，更小的只有一部分`,
    from: (sizes, from) => `从 ${from} 起的 ${sizes}`,
    othersBelow: (sizes) => `${sizes}，更小的另有一些`,
    by: (sizes, period) => `${sizes}（周期 ${period}）`,
    multiples: (of) => `${of} 的倍数`,
    runsAt: (sizes) => `可运行的尺寸：${sizes}`,
    fitsAt: (sizes) => `恰好整除的尺寸：${sizes}`,
  },
};

const variants: Readonly<Record<VariantKind, string>> = { model: '模型', phase: '阶段', scale: '规模' };

const origins: Readonly<Record<InputOrigin, string>> = {
  file: '由文件给出',
  comment: '由文件中的注释给出',
  setting: '由设置给出',
  memory: '为之前所选',
  argument: '由参数给出',
  default: '默认值',
  inferred: '由推断得出',
};

const variantOrigins: Readonly<Record<VariantOrigin, string>> = {
  chosen: '由您选择',
  comment: '由文件中的注释给出',
  file: '由文件给出',
  'file-name': '由文件名给出',
  default: '默认值',
};
