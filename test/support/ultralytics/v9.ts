import type { PublishedModel } from './published.ts';

const v9Small = ([a, b, c, d, e, f, half, third]: readonly string[], stage: string, first: string) => ({
  backbone: `
Conv ${a} 3 2
Conv ${b} 3 2
${first}
AConv ${c}
RepNCSPELAN4 ${c} ${c} ${Number(c) / 2} ${stage}
AConv ${d}
RepNCSPELAN4 ${d} ${d} ${Number(d) / 2} ${stage}
AConv ${e}
RepNCSPELAN4 ${e} ${e} ${Number(e) / 2} ${stage}
SPPELAN ${e} ${f}`,
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
