import type { BinaryOperator } from '../syntax/ast.ts';
import { PyFloat, PySymbol } from './atoms.ts';
import type { Value } from './values.ts';

/** What Python raises where a number cannot be computed. */
export class NumberError {
  constructor(
    readonly type: string,
    readonly message: string,
  ) {}
}

/** The remainder with the divisor's sign, as Python has it. */
function modulo(left: number, right: number): number {
  const remainder = left % right;
  return remainder !== 0 && remainder < 0 !== right < 0 ? remainder + right : remainder;
}

/** An operator on whole numbers; undefined where the result is beyond 2^53 or is no number of ours. */
export function integers(
  operator: BinaryOperator,
  left: number,
  right: number,
): Value | NumberError | undefined {
  const result = integerResult(operator, left, right);
  if (typeof result !== 'number') return result;
  // No negative zero among whole numbers.
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

function integerResult(
  operator: BinaryOperator,
  left: number,
  right: number,
): Value | NumberError | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? divisionByZero('division by zero') : new PyFloat(left / right);
    case '//':
      return right === 0 ? divisionByZero('integer division or modulo by zero') : Math.floor(left / right);
    case '%':
      return right === 0 ? divisionByZero('integer division or modulo by zero') : modulo(left, right);
    case '**':
      return right < 0 ? new PyFloat(left ** right) : left ** right;
    case '<<':
      return right < 0 || right > 53 ? undefined : left * 2 ** right;
    case '>>':
      return right < 0 ? undefined : Math.floor(left / 2 ** right);
    case '&':
    case '|':
    case '^':
      return bitwise(operator, left, right);
    case '@':
      return undefined;
  }
}

function bitwise(operator: '&' | '|' | '^', left: number, right: number): number {
  const [a, b] = [BigInt(left), BigInt(right)];
  return Number(operator === '&' ? a & b : operator === '|' ? a | b : a ^ b);
}

function divisionByZero(message: string): NumberError {
  return new NumberError('ZeroDivisionError', message);
}

/** An operator on numbers of which at least one is a float. */
export function floats(
  operator: BinaryOperator,
  left: number,
  right: number,
): Value | NumberError | undefined {
  switch (operator) {
    case '+':
      return new PyFloat(left + right);
    case '-':
      return new PyFloat(left - right);
    case '*':
      return new PyFloat(left * right);
    case '/':
      return right === 0 ? divisionByZero('float division by zero') : new PyFloat(left / right);
    case '//':
      return right === 0
        ? divisionByZero('float floor division by zero')
        : new PyFloat(Math.floor(left / right));
    case '%':
      return right === 0 ? divisionByZero('float modulo') : new PyFloat(modulo(left, right));
    case '**':
      return new PyFloat(left ** right);
    default:
      return undefined;
  }
}

/** A symbol with a number or with another symbol; undefined where the result is not a symbol times a factor. */
export function symbols(operator: BinaryOperator, left: Value, right: Value): Value | undefined {
  if (left instanceof PySymbol && right instanceof PySymbol) {
    if (left.symbol !== right.symbol) return undefined;
    if (operator === '+') return scaled(left.symbol, left.factor + right.factor);
    if (operator === '-') return scaled(left.symbol, left.factor - right.factor);
    if (operator === '//' || operator === '/') {
      const quotient = left.factor / right.factor;
      if (operator === '/') return new PyFloat(quotient);
      return Number.isInteger(quotient) ? quotient : undefined;
    }
    if (operator === '%' && left.factor % right.factor === 0) return 0;
    return undefined;
  }
  const [symbol, number] = left instanceof PySymbol ? [left, right] : [right, left];
  if (!(symbol instanceof PySymbol) || typeof number !== 'number') return undefined;
  if (operator === '*') return scaled(symbol.symbol, symbol.factor * number);
  if ((operator === '+' || (operator === '-' && symbol === left)) && number === 0) return symbol;
  if (symbol !== left) return undefined;
  if (operator === '//' && symbol.factor % number === 0) return scaled(symbol.symbol, symbol.factor / number);
  if (operator === '%' && symbol.factor % number === 0) return 0;
  if (operator === '**' && number === 1) return symbol;
  return undefined;
}

function scaled(symbol: string, factor: number): Value {
  return factor === 0 ? 0 : new PySymbol(symbol, factor);
}
