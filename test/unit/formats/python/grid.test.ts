import { expect, test } from 'vitest';
import { compareTorchGrid } from '../../../support/agreement/torch-grid.ts';

test('single layers give the sizes that PyTorch gives, and a problem where it refuses', () => {
  const { compared, differences } = compareTorchGrid();
  expect(differences).toEqual([]);
  expect(compared).toBe(3000);
});
