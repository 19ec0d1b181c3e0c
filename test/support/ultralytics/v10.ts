import type { PublishedModel } from './published.ts';
import { backbone8, head8 } from './v8.ts';
import type { ModelSource } from './source.ts';

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
