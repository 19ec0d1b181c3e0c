import { textIn } from '../../model/text/text-in.ts';
import type { AnalyzedFile } from '../source.ts';

/** Why layers are unknown: one line each, with the construct and its line where a format can name them. */
export function explanationText({ analysis, path }: Pick<AnalyzedFile, 'analysis' | 'path'>): string {
  const lines = (analysis.explanations ?? []).map(({ graph, node, reason, line, construct }) => {
    const layer = analysis.models[graph]?.layers[node]?.id ?? '';
    const where = line === undefined ? path : `${path}:${line}`;
    const what = construct === undefined ? '' : ` (\`${construct}\`)`;
    return `${where}: ${layer}: ${textIn(null, reason)}${what}`;
  });
  const leftOut = (analysis.leftOut ?? []).map(
    ({ name, line, reason }) => `${path}:${line}: ${name}: not followed: ${textIn(null, reason)}`,
  );
  if (lines.length + leftOut.length > 0) return ['Not known:', ...lines, ...leftOut].join('\n');
  if (analysis.models.length === 0) return 'No model was found.';
  const unknown = analysis.models.flatMap(({ layers }) =>
    layers.filter(({ outputShapes }) => outputShapes.some((shape) => shape?.includes(null) ?? true)),
  );
  if (unknown.length === 0) return 'All sizes are known.';
  return ['Not known:', ...unknown.map(({ id, type }) => `${path}: ${id} (${type})`)].join('\n');
}
