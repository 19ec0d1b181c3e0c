import type { PublishedModel } from './published.ts';
import type { Scales } from './source.ts';

const scales11: Scales = {
  n: [0.5, 0.25, 1024],
  s: [0.5, 0.5, 1024],
  m: [0.5, 1, 512],
  l: [1, 1, 512],
  x: [1, 1.5, 512],
};

const backbone11 = `
Conv 64 3 2
Conv 128 3 2
2x C3k2 256 False 0.25
Conv 256 3 2
2x C3k2 512 False 0.25
Conv 512 3 2
2x C3k2 512 True
Conv 1024 3 2
2x C3k2 1024 True
SPPF 1024 5
2x C2PSA 1024`;

const head11 = (last: string) => `
nn.Upsample None 2 "nearest"
-1,6: Concat 1
2x C3k2 512 False
nn.Upsample None 2 "nearest"
-1,4: Concat 1
2x C3k2 256 False
Conv 256 3 2
-1,13: Concat 1
2x C3k2 512 False
Conv 512 3 2
-1,10: Concat 1
2x C3k2 1024 True
16,19,22: ${last}`;

export const v11Models: readonly PublishedModel[] = [
  {
    name: 'yolo11',
    source: { scales: scales11, backbone: backbone11, head: head11('Detect nc') },
    params: { yolo11n: 2624080, yolo11s: 9458752, yolo11m: 20114688, yolo11l: 25372160, yolo11x: 56966176 },
  },
  {
    name: 'yolo11-pose',
    source: {
      scales: scales11,
      keys: { kpt_shape: '[17, 3]' },
      backbone: backbone11,
      head: head11('Pose nc kpt_shape'),
    },
    params: {
      'yolo11n-pose': 2908507,
      'yolo11s-pose': 9948811,
      'yolo11m-pose': 20973273,
      'yolo11l-pose': 26230745,
      'yolo11x-pose': 58889881,
    },
  },
  {
    name: 'yolo11-cls',
    source: {
      scales: scales11,
      backbone: backbone11.replace('SPPF 1024 5\n', ''),
      head: 'Classify nc',
    },
    params: {
      'yolo11n-cls': 1633584,
      'yolo11s-cls': 5545488,
      'yolo11m-cls': 10455696,
      'yolo11l-cls': 12937104,
      'yolo11x-cls': 28458544,
    },
  },
];

export const v12Models: readonly PublishedModel[] = [
  {
    name: 'yolo12',
    source: {
      scales: scales11,
      backbone: `
Conv 64 3 2
Conv 128 3 2
2x C3k2 256 False 0.25
Conv 256 3 2
2x C3k2 512 False 0.25
Conv 512 3 2
4x A2C2f 512 True 4
Conv 1024 3 2
4x A2C2f 1024 True 1`,
      head: `
nn.Upsample None 2 "nearest"
-1,6: Concat 1
2x A2C2f 512 False -1
nn.Upsample None 2 "nearest"
-1,4: Concat 1
2x A2C2f 256 False -1
Conv 256 3 2
-1,11: Concat 1
2x A2C2f 512 False -1
Conv 512 3 2
-1,8: Concat 1
2x C3k2 1024 True
14,17,20: Detect nc`,
    },
    params: { yolo12n: 2602288, yolo12s: 9284096, yolo12m: 20199168, yolo12l: 26450784, yolo12x: 59210784 },
  },
];
