import { byteText } from '../util/byte-text.ts';
import type { ModelReport } from '../model/report.ts';
import type { Variant, VariantKind } from '../model/variant.ts';
import type { Span } from '../util/span.ts';
import { countText, fullShapeText } from './quantities.ts';
import { originText, variantText } from './size-origin.ts';

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
): readonly CodeLens[] {
  return models.flatMap((report, model) => {
    const span = { start: report.span.start, end: report.span.start };
    if (report.span.file !== undefined || report.layers.length === 0) return [];
    const layout: CodeLens = {
      span,
      title: `Show Layout: ${totalsText(report)}`,
      action: 'show-layout',
      model,
    };
    const demand = sizeDemands[model] ?? null;
    return [layout, ...inputLens(report, span, model, demand), ...variantLenses(variants, span, model)];
  });
}

/** `61.1 M parameters, 714 M multiply-adds, 4.63 MiB forward` */
export function totalsText({ totals }: ModelReport): string {
  const atLeast = totals.complete ? '' : 'at least ';
  return `${atLeast}${countText(totals.params)} parameters, ${countText(totals.macs)} multiply-adds, ${byteText(totals.forwardBytes)} forward`;
}

function inputLens(
  { inputs }: ModelReport,
  span: Span,
  model: number,
  demand: string | null,
): readonly CodeLens[] {
  const [first] = inputs;
  if (!first) return [];
  const title = `Input ${fullShapeText(first.shape)}, ${originText(first)}${demand === null ? '' : `; ${demand}`}`;
  return [{ span, title, action: 'choose-input-size', model }];
}

const variantLenses = (variants: readonly Variant[], span: Span, model: number): readonly CodeLens[] =>
  variants.map((variant) => ({ span, title: variantText(variant), action: `choose-${variant.kind}`, model }));
