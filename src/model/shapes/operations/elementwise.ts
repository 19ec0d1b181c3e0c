import type { Elementwise } from '../../graph/operation.ts';
import type { Finding } from '../../problems/finding.ts';
import { placeOf, productOf } from '../dims.ts';
import { inferred, productOrNull, type OperationRule } from '../inference.ts';
import { channelsIn } from './channels.ts';

/** Same shape out as in. */
export const elementwise: OperationRule<Elementwise> = (operation, [inputShape = null]) => {
  if (!operation.learned) return inferred(inputShape);
  if (operation.learned === 'shared') return inferred(inputShape, { params: 1 });
  const { channels: declared = null, axis = 1, axes = 1, perChannel = 1 } = operation;
  const place = inputShape === null ? null : placeOf(axis, inputShape.length);
  const end = place === null || axes < 0 ? undefined : place + axes;
  const actual = place === null || inputShape === null ? null : productOf(inputShape.slice(place, end));
  const findings: Finding[] = [];
  if (inputShape !== null && declared !== null && typeof actual === 'number' && declared !== actual) {
    findings.push({ code: 'channel-mismatch', field: 'features', axes: [], declared, actual, inputShape });
  }
  const params = productOrNull(channelsIn(declared, actual), perChannel);
  return inferred(inputShape, { params, findings });
};
