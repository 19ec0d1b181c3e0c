import { describe, expect, test } from 'vitest';
import { english } from '../../../../src/scene/words/english.ts';
import { wordsOf } from '../../../../src/scene/words/words-of.ts';

/** Every word with its path, functions called with recognisable arguments. */
function* spoken(value: unknown, path = ''): Generator<readonly [path: string, text: string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'function') {
    const say = value as (...parameters: readonly string[]) => string;
    yield [path, say('⟨a⟩', '⟨b⟩', '⟨c⟩', '⟨d⟩')];
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) yield* spoken(entry, path ? `${path}.${key}` : key);
  }
}

const argumentsIn = (text: string) => [...text.matchAll(/⟨.⟩/g)].map(([argument]) => argument).sort();

describe.each(['zh-cn'])('the words in %s', (language) => {
  const translated = new Map(spoken(wordsOf(language)));

  test.each([...spoken(english)])('%s is there, with all its numbers', (path, text) => {
    // Where a space stands between sentences, Chinese has nothing.
    if (text.trim() !== '') expect(translated.get(path) ?? '').not.toBe('');
    expect(argumentsIn(translated.get(path) ?? '')).toEqual(argumentsIn(text));
  });

  test('there are no others', () => {
    expect([...translated.keys()]).toEqual([...spoken(english)].map(([path]) => path));
  });
});

test.each([
  ['en', 'en'],
  ['en-gb', 'en'],
  ['zh-CN', 'zh-cn'],
  ['de', 'en'],
  ['', 'en'],
])('a VS Code in %s shows words in %s', (language, locale) => {
  expect(wordsOf(language).locale).toBe(locale);
});
