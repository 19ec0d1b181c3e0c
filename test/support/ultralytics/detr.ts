import type { PublishedModel } from './published.ts';
import type { ModelSource } from './source.ts';

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
