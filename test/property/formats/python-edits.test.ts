import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import type { Format } from '../../../src/formats/format.ts';
import { createPythonFormat } from '../../../src/formats/python/format.ts';
import { InferenceMemory } from '../../../src/model/shapes/inference-memory.ts';
import { plainAnalysis } from '../../support/plain-analysis.ts';
import { fixture, readOrNull } from '../../support/python.ts';

type Lines = readonly string[];

const indentOf = (line = ''): string => /^\s*/.exec(line)?.[0] ?? '';

/** What is done with one line, and which lines it is meant for. */
const edits: Readonly<Record<string, readonly [RegExp, (lines: Lines, at: number) => Lines]>> = {
  number: [
    /\d/,
    (lines, at) =>
      lines.with(
        at,
        (lines[at] ?? '').replace(/\d+/, (digits) => String(Number(digits) + 1)),
      ),
  ],
  local: [/^ {8}/, (lines, at) => lines.toSpliced(at, 0, `${indentOf(lines[at])}unused = ${at}`)],
  comment: [/^ {8}/, (lines, at) => lines.toSpliced(at, 0, `${indentOf(lines[at])}# about it`)],
  blank: [/^/, (lines, at) => lines.toSpliced(at, 0, '')],
  space: [/\(/, (lines, at) => lines.with(at, (lines[at] ?? '').replace('(', '( '))],
  gone: [/^ {4}/, (lines, at) => lines.toSpliced(at, 1)],
  twice: [/^ {4}/, (lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')],
  open: [/^ {8}/, (lines, at) => lines.with(at, `${lines[at] ?? ''}(`)],
  name: [/self\.\w+/, (lines, at) => lines.with(at, (lines[at] ?? '').replace(/self\.\w+/, 'self.other'))],
  layer: [
    /super\(\)\.__init__/,
    (lines, at) => lines.toSpliced(at + 1, 0, `${indentOf(lines[at])}self.more = nn.Linear(2, 3)`),
  ],
};

interface Edit {
  /** `back`: what the last edit did is undone. `first`: all of them are. */
  readonly kind: string;
  readonly line: number;
}

/** Mostly edits, sometimes taken back. */
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...Object.keys(edits), 'back', 'back', 'first'),
  line: fc.nat(10_000),
});

function edited(text: string, { kind, line }: Edit): string {
  const [meant, change] = edits[kind] ?? [];
  if (!meant || !change) return text;
  const lines = text.split('\n');
  const places = lines.flatMap((each, at) => (meant.test(each) ? [at] : []));
  const at = places[line % places.length];
  return at === undefined ? text : change(lines, at).join('\n');
}

function analyzed(path: string, text: string, formats: readonly Format[], memory?: InferenceMemory): string {
  const context = { inputs: [], readFile: readOrNull };
  return JSON.stringify(
    plainAnalysis(analyze({ path, text }, formats, context, { ...(memory && { memory }) })),
  );
}

test.each([
  ['shared_blocks.py', 2],
  ['styles.py', 1],
  ['digits.py', 3],
  ['upscaler.py', 3],
  ['beginners/dict_of_layers.py', 3],
  ['beginners/decoder_channels.py', 3],
])('after edits of %s, and with them taken back, the analysis is that of a fresh reader', (name, runs) => {
  const path = fixture(name);
  const original = readFileSync(path, 'utf8');
  fc.assert(
    fc.property(fc.array(edit, { minLength: 4, maxLength: 10, size: 'max' }), (sequence) => {
      const [formats, memory] = [[createPythonFormat()], new InferenceMemory()];
      const versions = [original];
      analyzed(path, original, formats, memory);
      for (const each of sequence) {
        const version =
          each.kind === 'first'
            ? original
            : each.kind === 'back'
              ? (versions.at(-2) ?? original)
              : edited(versions.at(-1) ?? original, each);
        versions.push(version);
        const kept = analyzed(path, version, formats, memory);
        expect(kept, version).toBe(analyzed(path, version, [createPythonFormat()]));
      }
    }),
    { seed: 11, numRuns: runs },
  );
});
