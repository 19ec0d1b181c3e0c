import type { Role } from '../draw-list.ts';
import { blockSize, plateThickness, type BlockSize } from './block.ts';
import { shapeText } from './shape-text.ts';
import { sourcesOf } from './layout.ts';
import type { LayerView, NetworkView } from './view.ts';

/** One layer as it is drawn: the block of its output, its words, and what the next layers leave unread of it. */
export interface NetworkItem {
  readonly layer: LayerView;
  readonly place: number;
  readonly sources: readonly number[];
  /** Leaves the shape as it is: drawn as a thin plate with few words. */
  readonly plate: boolean;
  readonly role: Role;
  readonly size: BlockSize;
  readonly shape: string;
  readonly unreadRows: number;
  readonly unreadColumns: number;
}

export function networkItems(view: NetworkView): NetworkItem[] {
  const unread = unreadShares(view);
  return view.layers.map((layer, place) => {
    const plate = layer.kind === 'elementwise' || layer.kind === 'normalization';
    const size = blockSize(layer.outputShapes[0]);
    return {
      layer,
      place,
      sources: sourcesOf(layer, place),
      plate,
      role: roleOf(layer),
      size: plate ? { ...size, thickness: plateThickness } : size,
      shape: shapeText(layer.outputShapes[0]),
      unreadRows: unread.get(place)?.rows ?? 0,
      unreadColumns: unread.get(place)?.columns ?? 0,
    };
  });
}

function roleOf({ kind, verdict }: LayerView): Role {
  if (verdict === 'impossible') return 'error';
  switch (kind) {
    case 'convolution':
    case 'transposed-convolution':
      return 'activation';
    case 'linear':
      return 'kernel';
    case 'pool':
    case 'adaptive-pool':
    case 'global-pool':
      return 'success';
    case 'concat':
    case 'combine':
      return 'lit';
    case 'unknown':
      return 'warning';
    default:
      return 'faint';
  }
}

/** Of each layer's output: the shares of rows and columns at its end that one of the next layers never reads. */
function unreadShares({ layers }: NetworkView): Map<number, { rows: number; columns: number }> {
  const shares = new Map<number, { rows: number; columns: number }>();
  for (const layer of layers) {
    const source = layer.inputs[0];
    if (source === null || source === undefined) continue;
    const [columns, rows] = [...layer.axes]
      .reverse()
      .map(({ lost, geometry }) => (geometry ? lost.tail / geometry.inputSize : 0));
    const known = shares.get(source) ?? { rows: 0, columns: 0 };
    shares.set(source, {
      rows: Math.max(known.rows, rows ?? 0),
      columns: Math.max(known.columns, columns ?? 0),
    });
  }
  return shares;
}

/** A layer in words, for those who hear the picture. */
export function describeLayer({ layer, shape }: NetworkItem): string {
  const misfit =
    layer.verdict === null || layer.verdict === 'fits' ? '' : ` ${layer.verdict.replaceAll('-', ' ')}.`;
  const summary = layer.summary === '' ? '' : ` ${layer.summary}.`;
  return `${layer.id}: ${layer.type}.${summary} Output ${shape}.${misfit}`;
}
