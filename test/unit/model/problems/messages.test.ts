import { describe, expect, test } from 'vitest';
import { messageOf } from '../../../../src/model/problems/messages.ts';
import { englishProblems } from '../../../../src/model/problems/words/english-problems.ts';
import { problemWords } from '../../../../src/model/problems/words/problem-words.ts';
import { sampleFindings } from '../../../support/problems/sample-findings.ts';

const inChinese = problemWords('zh-CN');

/** What a file, a formula, or a framework writes that way in every language. */
const kept = new Set(
  'PyTorch ConvLens Conv2d Focus permute floor ceil convlens layers same valid causal Conv1D down'.split(' '),
);

const numbersIn = (text: string) => new Set(text.match(/\d+(\.\d+)?/g) ?? []);

const foreignIn = (text: string) =>
  (text.match(/[A-Za-z]\w*/g) ?? []).filter((word) => word.length > 2 && !kept.has(word));

const samples = Object.entries(sampleFindings).flatMap(([code, findings]) =>
  findings.map((finding) => {
    const english = messageOf(finding, 'pytorch', 'Focus', englishProblems);
    return [code, english, messageOf(finding, 'pytorch', 'Focus', inChinese)] as const;
  }),
);

describe('a finding in Chinese has the numbers of the English sentence, and no English word', () => {
  test.each(samples)('%s: %s', (_code, english, chinese) => {
    expect(chinese).toMatch(/^[^ ].*[。？…]$/);
    expect(numbersIn(chinese)).toEqual(numbersIn(english));
    expect(foreignIn(chinese)).toEqual([]);
    expect(chinese).not.toMatch(/undefined|NaN|null/);
  });
});
