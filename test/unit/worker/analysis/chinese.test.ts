import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { knownFormats } from '../../../../src/formats/known-formats.ts';
import type { AnalysisWorker } from '../../../../src/protocol/analysis.ts';
import { Transfer, type Answer, type Argument } from '../../../../src/protocol/rpc/channel.ts';
import { CancellationSource } from '../../../../src/util/cancellation.ts';
import { analysisHandlers } from '../../../../src/worker/analysis/handlers.ts';
import { westernPunctuation } from '../../../support/chinese.ts';
import { channels } from '../../../support/python-problems/channels.ts';
import { joins } from '../../../support/python-problems/joins.ts';
import { layers } from '../../../support/python-problems/layers.ts';
import { reshapes } from '../../../support/python-problems/reshapes.ts';
import { sizes } from '../../../support/python-problems/sizes.ts';

/** Names that stand in Chinese sentences too; what the file itself writes may be named anyway. */
const kept = new Set(
  [
    'ConvLens PyTorch Keras Caffe Darknet YAML Sequential Functional',
    'same valid causal exact floor ceil int list dict tuple GiB KiB MiB None True False',
    'stride padding dilation groups bias weight rounding constant chunks',
  ].flatMap((line) => line.split(' ')),
);

/** Code, titles, names with dots, digits or underscores, and what Python itself would say are quoted, not said. */
const quoted = /`[^`]*`|^\*\*.*|[A-Z]\w+Error: .*|[A-Za-z]\w*(?:\.[\w()#]+)+|[a-z]\w+\(|[A-Za-z]*[\d_]\w*/gm;

/** Words of three letters and more that are neither kept nor in the file. */
const foreignIn = (said: string, text: string): readonly string[] =>
  (said.replace(quoted, '').match(/[A-Za-z]{3,}/g) ?? []).filter(
    (word) => !kept.has(word) && !text.includes(word),
  );

/** All that an editor shows of a document to a reader of Chinese. */
async function saidOf(path: string, text: string): Promise<readonly string[]> {
  const handlers = analysisHandlers(knownFormats(), undefined, undefined, 'zh-cn');
  const ask = async <M extends keyof AnalysisWorker>(
    method: M,
    argument: Argument<AnalysisWorker, M>,
  ): Promise<Answer<AnalysisWorker, M>> => {
    const answer = await handlers[method](argument, { token: new CancellationSource().token });
    return answer instanceof Transfer ? answer.value : answer;
  };
  const of = { uri: `file:///${path}`, version: 1 };
  const content = { kind: 'text', text } as const;
  const analysis = await ask('analyze', { ...of, path, content, choices: { inputs: [] }, severities: {} });
  if (analysis.kind !== 'analysis') return [];
  const lines = text.split('\n');
  const end = { line: lines.length, character: 0 };
  const hints = await ask('hints', { ...of, range: { start: { line: 0, character: 0 }, end } });
  const lenses = await ask('lenses', of);
  const hovers = await Promise.all(
    lines.map((line, place) => {
      const character = line.length - line.trimStart().length;
      return ask('hover', { ...of, position: { line: place, character } });
    }),
  );
  const fixes = await Promise.all(analysis.problems.map((_, problem) => ask('fixes', { ...of, problem })));
  return [
    ...analysis.problems.flatMap(({ message, related }) => [
      message,
      ...related.map((place) => place.message),
    ]),
    ...fixes.flat().map(({ title }) => title),
    ...hints.flatMap(({ label, tooltip }) => [label, tooltip]),
    ...lenses.map(({ title }) => title),
    ...hovers.flatMap((hover) => (hover ? [hover.markdown] : [])),
  ];
}

const examples = readdirSync('examples')
  .filter((name) => !name.endsWith('.onnx'))
  .map((name): readonly [string, string] => [name, readFileSync(join('examples', name), 'utf8')]);

const folder = 'test/fixtures/python/beginners';
const programs = readdirSync(folder).map((name): readonly [string, string] => [
  name,
  readFileSync(join(folder, name), 'utf8'),
]);

const mistakes = [...channels, ...joins, ...layers, ...reshapes, ...sizes].map(
  ({ item, title, wrong }): readonly [string, string] => [`${item}, ${title}.py`, wrong],
);

/** Configs as one has them while typing: a line is missing, or cut. */
const broken = examples
  .filter(([name]) => !name.endsWith('.py'))
  .flatMap(([name, text]) => {
    const lines = text.split('\n');
    return [0.3, 0.5, 0.7].flatMap((share): (readonly [string, string])[] => {
      const place = Math.floor(lines.length * share);
      const line = lines[place] ?? '';
      const cut = line.slice(0, Math.ceil(line.length * 0.6));
      return [
        [name, lines.toSpliced(place, 1).join('\n')],
        [name, lines.with(place, cut).join('\n')],
      ];
    });
  });

test.each([
  ['examples', examples],
  ['programs', programs],
  ['mistakes', mistakes],
  ['texts while one types', broken],
])('nothing is left in English in Chinese: %s', async (_, documents) => {
  const left = new Set<string>();
  for (const [path, text] of documents) {
    for (const said of await saidOf(path, text)) {
      const foreign = foreignIn(said, text);
      if (foreign.length > 0) left.add(`${path}: ${foreign.join(' ')} in “${said}”`);
      for (const around of westernPunctuation(said)) left.add(`${path}: “${around}” in “${said}”`);
    }
  }
  expect([...left]).toEqual([]);
});
