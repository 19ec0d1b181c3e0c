import type { PublishedModel } from './published.ts';
import type { ModelSource } from './source.ts';

/** YOLO26: a box side is one number, and a second set of branches gives each object one box. */
const source26 = (last: string, keys: Readonly<Record<string, string>> = {}): ModelSource => ({
  scales: {
    n: [0.5, 0.25, 1024],
    s: [0.5, 0.5, 1024],
    m: [0.5, 1, 512],
    l: [1, 1, 512],
    x: [1, 1.5, 512],
  },
  keys: { end2end: 'True', reg_max: '1', ...keys },
  backbone: `
Conv 64 3 2
Conv 128 3 2
2x C3k2 256 False 0.25
Conv 256 3 2
2x C3k2 512 False 0.25
Conv 512 3 2
2x C3k2 512 True
Conv 1024 3 2
2x C3k2 1024 True
SPPF 1024 5 3 True
2x C2PSA 1024`,
  head: `
nn.Upsample None 2 "nearest"
-1,6: Concat 1
2x C3k2 512 True
nn.Upsample None 2 "nearest"
-1,4: Concat 1
2x C3k2 256 True
Conv 256 3 2
-1,13: Concat 1
2x C3k2 512 True
Conv 512 3 2
-1,10: Concat 1
C3k2 1024 True 0.5 True
16,19,22: ${last}`,
});

export const v26Models: readonly PublishedModel[] = [
  {
    name: 'yolo26',
    source: source26('Detect nc'),
    params: { yolo26n: 2572280, yolo26s: 10009784, yolo26m: 21896248, yolo26l: 26299704, yolo26x: 58993368 },
  },
  {
    name: 'yolo26-seg',
    source: source26('Segment26 nc 32 256'),
    params: {
      'yolo26n-seg': 3126280,
      'yolo26s-seg': 11505800,
      'yolo26m-seg': 27112072,
      'yolo26l-seg': 31515528,
      'yolo26x-seg': 70693800,
    },
  },
  {
    name: 'yolo26-pose',
    source: source26('Pose26 nc kpt_shape', { kpt_shape: '[17, 3]' }),
    params: {
      'yolo26n-pose': 3747554,
      'yolo26s-pose': 11870498,
      'yolo26m-pose': 24344482,
      'yolo26l-pose': 28747938,
      'yolo26x-pose': 62914350,
    },
  },
  {
    name: 'yolo26-obb',
    source: source26('OBB26 nc 1'),
    params: {
      'yolo26n-obb': 2715614,
      'yolo26s-obb': 10582142,
      'yolo26m-obb': 23593918,
      'yolo26l-obb': 27997374,
      'yolo26x-obb': 62811678,
    },
  },
];
