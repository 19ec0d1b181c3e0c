import type { PublishedModel } from './published.ts';
import { anchored } from './v5.ts';
import { scales8, backbone8, head8 } from './v8.ts';

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
