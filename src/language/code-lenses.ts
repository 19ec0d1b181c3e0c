import { amountText } from '../util/amount-text.ts';
import { byteText } from '../util/byte-text.ts';
import type { ModelReport } from '../model/report.ts';
import type { Variant, VariantKind } from '../model/variant.ts';
import type { Span } from '../util/span.ts';
import { countText, fullShapeText } from './quantities.ts';
import { originText, variantText } from './size-origin.ts';
import { layersEnglish, type LayerWords } from './words/layers-english.ts';

/** A line of text above a model that can be clicked. `model` is its place in the analysis. */
export interface CodeLens {
  readonly span: Span;
  readonly title: string;
  readonly action: 'show-layout' | 'choose-input-size' | `choose-${VariantKind}`;
  readonly model: number;
}

/** What a whole model costs, where its input size came from, which sizes it wants, and which of several networks it is. */
export function codeLenses(
  models: readonly ModelReport[],
  sizeDemands: readonly (string | null)[] = [],
  variants: readonly Variant[] = [],
  words: LayerWords = layersEnglish,
): readonly CodeLens[] {
  return models.flatMap((report, model) => {
    const span = { start: report.span.start, end: report.span.start };
    if (report.span.file !== undefined || report.layers.length === 0) return [];
    const layout: CodeLens = {
      span,
      title: words.lens.showLayout(totalsText(report, words)),
      action: 'show-layout',
      model,
    };
    const demand = sizeDemands[model] ?? null;
    return [
      layout,
      ...inputLens(report, span, model, demand, words),
      ...variants.map((variant): CodeLens => ({
        span,
        title: variantText(variant, words),
        action: `choose-${variant.kind}`,
        model,
      })),
    ];
  });
}

/** `61.1 M parameters, 714 M multiply-adds, 4.63 MiB forward` */
export function totalsText({ totals }: ModelReport, words: LayerWords = layersEnglish): string {
  const { params, macs, forwardBytes, whole } = totals;
  return words.lens.totals(
    words.costs(
      amountText(params, whole.params, countText, words.lens.atLeast),
      amountText(macs, whole.macs, countText, words.lens.atLeast),
    ),
    amountText(forwardBytes, whole.memory, byteText, words.lens.atLeast),
  );
}

function inputLens(
  { inputs }: ModelReport,
  span: Span,
  model: number,
  demand: string | null,
  words: LayerWords,
): readonly CodeLens[] {
  const [first] = inputs;
  if (!first) return [];
  const title = words.lens.input(fullShapeText(first.shape), originText(first, words), demand);
  return [{ span, title, action: 'choose-input-size', model }];
}
