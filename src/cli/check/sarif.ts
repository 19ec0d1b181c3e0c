import { capital } from '../../model/problems/words/capital.ts';
import { createHash } from 'node:crypto';
import { isAbsolute, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fixesForProblem } from '../../formats/fixes.ts';
import { defaultSeverities } from '../../model/problems/severities.ts';
import type { Fix, Problem, ProblemCode, Severity } from '../../model/problems/problem.ts';
import type { Range, Span } from '../../util/span.ts';
import type { AnalyzedFile } from '../source.ts';
import { problemsOf } from './found.ts';

/** GitHub refuses a run with more results (docs.github.com: SARIF support for code scanning). */
const mostResults = 25_000;

/** What GitHub shows of a rule: the section of docs/problems.md. */
export type RuleTexts = ReadonlyMap<string, string>;

/** Fixes cost an analysis each; a file with more problems than this gets them for the first. */
const mostFixed = 50;

/**
 * A SARIF 2.1.0 log as GitHub's code scanning takes it: relative addresses, regions from 1, stable fingerprints.
 * (https://docs.oasis-open.org/sarif/sarif/v2.1.0, docs.github.com: SARIF support for code scanning)
 */
export function sarifLog(files: readonly AnalyzedFile[], version: string, rules: RuleTexts) {
  const results = mostSevere(files.flatMap(resultsOf));
  const codes = [...new Set(results.map(({ ruleId }) => ruleId))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'ConvLens',
            semanticVersion: version,
            rules: codes.map((code) => ruleOf(code, rules.get(code))),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => ({ ...result, ruleIndex: codes.indexOf(result.ruleId) })),
      },
    ],
  };
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/** What GitHub takes of a long list: errors before warnings before notes, else in their order. */
function mostSevere<R extends { readonly level: string }>(results: readonly R[]): readonly R[] {
  if (results.length <= mostResults) return results;
  const order = ['error', 'warning', 'note'];
  const sorted = results.toSorted((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return sorted.slice(0, mostResults);
}

function ruleOf(code: ProblemCode, text: string | undefined) {
  const title = capital(code).replaceAll('-', ' ');
  const help = text ?? title;
  return {
    id: code,
    shortDescription: { text: title },
    fullDescription: { text: help.split('\n')[0] ?? title },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: levels[defaultSeverities[code]] },
  };
}

function resultsOf(file: AnalyzedFile) {
  const seen = new Map<string, number>();
  return problemsOf(file).map(({ problem, model }, place) => {
    const fixes =
      model === null || place >= mostFixed
        ? []
        : fixesForProblem(problem, model, file.analysis, file.document, file.formats, file.context);
    return {
      ruleId: problem.code,
      level: levels[problem.severity],
      message: { text: problem.message },
      locations: [locationOf(file, problem.span)],
      ...(problem.related.length > 0 && { relatedLocations: relatedOf(file, problem) }),
      partialFingerprints: { primaryLocationLineHash: fingerprint(file, problem, seen) },
      ...(fixes.length > 0 && { fixes: fixes.map((fix) => fixOf(file, fix)) }),
    };
  });
}

const relatedOf = (file: AnalyzedFile, { related }: Problem) =>
  related
    .filter(({ span }) => span.file === undefined)
    .map(({ span, message }, id) => ({ id, ...locationOf(file, span), message: { text: message } }));

const locationOf = (file: AnalyzedFile, span: Span) => ({
  physicalLocation: { artifactLocation: artifactOf(file), region: regionOf(file.lines.range(span)) },
});

/** Relative to the folder that is checked, which GitHub takes for the repository's root; whole outside of it. */
function artifactOf({ document }: AnalyzedFile) {
  const inside = relative('.', document.path);
  if (inside.startsWith('..') || isAbsolute(inside)) return { uri: pathToFileURL(document.path).href };
  return { uri: inside.split(sep).map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

const regionOf = ({ start, end }: Range) => ({
  startLine: start.line + 1,
  startColumn: start.character + 1,
  endLine: end.line + 1,
  endColumn: end.character + 1,
});

const fixOf = (file: AnalyzedFile, { title, edits }: Fix) => ({
  description: { text: title },
  artifactChanges: [
    {
      artifactLocation: artifactOf(file),
      replacements: edits.map(({ span, newText }) => ({
        deletedRegion: regionOf(file.lines.range(span)),
        insertedContent: { text: newText },
      })),
    },
  ],
});

/** The same for the same problem on the same line of text, wherever that line moves; repeats are numbered. */
function fingerprint(
  { document, lines }: AnalyzedFile,
  { code, span }: Problem,
  seen: Map<string, number>,
): string {
  const start = lines.position(span.start).line;
  const from = lines.offset({ line: start, character: 0 });
  const line = /[^\r\n]*/.exec(document.text.slice(from))?.[0].trim() ?? '';
  const hash = createHash('sha256').update(`${code}\n${line}`).digest('hex').slice(0, 16);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}

/** The sections of docs/problems.md by their codes. */
export function ruleTexts(markdown: string): RuleTexts {
  const sections = markdown.split(/^### /m).slice(1);
  return new Map(
    sections.map((section) => {
      const [code = '', ...lines] = section.split('\n');
      return [code.trim(), lines.join('\n').split(/^## /m)[0]?.trim() ?? ''] as const;
    }),
  );
}
