import type { ModelSource, Scales } from './ultralytics.ts';

/** A model with the parameters that its authors publish for each scale (comments in ultralytics/cfg/models). */
export interface PublishedModel {
  readonly name: string;
  readonly source: ModelSource;
  /** By the file's name. */
  readonly params: Readonly<Record<string, number>>;
  readonly input?: number;
}

const scales8: Scales = {
  n: [0.33, 0.25, 1024],
  s: [0.33, 0.5, 1024],
  m: [0.67, 0.75, 768],
  l: [1, 1, 512],
  x: [1, 1.25, 512],
};
const scales11: Scales = {
  n: [0.5, 0.25, 1024],
  s: [0.5, 0.5, 1024],
  m: [0.5, 1, 512],
  l: [1, 1, 512],
  x: [1, 1.5, 512],
};

const backbone8 = `
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
const head8 = (last: string) => `
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

const ghost = (stages: string, head: string) => ({ backbone: stages, head });

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
      ...ghost(
        `
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
        `
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
      ),
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

const elan = (rows: string) => rows;

const v9Small = ([a, b, c, d, e, f, half, third]: readonly string[], stage: string, first: string) => ({
  backbone: elan(`
Conv ${a} 3 2
Conv ${b} 3 2
${first}
AConv ${c}
RepNCSPELAN4 ${c} ${c} ${Number(c) / 2} ${stage}
AConv ${d}
RepNCSPELAN4 ${d} ${d} ${Number(d) / 2} ${stage}
AConv ${e}
RepNCSPELAN4 ${e} ${e} ${Number(e) / 2} ${stage}
SPPELAN ${e} ${f}`),
  head: `
nn.Upsample None 2 "nearest"
-1,6: Concat 1
RepNCSPELAN4 ${d} ${d} ${Number(d) / 2} ${stage}
nn.Upsample None 2 "nearest"
-1,4: Concat 1
RepNCSPELAN4 ${c} ${c} ${Number(c) / 2} ${stage}
AConv ${half}
-1,12: Concat 1
RepNCSPELAN4 ${d} ${d} ${Number(d) / 2} ${stage}
AConv ${third}
-1,9: Concat 1
RepNCSPELAN4 ${e} ${e} ${Number(e) / 2} ${stage}
15,18,21: Detect nc`,
});

export const v9Models: readonly PublishedModel[] = [
  {
    name: 'yolov9t',
    source: v9Small(['16', '32', '64', '96', '128', '64', '48', '64'], '3', 'ELAN1 32 32 16'),
    params: { yolov9t: 2128720 },
  },
  {
    name: 'yolov9m',
    source: v9Small(['32', '64', '240', '360', '480', '240', '180', '240'], '1', 'RepNCSPELAN4 128 128 64 1'),
    params: { yolov9m: 20216160 },
  },
  {
    name: 'yolov9c',
    source: {
      backbone: `
Conv 64 3 2
Conv 128 3 2
RepNCSPELAN4 256 128 64 1
ADown 256
RepNCSPELAN4 512 256 128 1
ADown 512
RepNCSPELAN4 512 512 256 1
ADown 512
RepNCSPELAN4 512 512 256 1
SPPELAN 512 256`,
      head: `
nn.Upsample None 2 "nearest"
-1,6: Concat 1
RepNCSPELAN4 512 512 256 1
nn.Upsample None 2 "nearest"
-1,4: Concat 1
RepNCSPELAN4 256 256 128 1
ADown 256
-1,12: Concat 1
RepNCSPELAN4 512 512 256 1
ADown 512
-1,9: Concat 1
RepNCSPELAN4 512 512 256 1
15,18,21: Detect nc`,
    },
    params: { yolov9c: 25590912 },
  },
  {
    name: 'yolov9e',
    source: {
      backbone: `
nn.Identity
Conv 64 3 2
Conv 128 3 2
RepNCSPELAN4 256 128 64 2
ADown 256
RepNCSPELAN4 512 256 128 2
ADown 512
RepNCSPELAN4 1024 512 256 2
ADown 1024
RepNCSPELAN4 1024 512 256 2
1: CBLinear [64]
3: CBLinear [64,128]
5: CBLinear [64,128,256]
7: CBLinear [64,128,256,512]
9: CBLinear [64,128,256,512,1024]
0: Conv 64 3 2
10,11,12,13,14,-1: CBFuse [0,0,0,0,0]
Conv 128 3 2
11,12,13,14,-1: CBFuse [1,1,1,1]
RepNCSPELAN4 256 128 64 2
ADown 256
12,13,14,-1: CBFuse [2,2,2]
RepNCSPELAN4 512 256 128 2
ADown 512
13,14,-1: CBFuse [3,3]
RepNCSPELAN4 1024 512 256 2
ADown 1024
14,-1: CBFuse [4]
RepNCSPELAN4 1024 512 256 2
SPPELAN 512 256`,
      head: `
nn.Upsample None 2 "nearest"
-1,25: Concat 1
RepNCSPELAN4 512 512 256 2
nn.Upsample None 2 "nearest"
-1,22: Concat 1
RepNCSPELAN4 256 256 128 2
ADown 256
-1,32: Concat 1
RepNCSPELAN4 512 512 256 2
ADown 512
-1,29: Concat 1
RepNCSPELAN4 512 1024 512 2
35,38,41: Detect nc`,
    },
    params: { yolov9e: 58206592 },
  },
];

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
