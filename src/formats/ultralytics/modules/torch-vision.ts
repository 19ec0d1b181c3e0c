import type { Operation } from '../../../model/graph/operation.ts';
import { valueOrNull } from '../part-writer.ts';
import { declaredRule } from '../rules.ts';
import { block, type ModuleTable } from './module-spec.ts';

/** Only its channels are known, where it gives one image. */
const declared = (channels: number, reported: boolean): Operation => ({
  kind: 'unknown',
  outputs: 1,
  declared: [null, valueOrNull(channels), null, null],
  reported,
});

/** Models of torchvision, which the file does not describe (ultralytics/nn/modules/block.py TorchVision, conv.py Index). */
export const torchVisionModules: ModuleTable = {
  /** Where it is split, a tuple of as many results as the model has layers. */
  TorchVision: block(
    declaredRule,
    'c2, model, weights=DEFAULT, unwrap=True, truncate=2, split=False',
    (m, x, a) =>
      m.layer(
        'TorchVision',
        a.flag('split') ? { kind: 'unknown', outputs: 1 } : declared(a.number('c2'), false),
        [x],
      ),
  ),
  /** One of several results. Which one of TorchVision's it is, is not known, as the hint there says. */
  Index: {
    ...block(declaredRule, 'c2, index=0', () => null),
    run: (m, [input = []], a) => {
      const found = input.length > 1 ? input.at(a.number('index')) : undefined;
      if (found !== undefined) return [found];
      return [m.layer('Index', declared(a.number('c2'), true), [input[0] ?? null])];
    },
  },
};
