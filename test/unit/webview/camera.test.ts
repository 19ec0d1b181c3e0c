import { describe, expect, test } from 'vitest';
import { fitAlong, keepInView } from '../../../webview/render/camera.ts';

const view = { width: 600, height: 400 };
const picture = { width: 1000, height: 50 };

describe('a picture of 1000×50 in a view of 600×400 stays in view', () => {
  test.each([
    ['where it is', { x: 20, y: 10, zoom: 1 }, { x: 20, y: 10 }],
    ['dragged away to the left', { x: -2000, y: 0, zoom: 1 }, { x: -920, y: 0 }],
    ['dragged away to the right', { x: 700, y: 0, zoom: 1 }, { x: 520, y: 0 }],
    ['dragged away upwards: all of its height', { x: 0, y: -300, zoom: 1 }, { x: 0, y: 0 }],
    ['dragged away downwards', { x: 0, y: 900, zoom: 1 }, { x: 0, y: 350 }],
    ['twice as large', { x: -3000, y: -300, zoom: 2 }, { x: -1920, y: -20 }],
    ['smaller than what must be seen', { x: -300, y: 0, zoom: 0.05 }, { x: 0, y: 0 }],
  ])('%s', (_, camera, place) => {
    expect(keepInView(camera, picture, view)).toEqual({ ...place, zoom: camera.zoom });
  });
});

describe('a picture that runs across a view of 600×400', () => {
  test.each([
    ['200×50 is drawn larger', 200, 1.3, 170],
    ['500×50 fills it', 500, 1.2, 0],
    ['625×50 is drawn smaller, so that all of it is seen', 625, 0.96, 0],
    ['681×50 still is', 681, 600 / 681, 0],
    ['700×50 is scrolled', 700, 1, 0],
  ])('%s', (_, width, zoom, x) => {
    expect(fitAlong({ width, height: 50 }, view, true)).toEqual({ x, y: (400 - 50 * zoom) / 2, zoom });
  });
});
