import { caffeFormat } from './caffe/caffe.ts';
import { convlensFormat } from './convlens/format.ts';
import { darknetFormat } from './darknet/darknet.ts';
import type { Format } from './format.ts';
import { genericFormat } from './generic/generic.ts';
import { kerasJson } from './keras-json/format.ts';
import { ultralyticsFormat } from './ultralytics/ultralytics.ts';

/** The formats of written configs: what the command line tries before it loads the larger readers. */
export const configFormats = (): readonly Format[] => [
  convlensFormat(),
  darknetFormat(),
  caffeFormat(),
  kerasJson,
  ultralyticsFormat(),
  genericFormat(),
];
