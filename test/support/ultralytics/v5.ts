import type { PublishedModel } from './published.ts';
import type { ModelSource, Scales } from './source.ts';

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

export const anchored = (depth: number, width: number, last: string): ModelSource => ({
  keys: { depth_multiple: `${depth}`, width_multiple: `${width}`, anchors },
  backbone: backbone5,
  head: head5(last),
});
