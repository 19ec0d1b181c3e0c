import { describe, expect, test } from 'vitest';
import { analyze, type Analysis } from '../../../../src/formats/analyze.ts';
import { fixesForProblem } from '../../../../src/formats/fixes.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import type { Fix } from '../../../../src/model/problems/problem.ts';
import { LineIndex } from '../../../../src/util/line-index.ts';
import { applyEdits, type Span } from '../../../../src/util/span.ts';
import { changedLines } from '../../../support/changed-lines.ts';
import { emptyContext } from '../../../support/format-context.ts';
import { problemsOf } from '../../../support/problem-lines.ts';
import { calls } from '../../../support/python-problems/calls.ts';
import { channels } from '../../../support/python-problems/channels.ts';
import { items, type Case } from '../../../support/python-problems/item.ts';
import { joins } from '../../../support/python-problems/joins.ts';
import { layers } from '../../../support/python-problems/layers.ts';
import { reshapes } from '../../../support/python-problems/reshapes.ts';
import { sizes } from '../../../support/python-problems/sizes.ts';
import { unused } from '../../../support/python-problems/unused.ts';
import { vision } from '../../../support/python-problems/vision.ts';

const cases: readonly Case[] = [
  ...sizes,
  ...channels,
  ...joins,
  ...reshapes,
  ...layers,
  ...vision,
  ...calls,
  ...unused,
];

const formats = [createPythonFormat()];

function analysisOf(text: string): Analysis {
  return analyze({ path: 'net.py', text }, formats, emptyContext);
}

function messagesIn(text: string): readonly string[] {
  return problemsOf(analysisOf(text)).map(({ message }) => message);
}

/** `10:29–33 4096`: line and columns from 1, and the words. */
function placeOf(text: string, { start, end }: Span): string {
  const lines = new LineIndex(text);
  const [from, to] = [lines.position(start), lines.position(end)];
  return `${from.line + 1}:${from.character + 1}–${to.character + 1} ${text.slice(start, end)}`;
}

function fixesOf(text: string): readonly Fix[] {
  const analysis = analysisOf(text);
  const model = analysis.models.findIndex(({ problems }) => problems.length > 0);
  const [problem] = problemsOf(analysis);
  if (!problem) return [];
  return fixesForProblem(problem, model, analysis, { path: 'net.py', text }, formats, emptyContext);
}

describe('what is wrong with a model, where, and what makes it right', () => {
  test.each(items)('there are cases of %s', (item) => {
    expect(cases.filter((each) => each.item === item)).not.toEqual([]);
  });

  test.each(cases.map((each) => [`${each.item}: ${each.title}`, each] as const))(
    '%s',
    (_, { wrong, code, at, message, right: [from, to], fix }) => {
      // One cause is one problem.
      const found = problemsOf(analysisOf(wrong));
      expect(found.map((problem) => [problem.code, placeOf(wrong, problem.span), problem.message])).toEqual([
        [code, at, message],
      ]);

      expect(wrong).toContain(from);
      expect(messagesIn(wrong.replace(from, to))).toEqual([]);

      const [offered] = fixesOf(wrong);
      if ('none' in fix) {
        expect(offered).toBeUndefined();
        return;
      }
      expect(offered).toMatchObject({ title: fix.title, preferred: true });
      const fixed = applyEdits(wrong, offered?.edits ?? []);
      expect(changedLines(wrong, fixed)).toEqual(fix.lines);
      expect(messagesIn(fixed)).toEqual([]);
    },
  );
});
