/**
 * erf(x) to float64's precision, by erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ·x^(2n+1)/(1·3·5·…·(2n+1)).
 * All terms of the series have one sign, so nothing cancels (Abramowitz & Stegun 7.1.6).
 */
export function errorFunction(x: number): number {
  if (Number.isNaN(x)) return NaN;
  // Beyond 6, 1 − erf(x) is below 2⁻⁵³.
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -54; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}
