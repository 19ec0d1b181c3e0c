import type { PublishedModel } from './published.ts';
import type { ModelSource } from './source.ts';
import { backbone8, head8, scales8 } from './v8.ts';

const world = (head: string): ModelSource => ({ scales: scales8, backbone: backbone8, head });

/** YOLO-World; in its first version the texts take in the image between its rows. */
const firstVersion = world(`
nn.Upsample None 2 "nearest"
-1,6: Concat 1
3x C2fAttn 512 256 8
nn.Upsample None 2 "nearest"
-1,4: Concat 1
3x C2fAttn 256 128 4
15,12,9: ImagePoolingAttn 256
15: Conv 256 3 2
-1,12: Concat 1
3x C2fAttn 512 256 8
Conv 512 3 2
-1,9: Concat 1
3x C2fAttn 1024 512 16
15,19,22: WorldDetect nc 512 False`);

const secondVersion = world(`
nn.Upsample None 2 "nearest"
-1,6: Concat 1
3x C2fAttn 512 256 8
nn.Upsample None 2 "nearest"
-1,4: Concat 1
3x C2fAttn 256 128 4
Conv 256 3 2
-1,12: Concat 1
3x C2fAttn 512 256 8
Conv 512 3 2
-1,9: Concat 1
3x C2fAttn 1024 512 16
15,18,21: WorldDetect nc 512 True`);

/** YOLOE for segmentation. */
export const yoloeSource = world(head8('YOLOESegment nc 32 256 512 True'));

export const worldModels: readonly PublishedModel[] = [
  {
    name: 'yolov8-world',
    source: firstVersion,
    params: {
      'yolov8n-world': 4204111,
      'yolov8s-world': 13383496,
      'yolov8m-world': 29065310,
      'yolov8l-world': 47553970,
      'yolov8x-world': 73690217,
    },
  },
  {
    name: 'yolov8-worldv2',
    source: secondVersion,
    params: {
      'yolov8n-worldv2': 3695183,
      'yolov8s-worldv2': 12759880,
      'yolov8m-worldv2': 28376158,
      'yolov8l-worldv2': 46832050,
      'yolov8x-worldv2': 72886377,
    },
  },
];
