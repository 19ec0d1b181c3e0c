import type { ModelSource } from './source.ts';
import { scales8 } from './v8.ts';

/** YOLOv6 as plain convolutions with ReLU, upsampled by transposed convolutions. */
export const source6: ModelSource = {
  keys: { activation: 'nn.ReLU()' },
  scales: scales8,
  backbone: `
Conv 64 3 2
Conv 128 3 2
6x Conv 128 3 1
Conv 256 3 2
12x Conv 256 3 1
Conv 512 3 2
18x Conv 512 3 1
Conv 1024 3 2
6x Conv 1024 3 1
SPPF 1024 5`,
  head: `
Conv 256 1 1
nn.ConvTranspose2d 256 2 2 0
-1,6: Concat 1
Conv 256 3 1
9x Conv 256 3 1
Conv 128 1 1
nn.ConvTranspose2d 128 2 2 0
-1,4: Concat 1
Conv 128 3 1
9x Conv 128 3 1
Conv 128 3 2
-1,15: Concat 1
Conv 256 3 1
9x Conv 256 3 1
Conv 256 3 2
-1,10: Concat 1
Conv 512 3 1
9x Conv 512 3 1
19,23,27: Detect nc`,
};
