import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPanelState, panelHostGuards } from '../../../src/protocol/panel-guards.ts';

const values = { input: 'noise', kernel: 'file', gradient: 'ramp', seed: 1 };
const options = { samples: 1, trueConvolution: false, faults: ['tail'], given: [], edits: [] };
const state = {
  panel: '0123456789abcdef',
  files: [{ kind: 'npy', tensor: 'W', name: 'w.npy' }],
  comparison: { kind: 'scale', label: 'm' },
  runChoices: {
    weights: 'kaiming',
    input: 'noise',
    loss: 'sum',
    arithmetic: 'fast',
    mode: 'training',
    seed: 1,
  },
  ran: true,
  seen: { as: 'across a', x: -10.5, y: 0, zoom: 1.25, shown: 'conv' },
  scrolled: { table: { top: 1200.5, layer: 'conv' }, flow: { top: 0, layer: null } },
  document: 'file:///a.convlens.yaml',
  model: 0,
  pinned: true,
  layer: null,
  view: 'layer',
  shownAs: 'graph',
  order: null,
  unfolded: null,
  pass: 1,
  stage: 2,
  step: 30,
  field: { row: 2, column: 3 },
  selection: { outChannel: 1 },
  values: { input: 'file', kernel: 'sobel', gradient: 'noise', seed: 1 },
  options: {
    samples: 2,
    trueConvolution: false,
    faults: ['tail'],
    given: [],
    edits: [{ tensor: 'X', index: 4, value: 2.5 }],
  },
  tried: [{ axes: [0, 1], size: 32 }],
  speed: 2,
  checks: true,
};

const choices = {
  arithmetic: 'fast',
  weights: 'kaiming',
  input: { kind: 'filling', filling: 'noise' },
  seed: 1,
  loss: { kind: 'sum' },
};
const picture = { width: 1, height: 2, pixels: new Uint8ClampedArray(8) };
const networkChoices = [
  choices,
  { ...choices, loss: { kind: 'cross-entropy', target: 3 } },
  { ...choices, loss: { kind: 'cell', place: [0, 3] } },
  { ...choices, input: { kind: 'values', tensor: { shape: [2, 2], data: new Float32Array(4) } } },
  { ...choices, input: { kind: 'picture', picture } },
];
const refusedChoices = [
  { ...choices, arithmetic: 'float16' },
  { ...choices, loss: { kind: 'cell', place: [0.5] } },
  { ...choices, loss: { kind: 'cross-entropy', target: -1 } },
  { ...choices, input: { kind: 'values', tensor: { shape: [2, 3], data: new Float32Array(4) } } },
  { ...choices, input: { kind: 'values', tensor: { shape: [2], data: [1, 2] } } },
  { ...choices, input: { kind: 'picture', picture: { ...picture, height: 3 } } },
  { ...choices, input: { kind: 'url', url: 'x' } },
];

const accepted: readonly [keyof typeof panelHostGuards, unknown][] = [
  ['ready', {}],
  ['hold', { comparison: null, run: null, given: [] }],
  ['keepFiles', { panel: '0123456789abcdef', files: [{ tensor: 'X', bytes: new Uint8Array(2) }] }],
  ['keptFile', { panel: '0123456789abcdef', tensor: 'dZ' }],
  ['compareAgain', { version: 2, of: { kind: 'head', label: 'HEAD' } }],
  ['compareAgain', { version: 2, of: { kind: 'file', label: 'a.cfg', uri: 'file:///a.cfg' } }],
  ['revealLayer', { layer: 'conv1', focus: false }],
  ['layoutNetwork', { sources: [[], [0], [1, 0]] }],
  ['saveFile', { name: 'net.svg', content: '<svg/>' }],
  ['saveFile', { name: 'net.png', content: new Uint8Array(4) }],
  ['runLayer', { version: 3, sizes: [], layer: 'conv1', selection: { outChannel: 2 }, values, options }],
  [
    'runLayer',
    { version: 3, sizes: [{ axes: [0, 1], size: 40 }], layer: 'a', selection: {}, values, options },
  ],
  ['checkCell', { version: 3, sizes: [], layer: 'a', selection: {}, values, options, tensor: 'W', index: 4 }],
  [
    'runLayer',
    {
      version: 3,
      sizes: [],
      layer: 'a',
      selection: {},
      values,
      options: {
        ...options,
        edits: [{ tensor: 'dZ', index: 3, value: -1.5 }],
        given: [{ kind: 'npy', tensor: 'X', name: 'x.npy', bytes: new Uint8Array(4) }],
      },
    },
  ],
  ['checkExample', { selection: {}, values, options, tensor: 'A', index: 4 }],
  ['runExample', { selection: {}, values, options }],
  ...networkChoices.map((choices): [keyof typeof panelHostGuards, unknown] => [
    'runNetwork',
    { version: 3, sizes: [], choices, mode: 'training', layer: null },
  ]),
  ['cancelRun', {}],
  ['drawn', { version: 3 }],
  ['listFixes', { version: 3, problem: 0 }],
  ['applyFix', { version: 3, problem: 0, fix: 1 }],
];

const refused: readonly [keyof typeof panelHostGuards, unknown][] = [
  ['ready', { extra: 1 }],
  ['drawn', {}],
  ['revealLayer', { layer: 7, focus: false }],
  ['revealLayer', { layer: 'conv1' }],
  ['runLayer', { version: -1, sizes: [], layer: 'conv1', selection: {}, values, options }],
  ['runLayer', { version: 3, sizes: [], layer: 'conv1', selection: { outChannel: 0.5 }, values, options }],
  ['runLayer', { version: 3, sizes: [], layer: 'conv1', selection: { channel: 1 }, values, options }],
  [
    'runLayer',
    { version: 3, sizes: [], layer: 'conv1', selection: {}, values: { ...values, kernel: 'edge' }, options },
  ],
  ['runLayer', { version: 3, sizes: [], layer: 'conv1', selection: {}, values }],
  [
    'runLayer',
    { version: 3, sizes: [], layer: 'a', selection: {}, values, options: { ...options, samples: 99 } },
  ],
  [
    'runLayer',
    { version: 3, sizes: [], layer: 'a', selection: {}, values, options: { ...options, faults: ['x'] } },
  ],
  ['runLayer', { version: 3, sizes: [{ axes: [3], size: 8 }], layer: 'a', selection: {}, values, options }],
  ['runLayer', { version: 3, layer: 'a', selection: {}, values, options }],
  ['checkCell', { version: 3, sizes: [], layer: 'a', selection: {}, values, options, tensor: 'Z', index: 4 }],
  [
    'runLayer',
    {
      version: 3,
      sizes: [],
      layer: 'a',
      selection: {},
      values,
      options: { ...options, edits: [{ tensor: 'X', index: 0, value: Infinity }] },
    },
  ],
  ['checkExample', { selection: {}, values, options, tensor: 'P', index: 4 }],
  ['runExample', { selection: {}, options, values: { ...values, seed: Number.MAX_SAFE_INTEGER + 2 } }],
  ['layoutNetwork', { sources: [[], [1]] }],
  ['saveFile', { name: '../net.svg', content: '' }],
  ['saveFile', { name: 'net.svg', content: 7 }],
  ...refusedChoices.map((choices): [keyof typeof panelHostGuards, unknown] => [
    'runNetwork',
    { version: 3, sizes: [], choices, mode: 'training', layer: null },
  ]),
  ['runNetwork', { version: 3, choices: networkChoices[0], mode: 'test', layer: null }],
  ['keptFile', { panel: '../0123456789abc', tensor: 'X' }],
  ['keepFiles', { panel: '0123456789abcdef', files: [{ tensor: '../X', bytes: new Uint8Array(2) }] }],
  ['compareAgain', { version: 2, of: { kind: 'file', label: 'a.cfg' } }],
  ['listFixes', { version: 3 }],
  ['applyFix', { version: 3, problem: 0, fix: Number.NaN }],
];

describe('guards of what the panel sends', () => {
  test.each(accepted)('%s takes %j', (method, request) => {
    expect(panelHostGuards[method](request)).toBe(true);
  });

  test.each(refused)('%s refuses %j', (method, request) => {
    expect(panelHostGuards[method](request)).toBe(false);
  });

  test('no value makes a guard throw, and no other kind than an object passes', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const passed = Object.values(panelHostGuards).some((guard) => guard(value));
        if (passed) expect(typeof value).toBe('object');
      }),
    );
  });
});

describe('state of a restored panel', () => {
  test('is taken as it was kept', () => {
    expect(isPanelState(state)).toBe(true);
  });

  test.each([
    null,
    'text',
    { ...state, view: 'other' },
    { ...state, step: -1 },
    { ...state, pinned: 'yes' },
    { ...state, document: 1 },
    { ...state, field: { row: -1, column: 0 } },
    { ...state, panel: '../../etc' },
    { ...state, order: { column: 'name', descending: true } },
    { ...state, scrolled: { table: { top: Infinity, layer: null } } },
    { ...state, scrolled: { rows: { top: 0, layer: null } } },
    { ...state, seen: { as: 'a', x: NaN, y: 0, zoom: 1, shown: '' } },
  ])('is refused: %j', (value) => {
    expect(isPanelState(value)).toBe(false);
  });
});
