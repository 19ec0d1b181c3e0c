import { describe, expect, test } from 'vitest';
import type { LayerSpec } from '../../../src/engine/trace/layer-lesson.ts';
import type { Box, Scene } from '../../../src/scene/draw-list.ts';
import { layerScene } from '../../../src/scene/layer/layer-scene.ts';
import { standing } from '../../../src/scene/layer/playhead.ts';
import { stepCount } from '../../../src/scene/layer/steps.ts';
import { receptiveField } from '../../../src/scene/receptive/receptive-field.ts';
import { receptiveScene } from '../../../src/scene/receptive/receptive-scene.ts';
import { layoutNetwork } from '../../../src/worker/compute/layout-network.ts';
import { framesOf } from '../../../src/scene/network/frames.ts';
import { networkItems, networkSources } from '../../../src/scene/network/network-item.ts';
import { placeAcross } from '../../../src/scene/network/place-across.ts';
import { placeDown } from '../../../src/scene/network/place-down.ts';
import { networkScene } from '../../../src/scene/network/network-scene.ts';
import { flowScene } from '../../../src/scene/network/flow-chart.ts';
import { english } from '../../../src/scene/words/english.ts';
import { placedMarks } from '../../support/panel/mark-bounds.ts';
import { inBlocks, inceptionCell, resnetStem } from '../../support/panel/sample-networks.ts';
import { evenAxes, filledLesson } from '../../support/panel/plain-lesson.ts';

const shared = { kind: 'convolution', groups: 1, bias: true } as const;
const layers: readonly (readonly [string, LayerSpec])[] = [
  [
    '8×8, 3×3 by 2',
    {
      ...shared,
      input: [2, 2, 8, 8],
      outChannels: 2,
      axes: evenAxes([8, 8], { kernel: 3, stride: 2, padding: 1 }),
    },
  ],
  [
    '5×5, 3×3',
    {
      ...shared,
      input: [1, 1, 5, 5],
      outChannels: 1,
      axes: evenAxes([5, 5], { kernel: 3, stride: 1, padding: 0 }),
    },
  ],
  [
    '224×224, 7×7 by 2',
    {
      ...shared,
      input: [1, 3, 224, 224],
      outChannels: 4,
      axes: evenAxes([224, 224], { kernel: 7, stride: 2, padding: 3 }),
    },
  ],
  [
    '12, 3',
    {
      ...shared,
      input: [1, 2, 12],
      outChannels: 2,
      axes: evenAxes([12], { kernel: 3, stride: 1, padding: 1 }),
    },
  ],
  [
    '6×6×6, 3×3×3',
    {
      ...shared,
      input: [1, 2, 6, 6, 6],
      outChannels: 2,
      axes: evenAxes([6, 6, 6], { kernel: 3, stride: 1, padding: 1 }),
    },
  ],
  [
    'max pool',
    { kind: 'max-pool', input: [1, 2, 7, 7], axes: evenAxes([7, 7], { kernel: 3, stride: 2, padding: 1 }) },
  ],
  ['ReLU', { kind: 'relu', input: [1, 2, 6, 6] }],
  ['linear', { kind: 'linear', input: [1, 12], outFeatures: 5, bias: true }],
];

const sizes = [
  [320, 520],
  [800, 380],
  [1600, 420],
] as const;

/** Texts of a picture that lie over each other or reach beyond it. Letters are less high than their size. */
function crowded({ marks, width }: Scene): string[] {
  const texts = placedMarks(marks).flatMap(({ mark, box }) =>
    mark.kind === 'text' && mark.text.trim() !== '' ? [{ text: mark.text, ...box }] : [],
  );
  const found = texts
    .filter(({ x, width: w }) => x < -1 || x + w > width + 1)
    .map(({ text }) => `“${text}” reaches beyond the picture`);
  texts.forEach((one, place) => {
    for (const other of texts.slice(place + 1)) {
      const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
      const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
      if (across > 1.5 && down > 0.3 * Math.min(one.height, other.height))
        found.push(`“${one.text}” lies over “${other.text}”`);
    }
  });
  return found;
}

type Segment = readonly [x1: number, y1: number, x2: number, y2: number];

/** Parts of a path, curves cut into straight pieces. */
function segmentsOf(d: string): Segment[] {
  let [start, last]: [Place, Place] = [
    [0, 0],
    [0, 0],
  ];
  return [...d.matchAll(/([MLCQZ])([^a-zA-Z]*)/g)].flatMap(([, command, numbers = '']): Segment[] => {
    const all = [...numbers.matchAll(/-?[\d.]+/g)].map(Number);
    const points = Array.from({ length: all.length / 2 }, (_, i): Place => [
      all[2 * i] ?? NaN,
      all[2 * i + 1] ?? NaN,
    ]);
    const next = command === 'Z' ? start : (points.at(-1) ?? last);
    const from = last;
    if (command === 'M') start = next;
    last = next;
    if (command === 'M') return [];
    const handles = command === 'Z' ? [from, start] : [from, ...points];
    const pieces = handles.length === 2 ? 1 : 16;
    return Array.from({ length: pieces }, (_, i): Segment => [
      ...along(handles, i / pieces),
      ...along(handles, (i + 1) / pieces),
    ]);
  });
}

type Place = readonly [x: number, y: number];

/** The point of a Bézier curve, or of a line, by de Casteljau. */
function along(handles: readonly Place[], share: number): Place {
  const [first = [NaN, NaN] as const, ...others] = handles;
  if (others.length === 0) return first;
  const between = others.map(([x, y], i): Place => {
    const [fromX, fromY] = handles[i] ?? first;
    return [fromX + share * (x - fromX), fromY + share * (y - fromY)];
  });
  return along(between, share);
}

/** Whether a part of the segment lies inside of the box: what each side leaves of its way from 0 to 1. */
function crosses([x1, y1, x2, y2]: Segment, { x, y, width, height }: Box): boolean {
  const [dx, dy] = [x2 - x1, y2 - y1];
  let [from, to] = [0, 1];
  for (const [step, room] of [
    [-dx, x1 - x],
    [dx, x + width - x1],
    [-dy, y1 - y],
    [dy, y + height - y1],
  ] as const) {
    if (step === 0 && room <= 0) return false;
    if (step < 0) from = Math.max(from, room / step);
    if (step > 0) to = Math.min(to, room / step);
  }
  return from < to;
}

const covers = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x + 1 &&
  outer.y <= inner.y + 1 &&
  outer.x + outer.width >= inner.x + inner.width - 1 &&
  outer.y + outer.height >= inner.y + inner.height - 1;

/** Words, of the interface font unless told and so not numbers in cells, that a line runs through with nothing between. */
function struckThrough({ marks }: Scene, fonts: readonly string[] = ['ui']): string[] {
  const placed = placedMarks(marks);
  const lines = placed.flatMap(({ mark }, order) =>
    mark.kind === 'path' && mark.stroke ? [{ order, segments: segmentsOf(mark.d) }] : [],
  );
  return placed.flatMap(({ mark, box }, place) => {
    if (mark.kind !== 'text' || !fonts.includes(mark.font)) return [];
    // Letters are less high than their line, and signs are drawn larger than they look.
    const [across, down] = [Math.min(1, 16 / mark.size), Math.min(0.6, 9.6 / mark.size)];
    const inner = {
      x: box.x + (box.width * (1 - across)) / 2,
      y: box.y + (box.height * (1 - down)) / 2,
      width: box.width * across,
      height: box.height * down,
    };
    const struck = lines.some(
      ({ order, segments }) =>
        segments.some((segment) => crosses(segment, inner)) &&
        !placed.some(
          ({ mark: other, box: cover }, between) =>
            between > order && between < place && other.kind === 'rect' && other.fill && covers(cover, inner),
        ),
    );
    return struck ? [`a line runs through “${mark.text}”`] : [];
  });
}

describe.each(layers)('%s', (_, spec) => {
  const lesson = filledLesson(spec);

  test.each(sizes)('no words of any stage lie over others or leave the picture at %i×%i', (width, height) => {
    const found: string[] = [];
    lesson.passes.forEach(({ id, stages }, pass) =>
      stages.forEach((stage, place) => {
        for (const step of new Set([0, stepCount(stage) - 1])) {
          const scene = layerScene(lesson, standing(pass, place, step), { width, height, words: english });
          const faults = [...crowded(scene), ...struckThrough(scene)];
          found.push(...faults.map((what) => `${id}, ${stage.id}, step ${step}: ${what}`));
        }
      }),
    );
    expect(found).toEqual([]);
  });
});

test.each([320, 800, 1600])('no words of a receptive field lie over others at %i pixels', (width) => {
  const steps = receptiveField(inceptionCell, 'concat', { row: 5, column: 6 });
  const scene = receptiveScene(steps, { width }, english);
  expect([...crowded(scene), ...struckThrough(scene)]).toEqual([]);
});

test.each([
  [320, 620],
  [800, 620],
  [800, 900],
  [1600, 700],
])('a receptive field takes the room of %i×%i pixels, and no words lie over others', (width, height) => {
  const steps = receptiveField(inceptionCell, 'concat', { row: 5, column: 6 }).slice(0, 6);
  const [narrow, scene] = [{ width }, { width, height }].map((room) => receptiveScene(steps, room, english));
  expect(narrow && scene).toBeDefined();
  if (!narrow || !scene) return;
  expect(scene.height).toBeLessThanOrEqual(Math.max(height, narrow.height));
  const [small, large] = [narrow, scene].map(({ hits }) => hits[0]?.width ?? 0);
  expect(large).toBeGreaterThanOrEqual(small ?? 0);
  expect([...crowded(scene), ...struckThrough(scene)]).toEqual([]);
});

test.each([
  ['800×620', 800, 620, 232],
  ['as high as it needs to be', 800, 0, 129.6],
])('six tensors, %s: tiles of %f pixels', (_, width, height, tile) => {
  const steps = receptiveField(inceptionCell, 'concat', { row: 5, column: 6 }).slice(0, 6);
  expect(receptiveScene(steps, { width, height }, english).hits[0]?.width).toBeCloseTo(tile, 6);
});

/** Heights and widths that fit differently: each row says both. */
const oblong = {
  ...resnetStem,
  layers: resnetStem.layers.map((layer) => {
    const [axis] = layer.axes;
    const { geometry } = axis ?? {};
    return axis && geometry
      ? {
          ...layer,
          axes: [
            axis,
            { ...axis, geometry: { ...geometry, numerator: geometry.numerator + 211, remainder: 1 } },
          ],
        }
      : layer;
  }),
};

/** Next to each other, each with two sizes to say. */
const misfits = {
  ...oblong,
  layers: oblong.layers
    .filter(({ axes }) => axes.length > 0)
    .map((layer, place) => ({ ...layer, inputs: [place === 0 ? null : place - 1] })),
};

describe.each([
  ['ResNet’s stem', resnetStem],
  ['an oblong input', oblong],
  ['misfits', misfits],
  ['Inception’s cell', inceptionCell],
  ['two stages', inBlocks],
] as const)('the network of %s', (_, view) => {
  test.each([
    ['down', 320],
    ['down', 420],
    ['down', 680],
    ['across', 1200],
  ] as const)('no words of it lie over others, %s, %i pixels wide', async (orientation, width) => {
    const layout = await layoutNetwork(networkSources(view));
    const scene = networkScene(view, layout, { orientation, width, selected: null, words: english });
    expect([...crowded(scene), ...struckThrough(scene, ['ui', 'mono'])]).toEqual([]);
  });

  test.each(['down', 'across'] as const)('no arrow turns back on its way, %s', async (orientation) => {
    const layout = await layoutNetwork(networkSources(view));
    const items = networkItems(view, english);
    const { arrows } =
      orientation === 'down'
        ? placeDown(items, layout, framesOf(items), 420)
        : placeAcross(items, layout, framesOf(items), false);
    const flow = ({ x, y }: { readonly x: number; readonly y: number }) => (orientation === 'down' ? y : x);
    for (const { lane, path } of arrows) {
      if (path.kind === 'around') continue;
      const places = path.points.map(flow);
      const direction = lane === 'forward' ? 1 : -1;
      expect(places).toEqual([...places].sort((a, b) => direction * (a - b)));
    }
  });
});

test.each([320, 800, 1600])('no words of the gradient flow lie over others at %i pixels', (width) => {
  const tensor = (norm: number) => ({ norm, shareOfZeros: 0.5, histogram: [1, 5, 3] });
  const layers = Array.from({ length: 40 }, (_, place) => ({
    id: `stage${place}.block.conv1`,
    value: tensor(10 ** (place / 4 - 5)),
    gradient: tensor(10 ** (3 - place / 3)),
  }));
  expect(crowded(flowScene(layers, { width, selected: null, words: english }))).toEqual([]);
});
