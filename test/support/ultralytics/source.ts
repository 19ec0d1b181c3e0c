import { analyze, type Analysis } from '../../../src/formats/analyze.ts';
import type { FormatContext } from '../../../src/formats/format.ts';
import { ultralyticsFormat } from '../../../src/formats/ultralytics/ultralytics.ts';
import type { ModelReport } from '../../../src/model/report.ts';

/** Depth, width and most channels by letter. */
export type Scales = Readonly<Record<string, readonly [number, number, number]>>;

export interface ModelSource {
  readonly nc?: number;
  readonly scales?: Scales;
  /** Further keys with their values as YAML. */
  readonly keys?: Readonly<Record<string, string>>;
  /** Rows in short: `3x C2f 128 True`, `16,-1: Concat 1`; from −1 and once unless told. */
  readonly backbone: string;
  readonly head: string;
}

/** The YAML of a model whose rows are written in short. */
export function ultralyticsText({ nc = 80, scales, keys = {}, backbone, head }: ModelSource): string {
  const scaleLines = Object.entries(scales ?? {}).map(([name, gains]) => `  ${name}: [${gains.join(', ')}]`);
  return [
    `nc: ${nc}`,
    ...Object.entries(keys).map(([key, value]) => `${key}: ${value}`),
    ...(scales ? ['scales:', ...scaleLines] : []),
    'backbone:',
    ...rowsOf(backbone),
    'head:',
    ...rowsOf(head),
    '',
  ].join('\n');
}

function rowsOf(short: string): readonly string[] {
  return short
    .trim()
    .split('\n')
    .map((line) => {
      const [, from = '-1', repeats = '1', module = '', args = ''] =
        /^\s*(?:([-\d,]+):\s+)?(?:(\d+)x\s+)?(\S+)\s*(.*)$/.exec(line) ?? [];
      const list = args.trim().split(/\s+/).filter(Boolean).join(', ');
      const source = from.includes(',') ? `[${from.split(',').filter(Boolean).join(', ')}]` : from;
      return `  - [${source}, ${repeats}, ${module}, [${list}]]`;
    });
}

export function analyzeUltralytics(
  text: string,
  path = 'model.yaml',
  context: Partial<FormatContext> = {},
): Analysis {
  const full = { inputs: [], readFile: () => null, ...context };
  return analyze({ path, text }, [ultralyticsFormat()], full);
}

/** The only model of a text, for which there must be no problem of the text. */
export function modelOf(text: string, path?: string, context?: Partial<FormatContext>): ModelReport {
  const { models, problems } = analyzeUltralytics(text, path, context);
  const [model] = models;
  if (!model || problems.length > 0) throw new Error(`no clean model: ${JSON.stringify(problems)}`);
  return model;
}

/** A model at a square input. */
export const at = (size: number): Partial<FormatContext> => ({
  inputs: [{ dims: [size, size], origin: 'argument' }],
});
