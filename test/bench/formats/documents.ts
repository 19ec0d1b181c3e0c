import { darknetConfig, layerConfig, prototxt, ultralyticsConfig } from '../configs.ts';

/** Milliseconds for a file of so many lines: when it is opened, and after an edit. */
interface Limit {
  readonly lines: number;
  readonly first: number;
  readonly edit: number;
}

/** Generated files of one format, in which strides are edited. */
export interface GeneratedFormat {
  readonly name: string;
  readonly path: string;
  readonly generate: (lines: number) => string;
  /** Ends in the digit of a stride, which may be 1 or 2. */
  readonly stride: RegExp;
  readonly limits: readonly Limit[];
}

const config: readonly Limit[] = [{ lines: 10_000, first: 60, edit: 15 }];

const yaml: readonly Limit[] = [
  { lines: 1000, first: 40, edit: 15 },
  { lines: 10_000, first: 300, edit: 60 },
];

export const generatedFormats: readonly GeneratedFormat[] = [
  { name: 'Darknet', path: 'a.cfg', generate: darknetConfig, stride: /stride=[12]/g, limits: config },
  { name: 'Caffe', path: 'a.prototxt', generate: prototxt, stride: /stride: [12]/g, limits: config },
  { name: 'ConvLens', path: 'a.convlens.yaml', generate: layerConfig, stride: /stride: [12]/g, limits: yaml },
  { name: 'Ultralytics', path: 'a.yaml', generate: ultralyticsConfig, stride: /, 3, [12]/g, limits: yaml },
];

/** Lengths over which the time must grow no faster than the file. */
export const lengths: readonly number[] = [100, 1000, 10_000, 100_000];
