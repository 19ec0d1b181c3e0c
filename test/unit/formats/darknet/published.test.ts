import { expect, test } from 'vitest';
import { analyze } from '../../../../src/formats/analyze.ts';
import { darknetFormat } from '../../../../src/formats/darknet/darknet.ts';
import { emptyContext } from '../../../support/format-context.ts';

const section = (name: string, options: Readonly<Record<string, string | number>>): string =>
  `[${name}]\n${Object.entries(options)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')}`;

const conv = (filters: number, size: number, stride = 1): string =>
  section('convolutional', { batch_normalize: 1, filters, size, stride, pad: 1, activation: 'mish' });
const last = section('convolutional', { filters: 255, size: 1, stride: 1, pad: 1, activation: 'linear' });
const route = (layers: string, more = {}): string => section('route', { layers, ...more });
const shortcut = section('shortcut', { from: -3, activation: 'linear' });
const upsample = section('upsample', { stride: 2 });
const pool = (size: number, stride: number): string => section('maxpool', { size, stride });
const repeated = (count: number, text: string): string => text.repeat(count);

function head(mask: string, num: number): string {
  const anchors = Array.from({ length: 2 * num }, (_, place) => place + 1).join();
  return section('yolo', { mask, anchors, classes: 80, num });
}

const net = (size: number): string => section('net', { width: size, height: size, channels: 3 });

const tinyStage = (filters: number): string =>
  [
    conv(filters, 3),
    route('-1', { groups: 2, group_id: 1 }),
    conv(filters / 2, 3),
    conv(filters / 2, 3),
    route('-1,-2'),
    conv(filters, 1),
    route('-6,-1'),
    pool(2, 2),
  ].join('');

const yolov4Tiny = [
  net(416),
  conv(32, 3, 2),
  conv(64, 3, 2),
  ...[64, 128, 256].map(tinyStage),
  ...[conv(512, 3), conv(256, 1), conv(512, 3), last, head('3,4,5', 6)],
  ...[route('-4'), conv(128, 1), upsample, route('-1,23'), conv(256, 3), last, head('1,2,3', 6)],
].join('');

const stage = (filters: number, blocks: number, back: number): string =>
  [
    conv(filters, 3, 2),
    conv(filters / 2, 1),
    route('-2'),
    conv(filters / 2, 1),
    repeated(blocks, conv(filters / 2, 1) + conv(filters / 2, 3) + shortcut),
    conv(filters / 2, 1),
    route(`-1,${back}`),
    conv(filters, 1),
  ].join('');

const five = (filters: number): string =>
  [filters, 2 * filters, filters, 2 * filters, filters]
    .map((each, place) => conv(each, place % 2 === 0 ? 1 : 3))
    .join('');

const yolov4 = [
  net(608),
  conv(32, 3),
  ...[conv(64, 3, 2), conv(64, 1), route('-2'), conv(64, 1), conv(32, 1), conv(64, 3), shortcut],
  ...[conv(64, 1), route('-1,-7'), conv(64, 1)],
  ...[stage(128, 2, -10), stage(256, 8, -28), stage(512, 8, -28), stage(1024, 4, -16)],
  ...[conv(512, 1), conv(1024, 3), conv(512, 1)],
  ...[pool(5, 1), route('-2'), pool(9, 1), route('-4'), pool(13, 1), route('-1,-3,-5,-6')],
  ...[conv(512, 1), conv(1024, 3), conv(512, 1)],
  ...[conv(256, 1), upsample, route('85'), conv(256, 1), route('-1,-3'), five(256)],
  ...[conv(128, 1), upsample, route('54'), conv(128, 1), route('-1,-3'), five(128)],
  ...[conv(256, 3), last, head('0,1,2', 9)],
  ...[route('-4'), conv(256, 3, 2), route('-1,-16'), five(256), conv(512, 3), last, head('3,4,5', 9)],
  ...[route('-4'), conv(512, 3, 2), route('-1,-37'), five(512), conv(1024, 3), last, head('6,7,8', 9)],
].join('');

/**
 * A file of weights has 20 bytes of header and four bytes for each value: what ConvLens counts, and two kept statistics for
 * each normalized filter (AlexeyAB/darknet: src/parser.c save_weights). Sizes as AlexeyAB's releases have them.
 */
test.each([
  ['yolov4-tiny.weights', yolov4Tiny, 24_251_276, 38, [255, 26, 26]],
  ['yolov4.weights', yolov4, 257_717_640, 162, [255, 19, 19]],
])('%s holds as many values', (_name, text, bytes, layerCount, output) => {
  const [model] = analyze({ path: 'a.cfg', text }, [darknetFormat()], emptyContext).models;
  const filters = [...text.matchAll(/batch_normalize=1\nfilters=(\d+)/g)].reduce(
    (sum, [, count]) => sum + Number(count),
    0,
  );
  expect(20 + 4 * ((model?.totals.params ?? NaN) + 2 * filters)).toBe(bytes);
  expect(model?.layers).toHaveLength(layerCount + 1);
  expect(model?.layers.at(-1)?.outputShapes).toEqual([[1, ...output]]);
  expect(model?.problems.filter(({ severity }) => severity !== 'information')).toEqual([]);
});

const grouped = (filters: number, stride = 1): string =>
  section('convolutional', { batch_normalize: 1, filters, size: 3, groups: 32, stride, pad: 1 });
const widened = section('shortcut', { from: -4, activation: 'leaky' });
const residual = (filters: number): string =>
  conv(filters, 1) + grouped(filters) + conv(filters, 1) + widened;

const nextStage = (filters: number, blocks: number, back: number): string =>
  [
    ...[conv(filters, 1), grouped(filters, 2), conv(filters, 1), route('-2'), conv(filters, 1)],
    ...[repeated(blocks, residual(filters)), conv(filters, 1), route(`-1,${back}`)],
  ].join('');

/** Its first shortcut adds 128 channels to 64. */
const nextPanet = [
  net(512),
  ...[conv(64, 7, 2), pool(2, 2), conv(128, 1), route('-2'), conv(64, 1)],
  ...[repeated(3, residual(128)), conv(128, 1), route('-1,-16')],
  ...[nextStage(256, 3, -16), nextStage(512, 5, -24), nextStage(1024, 2, -12), conv(2048, 1)],
  ...[conv(512, 1), conv(1024, 3), conv(512, 1)],
  ...[pool(5, 1), route('-2'), pool(9, 1), route('-4'), pool(13, 1), route('-1,-3,-5,-6')],
  ...[conv(512, 1), conv(1024, 3), conv(512, 1)],
  ...[conv(256, 1), upsample, route('65'), conv(256, 1), route('-1,-3'), five(256)],
  ...[conv(128, 1), upsample, route('38'), conv(128, 1), route('-1,-3'), five(128)],
  ...[conv(256, 3), last, head('0,1,2', 9)],
  ...[route('-4'), conv(256, 3, 2), route('-1,-16'), five(256), conv(512, 3), last, head('3,4,5', 9)],
  ...[route('-4'), conv(512, 3, 2), route('-1,-37'), five(512), conv(1024, 3), last, head('6,7,8', 9)],
].join('');

/** AlexeyAB/darknet: README.md has 71.3 BFlops (two for each multiply-add) and 217 MB of weights. */
test('csresnext50-panet-spp.cfg at 512×512', () => {
  const [model] = analyze({ path: 'a.cfg', text: nextPanet }, [darknetFormat()], emptyContext).models;
  expect(((2 * (model?.totals.macs ?? NaN)) / 1e9).toFixed(1)).toBe('71.3');
  expect(model?.totals.params).toBe(56_942_525);
  expect(model?.layers.at(-1)?.outputShapes).toEqual([[1, 255, 16, 16]]);
  expect(model?.problems.filter(({ severity }) => severity !== 'information')).toEqual([]);
});
