import { describe, expect, test } from 'vitest';
import { compareSmall, smallModels } from '../../../support/agreement/torch-models.ts';

describe('models of a few layers agree with PyTorch', () => {
  test.each(smallModels().map((model) => [model.id, model] as const))('%s', (_id, model) => {
    expect(compareSmall(model).differences).toEqual([]);
  });
});
