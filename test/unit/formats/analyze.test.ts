import { expect, test } from 'vitest';
import { analyze } from '../../../src/formats/analyze.ts';
import type { Format, FormatContext } from '../../../src/formats/format.ts';
import type { TextProblem } from '../../../src/model/problems/problem.ts';
import { conv, graphOf, input } from '../../support/graph.ts';
import { said } from '../../../src/model/text/text.ts';

const context: FormatContext = { inputs: [], readFile: () => null };
const document = { path: 'model.cfg', text: '[net]' };

const textProblem: TextProblem = {
  code: 'unknown-field',
  severity: 'warning',
  message: 'This is not JSON.',
  span: { start: 0, end: 1 },
  related: [],
};

function format(parse: Format['parse']): Format {
  return { id: 'darknet', recognizes: ({ path }) => path.endsWith('.cfg'), parse };
}

const graph = graphOf([
  { id: 'input', operation: input(1, 3, 8, 8) },
  { id: 'conv', operation: conv(3, 4, { kernel: 3 }) },
]);
const working = format(() => ({ graphs: [graph], problems: [textProblem] }));

test('a recognized document gives its models and the problems of its text', () => {
  const { format: id, models, problems } = analyze(document, [working], context);
  expect(id).toBe('darknet');
  expect(models.map(({ layers }) => layers.at(-1)?.outputShapes[0])).toEqual([[1, 4, 6, 6]]);
  expect(problems).toEqual([textProblem]);
});

test('severities are settings for problems of the text too', () => {
  const as = (severity: 'error' | 'off') =>
    analyze(document, [working], context, { severities: { 'unknown-field': severity } }).problems;
  expect(as('error').map(({ severity }) => severity)).toEqual(['error']);
  expect(as('off')).toEqual([]);
});

test('a document of no format gives nothing', () => {
  expect(analyze({ path: 'notes.txt', text: '' }, [working], context)).toEqual({
    format: null,
    models: [],
    problems: [],
  });
});

test('a text above the limit is not parsed and gets one information at its start', () => {
  const never = format(() => {
    throw new Error('parsed');
  });
  const text = ' '.repeat(2_000_001);
  const { models, problems } = analyze({ path: 'a.cfg', text }, [never], context, { sizeLimit: 2_000_000 });
  expect(models).toEqual([]);
  expect(problems).toMatchObject([
    { code: 'too-large', severity: 'information', span: { start: 0, end: 0 } },
  ]);
  expect(problems[0]?.message).toContain('2.0 MB');
});

test('a fault of a format becomes one problem instead of an exception', () => {
  const broken = format(() => {
    throw new RangeError('out of luck');
  });
  expect(analyze(document, [broken], context).problems).toMatchObject([
    { code: 'internal-error', severity: 'warning', span: { start: 0, end: 0 } },
  ]);
});

test('a layer that the format calls unknown is reported once', () => {
  const custom = graphOf([
    { id: 'input', operation: input(1, 3, 8, 8) },
    { id: 'custom', operation: { kind: 'unknown', outputs: 1 } },
  ]);
  const place = custom.nodes[1]?.source.title ?? { start: 0, end: 0 };
  const ofText: TextProblem = { ...textProblem, code: 'unknown-layer', span: place };
  const { problems, models } = analyze(
    document,
    [format(() => ({ graphs: [custom], problems: [ofText] }))],
    context,
  );
  expect([problems.length, models[0]?.problems.length]).toEqual([1, 0]);
  const silent = analyze(document, [format(() => ({ graphs: [custom], problems: [] }))], context);
  expect(silent.models[0]?.problems.map(({ code }) => code)).toEqual(['unknown-layer']);
});

test('a name of 300 characters is cut where a message quotes it', () => {
  const message = said('There is no layer `{0}`. {1}', 'a'.repeat(300), said('Did you mean `{0}`?', 'conv'));
  const broken = format(() => ({ graphs: [], problems: [{ ...textProblem, message }] }));
  expect(analyze(document, [broken], context).problems[0]?.message).toBe(
    `There is no layer \`${'a'.repeat(60)}…\`. Did you mean \`conv\`?`,
  );
});
