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

/** A model of v10; each scale has a file of its own, in which other rows are C2fCIB. */
const v10 = (
  gains: readonly [number, number, number],
  { last, p4, p5 }: { readonly last: string; readonly p4: string; readonly p5: string },
  nc = 80,
): ModelSource => ({
  nc,
  scales: { any: gains },
  backbone: backbone8
    .replace('Conv 512 3 2', 'SCDown 512 3 2')
    .replace('Conv 1024 3 2\n3x C2f 1024 True', `SCDown 1024 3 2\n3x ${last}`)
    .concat('\nPSA 1024'),
  head: head8('v10Detect nc')
    .replace('-1,12: Concat 1\n3x C2f 512', `-1,13: Concat 1\n3x ${p4}`)
    .replace('Conv 512 3 2\n-1,9: Concat 1\n3x C2f 1024', `SCDown 512 3 2\n-1,10: Concat 1\n3x ${p5}`)
    .replace('15,18,21', '16,19,22'),
});

const small10 = { last: 'C2f 1024 True', p4: 'C2f 512', p5: 'C2fCIB 1024 True True' };

export const v10Models: readonly PublishedModel[] = [
  {
    name: 'yolov10n',
    source: v10([0.33, 0.25, 1024], small10),
    params: { 'v10-nano': 2775520 },
  },
  {
    name: 'yolov10n with 20 classes',
    source: v10([0.33, 0.25, 1024], small10, 20),
    params: { 'v10-nano-voc': 2714840 },
  },
  {
    name: 'yolov10s',
    source: v10([0.33, 0.5, 1024], { ...small10, last: 'C2fCIB 1024 True True' }),
    params: { 'v10-small': 8128272 },
  },
  {
    name: 'yolov10m',
    source: v10([0.67, 0.75, 768], {
      last: 'C2fCIB 1024 True',
      p4: 'C2fCIB 512 True',
      p5: 'C2fCIB 1024 True',
    }),
    params: { 'v10-medium': 16576768 },
  },
];

/** The neck and decoder of RT-DETR; `rows` are the backbone's last one and those that the neck takes. */
const detrHead = (c: number, hidden: number, first: number, [p4, p3]: readonly [number, number]): string => `
Conv ${c} 1 1 None 1 1 False
AIFI ${hidden} 8
Conv ${c} 1 1
nn.Upsample None 2 "nearest"
${p4}: Conv ${c} 1 1 None 1 1 False
-2,-1: Concat 1
3x RepC3 ${c}
Conv ${c} 1 1
nn.Upsample None 2 "nearest"
${p3}: Conv ${c} 1 1 None 1 1 False
-2,-1: Concat 1
3x RepC3 ${c}
Conv ${c} 3 2
-1,${first + 7}: Concat 1
3x RepC3 ${c}
Conv ${c} 3 2
-1,${first + 2}: Concat 1
3x RepC3 ${c}
${first + 11},${first + 14},${first + 17}: RTDETRDecoder nc`;

export const detrModels: readonly PublishedModel[] = [
  {
    name: 'rtdetr-l',
    source: {
      scales: { l: [1, 1, 1024] },
      backbone: `
HGStem 32 48
6x HGBlock 48 128 3
DWConv 128 3 2 1 False
6x HGBlock 96 512 3
DWConv 512 3 2 1 False
6x HGBlock 192 1024 5 True False
6x HGBlock 192 1024 5 True True
6x HGBlock 192 1024 5 True True
DWConv 1024 3 2 1 False
6x HGBlock 384 2048 5 True False`,
      head: detrHead(256, 1024, 10, [7, 3]),
    },
    params: { 'rtdetr-l': 32970476 },
  },
  {
    name: 'rtdetr-x',
    source: {
      scales: { x: [1, 1, 2048] },
      backbone: `
HGStem 32 64
6x HGBlock 64 128 3
DWConv 128 3 2 1 False
6x HGBlock 128 512 3
6x HGBlock 128 512 3 False True
DWConv 512 3 2 1 False
6x HGBlock 256 1024 5 True False
6x HGBlock 256 1024 5 True True
6x HGBlock 256 1024 5 True True
6x HGBlock 256 1024 5 True True
6x HGBlock 256 1024 5 True True
DWConv 1024 3 2 1 False
6x HGBlock 512 2048 5 True False
6x HGBlock 512 2048 5 True True`,
      head: detrHead(384, 2048, 14, [10, 4]),
    },
    params: { 'rtdetr-x': 67467852 },
  },
];

/** RT-DETR on the layers of ResNet-50. */
export const resNetDetr: ModelSource = {
  scales: { l: [1, 1, 1024] },
  backbone: `
ResNetLayer 3 64 1 True 1
ResNetLayer 64 64 1 False 3
ResNetLayer 256 128 2 False 4
ResNetLayer 512 256 2 False 6
ResNetLayer 1024 512 2 False 3`,
  head: detrHead(256, 1024, 5, [3, 2]),
};

const backbone5 = `
Conv 64 6 2 2
Conv 128 3 2
3x C3 128
Conv 256 3 2
6x C3 256
Conv 512 3 2
9x C3 512
Conv 1024 3 2
3x C3 1024
SPPF 1024 5`;
const head5 = (last: string) => `
Conv 512 1 1
nn.Upsample None 2 "nearest"
-1,6: Concat 1
3x C3 512 False
Conv 256 1 1
nn.Upsample None 2 "nearest"
-1,4: Concat 1
3x C3 256 False
Conv 256 3 2
-1,14: Concat 1
3x C3 512 False
Conv 512 3 2
-1,10: Concat 1
3x C3 1024 False
17,20,23: ${last}`;

const scales5: Scales = { n: [0.33, 0.25, 1024], s: [0.33, 0.5, 1024], m: [0.67, 0.75, 1024] };

/** YOLOv5 as ultralytics/ultralytics reads it, with heads of v8. */
export const v5Models: readonly PublishedModel[] = [
  {
    name: 'yolov5 with one class',
    source: { nc: 1, scales: scales5, backbone: backbone5, head: head5('Detect nc') },
    params: { yolov5n: 2508659 },
  },
  {
    name: 'yolov5',
    source: { scales: scales5, backbone: backbone5, head: head5('Detect nc') },
    params: { yolov5s: 9153152, yolov5m: 25111456 },
  },
];

const anchors = `
  - [10, 13, 16, 30, 33, 23]
  - [30, 61, 62, 45, 59, 119]
  - [116, 90, 156, 198, 373, 326]`;

const anchored = (depth: number, width: number, last: string): ModelSource => ({
  keys: { depth_multiple: `${depth}`, width_multiple: `${width}`, anchors },
  backbone: backbone5,
  head: head5(last),
});

/** ultralytics/yolov5's own models, whose parameters are published after fusing normalizations into convolutions. */
export const fusedModels: readonly PublishedModel[] = [
  {
    name: 'yolov5m with anchors',
    source: anchored(0.67, 0.75, 'Detect nc anchors'),
    params: { 'yolov5m anchors': 21172173 },
  },
  {
    name: 'yolov5x with anchors',
    source: anchored(1.33, 1.25, 'Detect nc anchors'),
    params: { 'yolov5x anchors': 86705005 },
  },
  {
    name: 'yolov5s-seg with anchors',
    source: anchored(0.33, 0.5, 'Segment nc anchors 32 256'),
    params: { 'yolov5s-seg anchors': 7611485 },
  },
  {
    name: 'yolov8n-seg',
    source: { scales: scales8, backbone: backbone8, head: head8('Segment nc 32 256') },
    params: { 'yolov8n-seg': 3404320 },
  },
];

export const obbModels: readonly PublishedModel[] = [
  {
    name: 'yolov8-obb',
    source: { scales: scales8, backbone: backbone8, head: head8('OBB nc 1') },
    params: { 'yolov8n-obb': 3228867, 'yolov8s-obb': 11452739 },
  },
];
