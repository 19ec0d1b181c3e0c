import { sameShape, sameShapes } from '../../../model/shapes/dims.ts';
import { isSameSite, isSameStretch, type Present } from '../interpreter/question.ts';
import type { CallSource } from '../interpreter/machine.ts';
import { PyTuple } from '../interpreter/values.ts';
import type { CallResult } from './recorded.ts';
import type { Entered, From, Made, Repeat, Result, Step } from './repeats.ts';

/** Whether two versions of a forward pass give the same but for where things stand in the text. */
export function isSameRepeat(first: Repeat, second: Repeat, present: Present): boolean {
  if (first === second) return true;
  return (
    first.layers === second.layers &&
    all(first.blocks, second.blocks, isSameList) &&
    all(first.steps, second.steps, (one, other) => isSameStep(one, other, present)) &&
    all(first.moved, second.moved, ([place, from], [at, other]) => place === at && isSameFrom(from, other)) &&
    all(first.entered, second.entered, (one, other) => isSameEntered(one, other, present)) &&
    isSameResult(first.result, second.result)
  );
}

function all<T>(first: readonly T[], second: readonly T[], isSame: (one: T, other: T) => boolean): boolean {
  return (
    first.length === second.length &&
    first.every((one, place) => {
      const other = second[place];
      return other !== undefined && isSame(one, other);
    })
  );
}

function isSameList(first: readonly string[], second: readonly string[]): boolean {
  return all(first, second, (one, other) => one === other);
}

function isSameStep(first: Step, second: Step, present: Present): boolean {
  return (
    first.suffix === second.suffix &&
    first.blocks === second.blocks &&
    first.layer === second.layer &&
    all(first.inputs, second.inputs, isSameFrom) &&
    isSameMade(first.made, second.made, present)
  );
}

function isSameMade(first: Made, second: Made, present: Present): boolean {
  return (
    first.type === second.type &&
    first.found === second.found &&
    first.macs === second.macs &&
    sameShapes(first.shapes, second.shapes) &&
    isSameOperation(first, second) &&
    isSameSource(first.source, second.source, present) &&
    isSameStretch(first.place, second.place, present) &&
    all(first.results, second.results, (one, other) => isSameCall(one, other, present))
  );
}

function isSameCall(first: CallResult, second: CallResult, present: Present): boolean {
  return isSameSite(first.site, second.site, present) && sameShapes(first.shapes, second.shapes);
}

function isSameOperation(first: Made, second: Made): boolean {
  const [one, other] = [
    first.known?.operation ?? first.operation,
    second.known?.operation ?? second.operation,
  ];
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isSameSource(first: CallSource | null, second: CallSource | null, present: Present): boolean {
  if (first === second) return true;
  if (!second || first?.positional !== second.positional) return false;
  return (
    (first.parameters === second.parameters || isSameList(first.parameters, second.parameters)) &&
    isSameSite(first.site, second.site, present)
  );
}

function isSameFrom(first: From, second: From): boolean {
  if (!first || !second) return first === second;
  return first.of === second.of && first.place === second.place && first.output === second.output;
}

function isSameEntered(first: Entered, second: Entered, present: Present): boolean {
  if (typeof first === 'string' || typeof second === 'string') return first === second;
  return first.name === second.name && isSameRepeat(first.repeat, second.repeat, present);
}

function isSameResult(first: Result<From>, second: Result<From>): boolean {
  switch (first.kind) {
    case 'given':
      return second.kind === 'given' && first.tensor === second.tensor;
    case 'settled':
      return second.kind === 'settled' && Object.is(first.value, second.value);
    case 'tensor': {
      if (second.kind !== 'tensor' || !isSameFrom(first.from, second.from)) return false;
      const [one, other] = [first.tensor, second.tensor];
      const isAlike = one.dtype === other.dtype && sameShape(one.shape, other.shape);
      return isAlike && JSON.stringify(one.data) === JSON.stringify(other.data);
    }
    case 'tuple':
    case 'list':
      return (
        second.kind === first.kind &&
        typeOf(first.value) === typeOf(second.value) &&
        all(first.items, second.items, isSameResult)
      );
    case 'dict':
      return (
        second.kind === 'dict' &&
        first.value.type === second.value.type &&
        all(
          first.items,
          second.items,
          ([key, item], [other, own]) => Object.is(key, other) && isSameResult(item, own),
        )
      );
  }
}

const typeOf = (value: unknown): unknown => (value instanceof PyTuple ? value.type : null);
