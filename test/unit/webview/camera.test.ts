import { describe, expect, test } from 'vitest';
import { fitAlong, keepInView, reveal } from '../../../webview/render/camera.ts';

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
    ['659×50 still is', 659, 600 / 659, 0],
    ['670×50 is scrolled', 670, 1, 0],
  ])('%s', (_, width, zoom, x) => {
    expect(fitAlong({ width, height: 50 }, view, { across: true, words: true })).toEqual({
      x,
      y: (400 - 50 * zoom) / 2,
      zoom,
    });
  });
});

describe('a picture that runs down a view of 600×400', () => {
  test.each([
    ['200×100 is drawn larger, above the middle', [200, 100], { x: 170, y: 90, zoom: 1.3 }],
    ['500×100 fills its width', [500, 100], { x: 0, y: 280 / 3, zoom: 1.2 }],
    ['200×350 fills its height', [200, 350], { x: (600 - 1600 / 7) / 2, y: 0, zoom: 8 / 7 }],
    ['200×900 is scrolled', [200, 900], { x: 200, y: 0, zoom: 1 }],
    ['640×900 is as wide as the view, and scrolled', [640, 900], { x: 0, y: 0, zoom: 600 / 640 }],
  ] as const)('%s', (_, [width, height], expected) => {
    const { x, y, zoom } = fitAlong({ width, height }, view, { across: false, words: true });
    expect(x).toBeCloseTo(expected.x, 9);
    expect(y).toBeCloseTo(expected.y, 9);
    expect(zoom).toBeCloseTo(expected.zoom, 9);
  });
});

describe('a picture that cannot be seen whole without becoming unreadable', () => {
  test.each([
    ['down, too wide', { width: 1200, height: 3000 }, false],
    ['across, too high', { width: 3000, height: 1200 }, true],
  ])('%s: its words stay 10 px high, and it is scrolled both ways', (_, size, across) => {
    expect(fitAlong(size, view, { across, words: true })).toEqual({ x: 0, y: 0, zoom: 10 / 11 });
    expect(fitAlong(size, view, { across, words: false }).zoom).toBeLessThan(0.6);
  });
});

test.each([
  ['seen: stays', 100, 0, 0],
  ['partly seen: moves as little as needed', 580, 0, -42],
  ['out of view: comes to the middle', 620, 0, -345],
  ['out of view at the end: no further than the picture', 960, 0, -1000 + 600],
  ['out of view at the beginning', 20, -400, 0],
] as const)('a box of 50 pixels %s', (_, left, x, expected) => {
  const box = { x: left, y: 14, width: 50, height: 20 };
  expect(reveal({ x, y: 0, zoom: 1 }, box, view, picture)).toEqual({
    x: expected,
    y: 0,
    zoom: 1,
  });
});
