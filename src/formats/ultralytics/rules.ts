import type { ModelConfig } from './config.ts';
import { isList, isTrue, numberOf, unknownValue, type Argument, type PythonValue } from './values.ts';

/** Channels of what a row passes on: a number (NaN where unknown), or the list that CBLinear leaves. */
export type Channels = number | readonly number[];

/** What the parser knows when it comes to a row. */
export interface RowState {
  readonly args: readonly Argument[];
  /** Channels of the rows that this one takes. */
  readonly inputs: readonly Channels[];
  /** After the depth gain. */
  readonly repeats: number;
  readonly config: ModelConfig;
  /** Channels of the row before, which some modules leave as they are. */
  readonly previous: Channels;
  /** Heads are built as those of v3 to v9 were. */
  readonly legacy: boolean;
}

/** A module's call: all its arguments, the channels that it is taken to have, how often it stands there. */
export interface Call {
  readonly args: readonly Argument[];
  readonly channels: Channels;
  readonly repeats: number;
  /** Where an argument is missing that the parser itself needs: its name. */
  readonly missing?: string;
}

/** How parse_model turns a row's arguments into those of its module. */
export type ArgumentRule = (row: RowState) => Call;

export const given = (value: PythonValue): Argument => ({ value, place: null });

/** Channels as an argument; NaN stays, since a module can be built without knowing what goes in. */
const channelArgument = (channels: Channels): Argument =>
  given(typeof channels === 'number' ? channels : channels.map((each) => given(each)));

export const single = (channels: Channels | undefined): number =>
  typeof channels === 'number' ? channels : NaN;

/** ⌈channels/divisor⌉·divisor (ultralytics/ultralytics: ultralytics/utils/ops.py make_divisible). */
export function makeDivisible(channels: number, divisor: number): number {
  return Math.ceil(channels / divisor) * divisor;
}

/** Channels after the width gain; classes, and what a YOLOv5 head puts out, stay. */
function widened(channels: number, { dialect, gains, values }: ModelConfig): number {
  const kept = values.get(dialect === 'yolov5' ? 'no' : 'nc');
  return channels === kept ? channels : gained(channels, gains);
}

export function gained(channels: number, { width, maxChannels, divisor }: ModelConfig['gains']): number {
  return makeDivisible(Math.min(channels, maxChannels) * width, divisor);
}

/** A number that the parser changes. */
function changed({ value, place }: Argument, result: number): Argument {
  if (Number.isNaN(result)) return { value: unknownValue, place };
  return { value: result, place, computed: value !== result };
}

/** [c1, c2, …]: the input's channels first, then the row's own after the width gain. */
export const scaled: ArgumentRule = (row) => {
  const { args, inputs, config, repeats } = row;
  const [first, ...rest] = args;
  const channels = first ? (numberOf(first.value) ?? NaN) : NaN;
  if (!first) return { args, channels, repeats, missing: 'c2' };
  const c2 = widened(channels, config);
  return { args: [channelArgument(single(inputs[0])), changed(first, c2), ...rest], channels: c2, repeats };
};

/** The same with the number of repeats in third place: the module repeats its own parts. */
export const repeated: ArgumentRule = (row) => {
  const call = scaled(row);
  return { ...call, args: call.args.toSpliced(2, 0, given(row.repeats)), repeats: 1 };
};

/** C3k blocks at the scales m, l and x, and without a scale, since Python has '' in every string. */
export const c3k2: ArgumentRule = (row) => {
  const call = repeated(row);
  if (!'mlx'.includes(row.config.scale)) return call;
  if (call.args.length < 4) return { ...call, missing: 'c3k' };
  return { ...call, args: call.args.with(3, given(true)) };
};

/** A residual and a smaller MLP at the scales l and x, and without a scale. */
export const a2c2f: ArgumentRule = (row) => {
  const call = repeated(row);
  return 'lx'.includes(row.config.scale) ? { ...call, args: [...call.args, given(true), given(1.2)] } : call;
};

/** Embedding channels and heads are scaled too. */
export const c2fAttn: ArgumentRule = (row) => {
  const [first, embed, heads, ...rest] = row.args;
  if (!embed || !heads) return { ...repeated(row), missing: embed ? 'nh' : 'ec' };
  const { gains } = row.config;
  const half = { ...gains, maxChannels: Math.floor(gains.maxChannels / 2) };
  const count = numberOf(heads.value) ?? NaN;
  const limited = Math.min(count, Math.floor(half.maxChannels / 32));
  const scaledHeads = count > 1 ? Math.trunc(Math.max(limited * gains.width, 1)) : Math.trunc(count);
  const embedded = changed(embed, gained(numberOf(embed.value) ?? NaN, half));
  const args = [...(first ? [first] : []), embedded, changed(heads, scaledHeads), ...rest];
  return repeated({ ...row, args });
};

/** [c1, …]; the channels of the row before are kept. */
export const fromInput: ArgumentRule = ({ args, inputs, previous, repeats }) => ({
  args: [channelArgument(single(inputs[0])), ...args],
  channels: previous,
  repeats,
});

/** [c1, middle channels, c2, …], none of them scaled. */
export const hourglassStem: ArgumentRule = ({ args, inputs, repeats }) => ({
  args: [channelArgument(single(inputs[0])), ...args],
  channels: numberOf(args[1]?.value ?? null) ?? NaN,
  repeats,
  ...(args.length < 2 ? { missing: args.length === 0 ? 'cm' : 'c2' } : {}),
});

/** The same with the number of repeats in fifth place. */
export const hourglassBlock: ArgumentRule = (row) => {
  const call = hourglassStem(row);
  return { ...call, args: call.args.toSpliced(4, 0, given(row.repeats)), repeats: 1 };
};

/** As written; four times the channels unless it is the first layer. */
export const resNetLayer: ArgumentRule = ({ args, repeats }) => {
  const channels = numberOf(args[1]?.value ?? null) ?? NaN;
  const isFirst = args[3];
  if (!isFirst) return { args, channels, repeats, missing: 'is_first' };
  return { args, channels: isTrue(isFirst.value) ? channels : channels * 4, repeats };
};

/** Only the input's channels. */
export const batchNormRule: ArgumentRule = ({ inputs, previous, repeats }) => ({
  args: [channelArgument(single(inputs[0]))],
  channels: previous,
  repeats,
});

export const concatRule: ArgumentRule = ({ args, inputs, repeats }) => ({
  args,
  channels: inputs.reduce<number>((sum, channels) => sum + single(channels), 0),
  repeats,
});

/** The list of the inputs' channels last. */
export const headRule: ArgumentRule = ({ args, inputs, previous, repeats, legacy, config }) => {
  const { bins, endToEnd } = config;
  const further = [given(Number.isNaN(bins) ? unknownValue : bins), given(endToEnd)];
  const channels = channelArgument(inputs.map(single));
  return { args: [...args, ...further, channels, given(legacy)], channels: previous, repeats };
};

/** The same; the prototypes are scaled. */
export const segmentRule: ArgumentRule = (row) => {
  const prototypes = row.args[2];
  if (!prototypes) return { ...headRule(row), missing: 'npr' };
  const count = gained(numberOf(prototypes.value) ?? NaN, row.config.gains);
  return headRule({ ...row, args: row.args.with(2, changed(prototypes, count)) });
};

/** [nc, list of channels, legacy]: v10's head has its bins, and is end to end, by itself. */
export const v10HeadRule: ArgumentRule = ({ args, inputs, previous, repeats, legacy }) => ({
  args: [...args, channelArgument(inputs.map(single)), given(legacy)],
  channels: previous,
  repeats,
});

/** The list of the inputs' channels last, and nothing behind it: YOLOv5's and YOLO-World's heads. */
export const channelsLast: ArgumentRule = ({ args, inputs, previous, repeats }) => ({
  args: [...args, channelArgument(inputs.map(single))],
  channels: previous,
  repeats,
});

export const yolov5SegmentRule: ArgumentRule = (row) => {
  const prototypes = row.args[3];
  if (!prototypes) return { ...channelsLast(row), missing: 'npr' };
  const { width, divisor } = row.config.gains;
  const count = makeDivisible((numberOf(prototypes.value) ?? NaN) * width, divisor);
  return channelsLast({ ...row, args: row.args.with(3, changed(prototypes, count)) });
};

/** The inputs' channels in second place. */
export const decoderRule: ArgumentRule = ({ args, inputs, previous, repeats }) => ({
  args: args.toSpliced(1, 0, channelArgument(inputs.map(single))),
  channels: previous,
  repeats,
});

/** [c1, list of channels, …], not scaled. */
export const cbLinearRule: ArgumentRule = ({ args, inputs, repeats }) => {
  const list = args[0]?.value ?? null;
  return {
    args: [channelArgument(single(inputs[0])), ...args],
    channels: isList(list) ? list.map(({ value }) => numberOf(value) ?? NaN) : NaN,
    repeats,
    ...(args.length === 0 ? { missing: 'c2s' } : {}),
  };
};

export const cbFuseRule: ArgumentRule = ({ args, inputs, repeats }) => ({
  args,
  channels: inputs.at(-1) ?? NaN,
  repeats,
});

/** The channels that come out are given first. The framework hands on the arguments behind them. */
export const declaredRule: ArgumentRule = ({ args, repeats }) => ({
  args,
  channels: numberOf(args[0]?.value ?? null) ?? NaN,
  repeats,
  ...(args.length === 0 ? { missing: 'c2' } : {}),
});

/** All other modules, those of torch.nn among them: arguments as written, the input's channels. */
export const kept: ArgumentRule = ({ args, inputs, repeats }) => ({
  args,
  channels: inputs[0] ?? NaN,
  repeats,
});

/** YOLOv5's Contract and Expand: the channels times or over the square of the gain. */
export const contractRule: ArgumentRule = (row) => {
  const gain = numberOf(row.args[0]?.value ?? null);
  const missing = row.args.length === 0 ? { missing: 'gain' } : {};
  return { ...kept(row), channels: single(row.inputs[0]) * (gain ?? NaN) ** 2, ...missing };
};

export const expandRule: ArgumentRule = (row) => {
  const gain = numberOf(row.args[0]?.value ?? null);
  const missing = row.args.length === 0 ? { missing: 'gain' } : {};
  return { ...kept(row), channels: Math.floor(single(row.inputs[0]) / (gain ?? NaN) ** 2), ...missing };
};
