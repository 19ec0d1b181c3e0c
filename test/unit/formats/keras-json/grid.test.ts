import { describe, expect, test } from 'vitest';
import { compareKerasCase, kerasCases, titleOf } from '../../../support/agreement/keras.ts';

describe.each([3, 2] as const)('one layer in a model.json of Keras %i', (keras) => {
  test.each(kerasCases().map((one) => [titleOf(one), one] as const))('%s', (_title, one) => {
    expect(compareKerasCase(one, keras).differences).toEqual([]);
  });
});
