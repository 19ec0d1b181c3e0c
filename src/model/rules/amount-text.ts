import { numberText } from '../problems/number-text.ts';
import type { Amount } from './amount.ts';

/** `13`, `6.5`, `≈ 4.33`, `2·N` */
export function amountText({ num, den, symbol }: Amount): string {
  const number = numberText(num / den);
  if (symbol === null) return number;
  return num === den ? symbol : `${number}·${symbol}`;
}
