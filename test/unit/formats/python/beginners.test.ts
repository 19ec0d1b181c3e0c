import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixesForProblem } from '../../../../src/formats/fixes.ts';
import { createPythonFormat } from '../../../../src/formats/python/format.ts';
import { applyEdits } from '../../../../src/util/span.ts';
import { AnalyzedDocument } from '../../../../src/worker/analysis/analyzed-document.ts';
import { changedLines } from '../../../support/changed-lines.ts';
import { emptyContext } from '../../../support/format-context.ts';
import { beginners } from '../../../support/python-problems/beginners.ts';
import { fixture } from '../../../support/python.ts';

const formats = [createPythonFormat()];

function documentOf(text: string): AnalyzedDocument {
  return new AnalyzedDocument(1, { path: 'net.py', text }, formats, emptyContext, {});
}

/** Errors and warnings as the editor lists them: `17 error features-mismatch: …`. */
function listed(document: AnalyzedDocument): readonly string[] {
  return weighty(document).map(({ problem: { code, severity, message, span } }) => {
    const { line } = document.lines.position(span.start);
    return `${line + 1} ${severity} ${code}: ${message}`;
  });
}

function weighty({ problems }: AnalyzedDocument): AnalyzedDocument['problems'] {
  return problems.filter(({ problem: { severity } }) => severity === 'error' || severity === 'warning');
}

test.each(beginners.map((each) => [each.file, each] as const))('%s', (_, { file, problems, fix }) => {
  const text = readFileSync(fixture(`beginners/${file}.py`), 'utf8');
  const document = documentOf(text);
  expect(listed(document)).toEqual(problems);
  const about = weighty(document).find(({ problem: { code } }) => code === fix.of);
  const { source, analysis } = document;
  const [offered] = about
    ? fixesForProblem(about.problem, about.model ?? -1, analysis, source, formats, emptyContext)
    : [];
  const fixed = offered ? applyEdits(text, offered.edits) : text;
  expect(changedLines(text, fixed)).toEqual(fix.lines);
  expect(listed(documentOf(fixed))).toEqual(fix.leaves ?? (offered ? [] : problems));
});
