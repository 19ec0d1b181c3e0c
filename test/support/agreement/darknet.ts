import { analyze } from '../../../src/formats/analyze.ts';
import { darknetFormat } from '../../../src/formats/darknet/darknet.ts';
import { readCorpusFile } from '../corpus.ts';
import { readOracle } from '../read-oracle.ts';
import { Comparison, outputShape, type Agreement } from './agreement.ts';

/** The layer table of one cfg, as libdarknet built it. */
export interface DarknetTable {
  readonly file: string;
  readonly layers: readonly DarknetRow[];
}

interface DarknetRow {
  readonly i: number;
  readonly type: string;
  readonly filters: number;
  readonly bn: number;
  /** Width, height, channels; zeros for a layer without an image. */
  readonly out: readonly [number, number, number];
  readonly outputs: number;
  readonly nweights: number;
}

export function darknetTables(): readonly DarknetTable[] {
  return (readOracle('darknet-debian.json.gz') as { files: readonly DarknetTable[] }).files;
}

/** Types, sizes and weights of every layer, in order. */
export function compareDarknet(folder: string, table: DarknetTable): Agreement {
  const text = readCorpusFile(folder, table.file);
  const context = { inputs: [], readFile: () => null };
  const [model] = analyze({ path: table.file, text }, [darknetFormat()], context).models;
  const layers = model?.layers.filter(({ operation }) => operation.kind !== 'input') ?? [];
  const comparison = new Comparison();
  comparison.equal('layers', layers.length, table.layers.length);
  for (const row of table.layers) {
    const layer = layers[row.i];
    const [width, height, channels] = row.out;
    const image = width > 0 || height > 0 || channels > 0;
    comparison.equal(`${row.i} type`, layer?.type, row.type);
    comparison.equal(
      `${row.i} output`,
      outputShape(layer),
      image ? [1, channels, height, width] : [1, row.outputs],
    );
    if (row.nweights === 0) continue;
    // Darknet counts a convolution's weights without its biases and scales.
    const besides = row.filters * (1 + row.bn);
    comparison.equal(`${row.i} weights`, (layer?.params ?? NaN) - besides, row.nweights);
  }
  return comparison.result(table.file);
}
