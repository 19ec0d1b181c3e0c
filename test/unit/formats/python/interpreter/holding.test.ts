import { expect, test } from 'vitest';
import type { Dependency } from '../../../../../src/formats/python/interpreter/dependency.ts';
import { Holding, ReadSet } from '../../../../../src/formats/python/interpreter/reads.ts';

const dependency = (): { wording: object } => ({ wording: {} });

function having(...dependencies: readonly Dependency[]): ReadSet {
  const reads = new ReadSet();
  for (const each of dependencies) reads.add(each);
  return reads;
}

test('a stretch holds until something is worded in another way that it, or a stretch inside of it, has read', () => {
  const [own, inner] = [dependency(), dependency()];
  const [reads, part] = [having(own), having(inner)];
  reads.addAll(part);
  expect(new Holding().of(reads)).toBe(true);
  inner.wording = {};
  const holding = new Holding();
  expect([holding.of(reads), holding.of(part), holding.of(having(own))]).toEqual([false, false, true]);
});

test('stretches that are part of each other hold together, or not at all, whichever is asked for first', () => {
  const changing = dependency();
  const [first, second, third] = [having(dependency()), having(dependency()), having(changing)];
  first.addAll(second);
  second.addAll(first);
  second.addAll(third);
  const all = [first, second, third];
  expect(all.map((reads) => new Holding().of(reads))).toEqual([true, true, true]);
  changing.wording = {};
  for (const order of [all, all.toReversed()]) {
    const holding = new Holding();
    expect(order.map((reads) => holding.of(reads))).toEqual([false, false, false]);
  }
});

test('rounds that have read the same are one to be looked at, with those apart that consist of others', () => {
  const [name, other] = [dependency(), dependency()];
  const collected = having();
  for (let round = 0; round < 100; round++) collected.absorb(having(name));
  const outer = having();
  outer.addAll(having(other));
  collected.absorb(outer);
  expect([collected.own.size, collected.parts.size]).toEqual([1, 1]);
  expect(new Holding().of(collected)).toBe(true);
  other.wording = {};
  expect(new Holding().of(collected)).toBe(false);
});

test('what was worded in two ways while it was collected does not hold', () => {
  const name = dependency();
  const before = having(name);
  name.wording = {};
  const collected = having(name);
  collected.absorb(before);
  expect(new Holding().of(collected)).toBe(false);
});
