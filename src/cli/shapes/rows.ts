import { countText } from '../../language/quantities.ts';
import { compactShapeText, numberText } from '../../model/problems/number-text.ts';
import type { Severity } from '../../model/problems/problem.ts';
import type { LayerReport, ModelReport } from '../../model/report.ts';
import { listedLayers } from './json-report.ts';

/** One line of the table: a layer, or the head of a block of layers. */
export interface Row {
  readonly depth: number;
  readonly name: string;
  readonly type: string;
  readonly output: string;
  readonly params: string;
  readonly macs: string;
  /** What the axes' sizes come to where they do not fit: `112.5 → 112 padding unused`. */
  readonly note: string;
  readonly severity: Severity | null;
}

export const columns = ['layer', 'type', 'output', 'parameters', 'multiply-adds', ''] as const;

/** A model's layers, each below the heads of its blocks. */
export function tableRows(model: ModelReport): readonly Row[] {
  const worst = worstSeverities(model);
  const rows: Row[] = [];
  let open: readonly string[] = [];
  for (const layer of listedLayers(model)) {
    let common = 0;
    while (common < open.length && open[common] === layer.blocks[common]) common++;
    open = layer.blocks;
    for (let depth = common; depth < open.length; depth++) rows.push(blockRow(open, depth));
    rows.push(layerRow(layer, worst.get(layer) ?? null));
  }
  return rows;
}

function worstSeverities({ layers, problems }: ModelReport): ReadonlyMap<LayerReport, Severity> {
  const order: readonly Severity[] = ['hint', 'information', 'warning', 'error'];
  const worst = new Map<LayerReport, Severity>();
  for (const { node, severity } of problems) {
    const layer = layers[node ?? -1];
    const known = layer && worst.get(layer);
    if (layer && (known === undefined || order.indexOf(severity) > order.indexOf(known))) {
      worst.set(layer, severity);
    }
  }
  return worst;
}

const blockRow = (blocks: readonly string[], depth: number): Row => ({
  depth,
  name: within(blocks[depth] ?? '', blocks[depth - 1]),
  type: '',
  output: '',
  params: '',
  macs: '',
  note: '',
  severity: null,
});

function layerRow(layer: LayerReport, severity: Severity | null): Row {
  const { id, type, operation, outputShapes, params, macs, blocks } = layer;
  const name = within(id, blocks.at(-1));
  return {
    depth: blocks.length,
    name,
    type: type === name ? '' : type,
    output: outputShapes.map(compactShapeText).join(' + '),
    params: operation.kind === 'input' || params === 0 ? '' : countText(params),
    macs: operation.kind === 'input' || macs === 0 ? '' : countText(macs),
    note: misfitNote(layer),
    severity,
  };
}

/** A name without its block's, which stands above it. */
function within(name: string, block: string | undefined): string {
  const inside = block !== undefined && name.startsWith(block) ? name.slice(block.length) : name;
  return inside.replace(/^[./]/, '') || name;
}

function misfitNote({ axes }: LayerReport): string {
  const notes = axes.flatMap(({ geometry, verdict }) => {
    if (verdict === 'fits') return [];
    const words = verdict.replace('-', ' ');
    if (geometry === null) return [words];
    return [`${numberText(geometry.numerator / geometry.stride + 1)} → ${geometry.outputSize} ${words}`];
  });
  return [...new Set(notes)].join(', ');
}
