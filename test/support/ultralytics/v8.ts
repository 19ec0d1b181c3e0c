import type { PublishedModel } from './published.ts';
import type { Scales } from './source.ts';

export const scales8: Scales = {
  n: [0.33, 0.25, 1024],
  s: [0.33, 0.5, 1024],
  m: [0.67, 0.75, 768],
  l: [1, 1, 512],
  x: [1, 1.25, 512],
};

export const backbone8 = `
Conv 64 3 2
Conv 128 3 2
3x C2f 128 True
Conv 256 3 2
6x C2f 256 True
Conv 512 3 2
6x C2f 512 True
Conv 1024 3 2
3x C2f 1024 True
SPPF 1024 5`;

export const head8 = (last: string) => `
nn.Upsample None 2 "nearest"
-1,6: Concat 1
3x C2f 512
nn.Upsample None 2 "nearest"
-1,4: Concat 1
3x C2f 256
Conv 256 3 2
-1,12: Concat 1
3x C2f 512
Conv 512 3 2
-1,9: Concat 1
3x C2f 1024
15,18,21: ${last}`;

export const v8Models: readonly PublishedModel[] = [
  {
    name: 'yolov8',
    source: { scales: scales8, backbone: backbone8, head: head8('Detect nc') },
    params: { yolov8n: 3157200, yolov8s: 11166560, yolov8m: 25902640, yolov8l: 43691520, yolov8x: 68229648 },
  },
  {
    name: 'yolov8-ghost-p6',
    source: {
      scales: scales8,
      backbone: `
Conv 64 3 2
GhostConv 128 3 2
3x C3Ghost 128 True
GhostConv 256 3 2
6x C3Ghost 256 True
GhostConv 512 3 2
6x C3Ghost 512 True
GhostConv 768 3 2
3x C3Ghost 768 True
GhostConv 1024 3 2
3x C3Ghost 1024 True
SPPF 1024 5`,
      head: `
nn.Upsample None 2 "nearest"
-1,8: Concat 1
3x C3Ghost 768
nn.Upsample None 2 "nearest"
-1,6: Concat 1
3x C3Ghost 512
nn.Upsample None 2 "nearest"
-1,4: Concat 1
3x C3Ghost 256
GhostConv 256 3 2
-1,17: Concat 1
3x C3Ghost 512
GhostConv 512 3 2
-1,14: Concat 1
3x C3Ghost 768
GhostConv 768 3 2
-1,11: Concat 1
3x C3Ghost 1024
20,23,26,29: Detect nc`,
    },
    params: {
      'yolov8n-ghost-p6': 2901100,
      'yolov8s-ghost-p6': 9520008,
      'yolov8m-ghost-p6': 18002904,
      'yolov8l-ghost-p6': 21227584,
      'yolov8x-ghost-p6': 33057852,
    },
  },
];

export const obbModels: readonly PublishedModel[] = [
  {
    name: 'yolov8-obb',
    source: { scales: scales8, backbone: backbone8, head: head8('OBB nc 1') },
    params: { 'yolov8n-obb': 3228867, 'yolov8s-obb': 11452739 },
  },
];
