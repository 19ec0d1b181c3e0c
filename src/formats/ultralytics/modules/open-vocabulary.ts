import type { TensorRef } from '../../../model/graph/graph.ts';
import type { WorkTerm } from '../../../model/graph/derived.ts';
import type { BoundArguments } from '../bound-arguments.ts';
import { valueOrNull } from '../part-writer.ts';
import { c2fAttn, channelsLast, headRule, segmentRule } from '../rules.ts';
import type { Scope } from '../scope.ts';
import { bottleneck, extended, part } from './csp-parts.ts';
import {
  best,
  boxesAt,
  cells,
  classWidth,
  classesAt,
  copiedBranches,
  decoded,
  ownBranches,
  type Branches,
  type Head,
} from './detect.ts';
import { firstLevelPrototypes, further, headOf } from './heads.ts';
import {
  add,
  batchNorm,
  cat,
  chunk,
  conv,
  conv2d,
  layerNorm,
  linear,
  permute,
  sigmoid,
  sized,
  softmax,
  split,
  view,
} from './layers.ts';
import { block, join, tensorsOf, type ModuleTable } from './module-spec.ts';
import { fusedPrototypes } from './v26.ts';
import type { Tensor } from '../flow.ts';
import { said } from '../../../model/text/text.ts';

const image = [{ from: 0 }, { from: 1 }, { from: 2 }, { from: 3 }] as const;

/** Products that are summed: `times` for each element along `over`; unknown where `times` is. */
const work = (times: number, over: readonly number[]): readonly WorkTerm[] | null =>
  Number.isNaN(times) ? null : [{ times, over }];

const multiply = (m: Scope, a: Tensor, b: Tensor): TensorRef =>
  m.call('mul', { kind: 'combine', name: 'multiply', broadcast: 'numpy' }, [a, b]);

/** Values of every head apart. */
function perHead(values: number, heads: number, name: string, a: BoundArguments): number {
  const each = Math.floor(values / heads);
  if (each * heads !== values && !Number.isNaN(each)) {
    a.refuse(name, said('{0} channels cannot be split into {1} heads.', values, heads));
  }
  return each;
}

/** Each cell is weighted by the text that it is most like (ultralytics/nn/modules/block.py MaxSigmoidAttnBlock). */
function maxSigmoidAttention(m: Scope, x: Tensor, c: number, a: BoundArguments): TensorRef {
  const [embed, heads, guides] = [a.number('ec'), a.number('nh'), a.number('gc')];
  const each = perHead(c, heads, 'nh', a);
  if (each * heads !== embed && !Number.isNaN(each + embed)) {
    a.refuse(
      'ec',
      said(
        'C2fAttn needs as many embedding channels as it has inner ones ({0}), not {1}.',
        each * heads,
        embed,
      ),
    );
  }
  const texts = m.writer.changedTexts ?? m.writer.texts();
  const guide = view(m, linear(m.sub('gl'), texts, guides, embed), ['copy', 'copy', heads, each]);
  const wide = c === embed ? x : conv(m.sub('ec'), x, c, embed, { act: false });
  const cells = sized(m, 'view', [wide], [{ from: 0 }, heads, each, { from: 2 }, { from: 3 }]);
  const count = m.writer.textCount;
  const likeness = sized(
    m,
    'einsum',
    [cells, guide],
    [{ from: 0 }, { from: 1 }, { from: 3 }, { from: 4 }, count],
    work(count, [0, 1, 2, 3, 4]),
  );
  const most = sized(m, 'max', [likeness], image);
  const weights = sigmoid(m, sized(m, 'add', [most], image, [], valueOrNull(heads)));
  const projected = conv(m.sub('proj_conv'), x, c, c, { k: 3, act: false });
  const split = sized(m, 'view', [projected], [{ from: 0 }, heads, each, { from: 2 }, { from: 3 }]);
  const forAll = sized(m, 'unsqueeze', [weights], [{ from: 0 }, { from: 1 }, 1, { from: 2 }, { from: 3 }]);
  return sized(m, 'view', [multiply(m, split, forAll)], [{ from: 0 }, c, { from: 3 }, { from: 4 }]);
}

/** The texts attend to the cells of a coarse image of every level (block.py ImagePoolingAttn.forward). */
function textsOfImage(m: Scope, levelTensors: readonly Tensor[], a: BoundArguments): TensorRef {
  const [embed, values, heads, k] = [a.number('ec'), a.number('ct'), a.number('nh'), a.number('k')];
  const each = perHead(embed, heads, 'nh', a);
  const channels = a.numbers('ch');
  const cells = levelTensors.map((x, level) => {
    const projected = conv2d(m.sub(`projections.${level}`), x, channels[level] ?? NaN, embed);
    const outputSize = [valueOrNull(k), valueOrNull(k)];
    const pooled = m
      .sub(`im_pools.${level}`)
      .layer(
        'AdaptiveMaxPool2d',
        { kind: 'adaptive-pool', mode: 'max', outputSize, layout: 'channels-first' },
        [projected],
      );
    return view(m, pooled, ['copy', -1, k * k]);
  });
  const features = permute(m, cat(m, cells, 2), [0, 2, 1], 'transpose');
  const texts = m.writer.changedTexts ?? m.writer.texts();
  const projectedBy = (name: string, x: Tensor, from: number) => {
    const normalized = layerNorm(m.sub(name).sub('0'), x, from);
    return view(
      m,
      linear(m.sub(name).sub('1'), normalized, from, embed),
      ['copy', -1, heads, each],
      'reshape',
    );
  };
  const query = projectedBy('query', texts, values);
  const key = projectedBy('key', features, embed);
  const value = projectedBy('value', features, embed);
  const count = levelTensors.length * k * k;
  const products = [{ from: 0 }, { from: 2 }, { from: 1 }, count] as const;
  const weights = softmax(m, sized(m, 'einsum', [query, key], products, work(count, [0, 1, 2, 3])), -1);
  const perText = [{ from: 0 }, { from: 2 }, { from: 1 }, each] as const;
  const mixed = sized(m, 'einsum', [weights, value], perText, work(each, [0, 1, 2, 3]));
  const joined = linear(m.sub('proj'), view(m, mixed, ['copy', -1, embed], 'reshape'), embed, values);
  const scaled = a.flag('scale')
    ? sized(m, 'mul', [joined], [{ from: 0 }, { from: 1 }, { from: 2 }], [], 1)
    : joined;
  return add(m, scaled, texts);
}

/** How a head of an open vocabulary scores cells: by their likeness to texts, both of `embed` values. */
interface Contrast {
  readonly embed: number;
  readonly score: (features: Tensor, level: number) => TensorRef;
}

/** Likeness of cells and texts, with a learned factor and bias (block.py ContrastiveHead, BNContrastiveHead). */
function contrast(m: Scope, embed: number, normalizes: boolean, list = 'cv4'): Contrast {
  const score: Contrast['score'] = (features, level) => {
    const head = m.sub(`${list}.${level}`);
    const normalized = normalizes
      ? batchNorm(head.sub('norm'), features, embed)
      : sized(head, 'normalize', [features], image);
    const texts = sized(head, 'normalize', [m.writer.texts()], [{ from: 0 }, { from: 1 }, { from: 2 }]);
    const count = m.writer.textCount;
    const dims = [{ from: 0 }, count, { from: 2 }, { from: 3 }] as const;
    const likeness = sized(head, 'einsum', [normalized, texts], dims, work(count, [0, 1, 2, 3]));
    return sized(head, 'add', [sized(head, 'mul', [likeness], image, [], 1)], image, [], 1);
  };
  return { embed, score };
}

/** YOLO-World has no `reg_max`. */
const usualBins = 16;

/** Boxes and scores side by side, level by level (head.py WorldDetect.forward). */
function detectedByText(m: Scope, head: Head, a: BoundArguments): TensorRef {
  const { embed, score } = contrast(m, a.number('embed'), a.flag('with_bn'));
  const branches = ownBranches(m);
  const ofLevels = head.inputs.map((_, level) => {
    const boxes = boxesAt(head, branches, level);
    return cat(m, [boxes, score(classesAt(head, branches, level, embed), level)]);
  });
  const [sides, classes] = [4 * head.bins, m.writer.textCount];
  const [boxes = null, scores = null] = split(m, cells(m, ofLevels, sides + classes), [sides, classes]);
  return decoded(m, { boxes, scores }, head.bins);
}

/** YOLOE asserts what this refuses, and has modules for prompts, which no forward pass without a prompt calls. */
function withPrompts(m: Scope, head: Head, a: BoundArguments): void {
  const [embed, hidden] = [a.number('embed'), classWidth(head)];
  if (!a.flag('with_bn')) a.refuse('with_bn', 'YOLOE needs `with_bn` to be True.');
  if (hidden > embed) a.refuse('embed', said('`embed` must be {0} or more here, but is {1}.', hidden, embed));
  m.writer.uncalled += promptParameters(head.channels, hidden, embed);
}

/** YOLOE's boxes, scores and masks; an end-to-end head gives the best of its second set of branches (head.py, 8.4). */
function detectedByPrompt(m: Scope, head: Head, a: BoundArguments, masks = 0): TensorRef {
  withPrompts(m, head, a);
  const predict = (branches: Branches, copy: string) => {
    const scope = copy === '' ? m : m.copied('one2one');
    const { embed, score } = contrast(scope, a.number('embed'), true, `${copy}cv4`);
    const levels = head.inputs.map((_, level) => level);
    const boxes = cells(
      m,
      levels.map((level) => boxesAt(head, branches, level)),
      4 * head.bins,
    );
    const scores = levels.map((level) => score(classesAt(head, branches, level, embed), level));
    return {
      boxes,
      scores: cells(m, scores, m.writer.textCount),
      masks: masks === 0 ? null : further(scope, head, masks, `${copy}cv5`),
    };
  };
  const infer = (all: ReturnType<typeof predict>): TensorRef => {
    const boxes = decoded(m, all, head.bins);
    return all.masks === null ? boxes : cat(m, [boxes, all.masks]);
  };
  const many = predict(ownBranches(m), '');
  return head.endToEnd ? best(m, infer(predict(copiedBranches(m), 'one2one_')), masks) : infer(many);
}

const promptableSegment = (prototypesOf: (m: Scope, head: Head, a: BoundArguments) => TensorRef) =>
  join(
    segmentRule,
    'nc=80, nm=32, npr=256, embed=512, with_bn=False, reg_max=16, end2end=False, ch=(), legacy=False',
    (m, inputs, a) => {
      const head = headOf(inputs, a);
      return [detectedByPrompt(m, head, a, a.number('nm')), prototypesOf(m.sub('proto'), head, a)];
    },
  );

/** Parameters of block.py Residual(SwiGLUFFN) and SAVPE. */
function promptParameters(channels: readonly number[], hidden: number, embed: number): number {
  const biased = (from: number, to: number, k = 1) => from * to * k * k + to;
  const normalized = (from: number, to: number, k = 1) => from * to * k * k + 2 * to;
  const textPart = biased(embed, 4 * embed) + biased(2 * embed, embed);
  const [joined, few] = [3 * hidden, 16];
  const ofLevels = channels.reduce(
    (sum, c) => sum + normalized(c, hidden, 3) + normalized(hidden, hidden, 3) + normalized(c, hidden),
    0,
  );
  const maps = biased(joined, embed) + biased(joined, few, 3) + biased(1, few, 3);
  return textPart + ofLevels + maps + normalized(2 * few, few, 3) + biased(few, few, 3);
}

/** YOLO-World's and YOLOE's (ultralytics/nn/modules/block.py, head.py, 8.3): classes are texts. */
export const openVocabularyModules: ModuleTable = {
  C2fAttn: block(c2fAttn, 'c1, c2, n=1, ec=128, nh=1, gc=512, shortcut=False, g=1, e=0.5', (m, x, a) => {
    const [c2, n] = [a.number('c2'), a.count('n')];
    const hidden = part(c2, a.number('e'));
    const options = { shortcut: a.flag('shortcut'), g: a.number('g'), k: [3, 3] as const };
    const parts = chunk(m, conv(m.sub('cv1'), x, a.number('c1'), 2 * hidden));
    const results = extended(m, parts, n, (each, y) => bottleneck(each, y, hidden, hidden, options));
    const attentive = maxSigmoidAttention(m.sub('attn'), results.at(-1) ?? null, hidden, a);
    return conv(m.sub('cv2'), cat(m, [...results, attentive]), (3 + n) * hidden, c2);
  }),
  /** Changes the texts for the rows behind it, and passes on what goes in (ultralytics/nn/tasks.py WorldModel.predict). */
  ImagePoolingAttn: join(channelsLast, 'ec=256, ch=(), ct=512, nh=8, k=3, scale=False', (m, inputs, a) => {
    const tensors = tensorsOf(inputs);
    m.writer.changedTexts = textsOfImage(m, tensors, a);
    return tensors;
  }),
  WorldDetect: join(channelsLast, 'nc=80, embed=512, with_bn=False, ch=()', (m, inputs, a) =>
    detectedByText(
      m,
      {
        nc: a.number('nc'),
        inputs: tensorsOf(inputs),
        channels: a.numbers('ch'),
        legacy: true,
        bins: usualBins,
        endToEnd: false,
      },
      a,
    ),
  ),
  YOLOEDetect: join(
    headRule,
    'nc=80, embed=512, with_bn=False, reg_max=16, end2end=False, ch=(), legacy=False',
    (m, inputs, a) => detectedByPrompt(m, headOf(inputs, a), a),
  ),
  YOLOESegment: promptableSegment(firstLevelPrototypes),
  YOLOESegment26: promptableSegment(fusedPrototypes),
};
