import { errorFunction } from './error-function.ts';
import type { Pointwise } from './pointwise.ts';

/** 1/(1 + e^−x), without overflow on either side. */
function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const power = Math.exp(x);
  return power / (1 + power);
}

/** ln(1 + eˣ), without overflow. */
const softplusOf = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const relu6: Pointwise = {
  value: (x) => Math.min(Math.max(x, 0), 6),
  slope: (x) => (x > 0 && x < 6 ? 1 : 0),
};

export function leakyRelu(negativeSlope: number): Pointwise {
  return { value: (x) => (x > 0 ? x : x * negativeSlope), slope: (x) => (x > 0 ? 1 : negativeSlope) };
}

export const sigmoid: Pointwise = {
  value: logistic,
  slope: (x) => logistic(x) * (1 - logistic(x)),
};

export const tanh: Pointwise = { value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 };

/** x·σ(x), also known as swish. */
export const silu: Pointwise = {
  value: (x) => x * logistic(x),
  slope: (x) => logistic(x) * (1 + x * (1 - logistic(x))),
};

const normalDistribution = (x: number): number => (1 + errorFunction(x * Math.SQRT1_2)) / 2;

/** x·Φ(x) with the normal distribution Φ. */
export const gelu: Pointwise = {
  value: (x) => x * normalDistribution(x),
  slope: (x) => normalDistribution(x) + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
};

const geluArgument = (x: number): number => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);

/** GELU with Φ approximated by tanh. */
export const geluTanh: Pointwise = {
  value: (x) => (x * (1 + Math.tanh(geluArgument(x)))) / 2,
  slope: (x) => {
    const t = Math.tanh(geluArgument(x));
    return (1 + t + x * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + 3 * 0.044715 * x * x)) / 2;
  },
};

/** max(0, min(1, x/6 + 1/2)) */
export const hardSigmoid: Pointwise = {
  value: (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  slope: (x) => (x > -3 && x < 3 ? 1 / 6 : 0),
};

/** x·hardSigmoid(x); at −3 and 3 the slope is that of the piece to the right, as in PyTorch's vectorised kernel. */
export const hardSwish: Pointwise = {
  value: (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  slope: (x) => (x < -3 ? 0 : x < 3 ? x / 3 + 0.5 : 1),
};

/** x·tanh(ln(1 + eˣ)) */
export const mish: Pointwise = {
  value: (x) => x * Math.tanh(softplusOf(x)),
  slope: (x) => {
    const t = Math.tanh(softplusOf(x));
    return t + x * logistic(x) * (1 - t * t);
  },
};

export function elu(alpha: number): Pointwise {
  return {
    value: (x) => (x > 0 ? x : alpha * Math.expm1(x)),
    slope: (x) => (x > 0 ? 1 : alpha * Math.exp(x)),
  };
}

export const softplus: Pointwise = { value: softplusOf, slope: logistic };

/** Limits values to an interval (hardtanh, clip); its ends have the slope 0. */
export function clamp(minimum: number, maximum: number): Pointwise {
  return {
    value: (x) => Math.min(Math.max(x, minimum), maximum),
    slope: (x) => (x > minimum && x < maximum ? 1 : 0),
  };
}

/** Constants for which mean 0 and variance 1 stay so (Klambauer et al. 2017, https://arxiv.org/abs/1706.02515). */
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

export const selu: Pointwise = {
  value: (x) => seluScale * (x > 0 ? x : seluAlpha * Math.expm1(x)),
  slope: (x) => seluScale * (x > 0 ? 1 : seluAlpha * Math.exp(x)),
};

/** An ELU whose slope has no step at 0: α·(e^(x/α) − 1) for negative values. */
export function celu(alpha: number): Pointwise {
  return {
    value: (x) => (x > 0 ? x : alpha * Math.expm1(x / alpha)),
    slope: (x) => (x > 0 ? 1 : Math.exp(x / alpha)),
  };
}

/** x/(1 + |x|) */
export const softsign: Pointwise = {
  value: (x) => x / (1 + Math.abs(x)),
  slope: (x) => 1 / (1 + Math.abs(x)) ** 2,
};

export const logSigmoid: Pointwise = { value: (x) => -softplusOf(-x), slope: (x) => logistic(-x) };

/** x − tanh x */
export const tanhShrink: Pointwise = { value: (x) => x - Math.tanh(x), slope: (x) => Math.tanh(x) ** 2 };

/** Values up to `limit` on both sides become 0. */
export function hardShrink(limit: number): Pointwise {
  return {
    value: (x) => (Math.abs(x) > limit ? x : 0),
    slope: (x) => (Math.abs(x) > limit ? 1 : 0),
  };
}

/** And the others come nearer to 0 by as much. */
export function softShrink(limit: number): Pointwise {
  return {
    value: (x) => (x > limit ? x - limit : x < -limit ? x + limit : 0),
    slope: (x) => (Math.abs(x) > limit ? 1 : 0),
  };
}

/** x above `limit`, else `value`. */
export function threshold(limit: number, value: number): Pointwise {
  return { value: (x) => (x > limit ? x : value), slope: (x) => (x > limit ? 1 : 0) };
}
