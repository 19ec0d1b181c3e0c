import type { Dialect } from '../config.ts';
import { backboneModules } from './backbones.ts';
import { convolutions } from './convolutions.ts';
import { cspModules } from './csp.ts';
import { decoderModules } from './decoder.ts';
import { elanModules } from './elan.ts';
import { ghostModules } from './ghost.ts';
import { headModules } from './heads.ts';
import type { ModuleSpec, ModuleTable } from './module-spec.ts';
import { openVocabularyModules } from './open-vocabulary.ts';
import { psaModules } from './psa.ts';
import { pyramids } from './pyramid.ts';
import { torchModules } from './torch-nn.ts';
import { torchVisionModules } from './torch-vision.ts';
import { transformerModules } from './transformer.ts';
import { v26Modules } from './v26.ts';
import { yolov5Modules } from './yolov5.ts';

const common: ModuleTable = { ...convolutions, ...ghostModules, ...pyramids, ...torchModules };

/** Only what models/common.py has: v8's modules are not known there. */
const ofYolov5 = ({ Bottleneck, BottleneckCSP, C3, C3x, C3TR, C3Ghost }: ModuleTable): ModuleTable =>
  ({ Bottleneck, BottleneckCSP, C3, C3x, C3TR, C3Ghost }) as ModuleTable;

const tables: Readonly<Record<Dialect, ReadonlyMap<string, ModuleSpec>>> = {
  yolov5: new Map(Object.entries({ ...common, ...ofYolov5(cspModules([1, 3])), ...yolov5Modules })),
  ultralytics: new Map(
    Object.entries({
      ...common,
      ...cspModules([3, 3]),
      ...psaModules,
      ...elanModules,
      ...backboneModules,
      ...transformerModules,
      ...headModules,
      ...decoderModules,
      ...v26Modules,
      ...openVocabularyModules,
      ...torchVisionModules,
    }),
  ),
};

/** What a row's module is in the framework that reads it; `torch.nn.` is `nn.`. */
export function moduleNamed(name: string, dialect: Dialect): ModuleSpec | null {
  return tables[dialect].get(name.replace(/^torch\.nn\./, 'nn.')) ?? null;
}

export function moduleNames(dialect: Dialect): Iterable<string> {
  return tables[dialect].keys();
}
