import type { InputChoice, LossChoice, NetworkChoices } from '../engine/session/network-run.ts';

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isOneOf = (value: unknown, ...choices: readonly string[]): boolean =>
  typeof value === 'string' && choices.includes(value);

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

const areSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length <= 8 && value.every(isWhole);

/** Pixels and values that a panel may hand over: 64 million. */
const most = 2 ** 26;

const isInput = (value: unknown): value is InputChoice => {
  if (!isFields(value)) return false;
  switch (value['kind']) {
    case 'filling':
      return isOneOf(value['filling'], 'ramp', 'noise', 'checkerboard');
    case 'values':
      return isTensor(value['tensor']) && (value['name'] === undefined || typeof value['name'] === 'string');
    case 'picture':
      return isPicture(value['picture']);
    default:
      return false;
  }
};

function isTensor(value: unknown): boolean {
  if (!isFields(value) || !areSizes(value['shape'])) return false;
  const { data } = value as { readonly data?: unknown };
  const count = value['shape'].reduce((product, size) => product * size, 1);
  return (
    (data instanceof Float32Array || data instanceof Float64Array) && data.length === count && count <= most
  );
}

function isPicture(value: unknown): boolean {
  if (!isFields(value)) return false;
  const { width, height, pixels } = value as { width?: unknown; height?: unknown; pixels?: unknown };
  return (
    isWhole(width) &&
    isWhole(height) &&
    width * height >= 1 &&
    width * height <= most &&
    pixels instanceof Uint8ClampedArray &&
    pixels.length === 4 * width * height
  );
}

const isLoss = (value: unknown): value is LossChoice => {
  if (!isFields(value)) return false;
  switch (value['kind']) {
    case 'none':
    case 'sum':
      return true;
    case 'cross-entropy':
      return isWhole(value['target']);
    case 'cell':
      return areSizes(value['place']);
    default:
      return false;
  }
};

/** What a network is to be run with, as it comes from the webview. */
export const isNetworkChoices = (value: unknown): value is NetworkChoices =>
  isFields(value) &&
  isOneOf(value['arithmetic'], 'exact', 'fast') &&
  isOneOf(value['weights'], 'kaiming', 'xavier', 'ones', 'ramp') &&
  isInput(value['input']) &&
  isWhole(value['seed']) &&
  isLoss(value['loss']);
