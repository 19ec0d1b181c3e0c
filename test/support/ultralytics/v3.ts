import type { PublishedModel } from './published.ts';
import type { ModelSource } from './source.ts';

/** YOLOv3 with the head of v8: bottlenecks of 3×3 kernels behind each other. */
const source3: ModelSource = {
  keys: { depth_multiple: '1.0', width_multiple: '1.0' },
  backbone: `
Conv 32 3 1
Conv 64 3 2
Bottleneck 64
Conv 128 3 2
2x Bottleneck 128
Conv 256 3 2
8x Bottleneck 256
Conv 512 3 2
8x Bottleneck 512
Conv 1024 3 2
4x Bottleneck 1024`,
  head: `
Bottleneck 1024 False
Conv 512 1 1
Conv 1024 3 1
Conv 512 1 1
Conv 1024 3 1
-2: Conv 256 1 1
nn.Upsample None 2 "nearest"
-1,8: Concat 1
Bottleneck 512 False
Bottleneck 512 False
Conv 256 1 1
Conv 512 3 1
-2: Conv 128 1 1
nn.Upsample None 2 "nearest"
-1,6: Concat 1
Bottleneck 256 False
2x Bottleneck 256 False
27,22,15: Detect nc`,
};

/** As Ultralytics 8.3.62 prints it after training with seven classes and fusing. */
export const fusedV3Models: readonly PublishedModel[] = [
  { name: 'yolov3', source: { ...source3, nc: 7 }, params: { yolov3: 103669637 } },
];
