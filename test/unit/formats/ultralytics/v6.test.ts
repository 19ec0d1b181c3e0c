import { expect, test } from 'vitest';
import { compactShapeText } from '../../../../src/model/problems/number-text.ts';
import { modelOf, ultralyticsText } from '../../../support/ultralytics/source.ts';
import { source6 } from '../../../support/ultralytics/v6.ts';

test.each([
  ['yolov6n', 'model.11', '64×40×40'],
  ['yolov6n', 'model.16', '32×80×80'],
  ['yolov6s', 'model.27.2.conv', '256×20×20'],
  ['yolov6m', 'model.6.11.conv', '384×40×40'],
  ['yolov6x', 'model.9.cv2.conv', '640×20×20'],
])('%s: %s gives %s', (name, id, shape) => {
  const { layers, problems } = modelOf(ultralyticsText(source6), `${name}.yaml`);
  expect(compactShapeText(layers.find((layer) => layer.id === id)?.outputShapes[0] ?? null)).toBe(shape);
  expect(problems.filter(({ severity }) => severity !== 'information')).toEqual([]);
  expect(new Set(layers.map(({ type }) => type)).has('ReLU')).toBe(true);
});
