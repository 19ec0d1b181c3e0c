import { describe, expect, test } from 'vitest';
import { compareTorchvision, torchvisionModels } from '../../../support/agreement/torch-models.ts';
import { torchvision } from '../../../support/python.ts';

describe.skipIf(!torchvision)('torchvision (CONVLENS_TORCHVISION) agrees with PyTorch', () => {
  test.each(torchvisionModels().map((model) => [model.id, model] as const))('%s', (_id, model) => {
    expect(compareTorchvision(torchvision ?? '', model).differences).toEqual([]);
  });
});
