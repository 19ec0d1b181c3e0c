import { analyze } from '../../../src/formats/analyze.ts';
import { caffeFormat } from '../../../src/formats/caffe/caffe.ts';
import type { FormatContext } from '../../../src/formats/format.ts';
import { readCorpusFile } from '../corpus.ts';
import { readOracle } from '../read-oracle.ts';
import { Comparison, outputShape, type Agreement } from './agreement.ts';

/** The layer table of one net in one phase, as Caffe built it; its data layers were given images of `data_chw`. */
export interface CaffeTable {
  readonly file: string;
  readonly phase: 'TRAIN' | 'TEST';
  readonly data_chw: readonly number[];
  readonly layers: readonly CaffeRow[];
}

interface CaffeRow {
  readonly name: string;
  readonly type: string;
  readonly out: readonly (readonly number[])[];
  readonly blobs: readonly (readonly number[])[];
}

export function caffeTables(): readonly CaffeTable[] {
  return (readOracle('caffe.json.gz') as { files: readonly CaffeTable[] }).files;
}

/** Names, shapes and parameters of every layer of the file, in order; Caffe's own splits are not in the file. */
export function compareCaffe(folder: string, table: CaffeTable): Agreement {
  const text = readCorpusFile(folder, table.file);
  const hasData = text.includes('type: "Data"');
  const context: FormatContext = {
    inputs: hasData ? [{ dims: table.data_chw, origin: 'argument' }] : [],
    phase: table.phase,
    readFile: () => null,
  };
  const [model] = analyze({ path: table.file, text }, [caffeFormat()], context).models;
  const layers = model?.layers ?? [];
  const comparison = new Comparison();
  let place = 0;
  for (const row of table.layers.filter(({ type }) => type !== 'Split')) {
    const shapes = row.type === 'Input' ? row.out : row.out.slice(0, 1);
    for (const [top, shape] of shapes.entries()) {
      const layer = layers[place++];
      if (top === 0) comparison.equal(`${place} name`, layer?.id, row.name);
      comparison.equal(`${row.name} output`, outputShape(layer), shape);
      comparison.equal(`${row.name} parameters`, layer?.params, valuesIn(row.blobs));
    }
  }
  comparison.equal('layers', layers.length, place);
  return comparison.result(`${table.file} ${table.phase}`);
}

function valuesIn(blobs: readonly (readonly number[])[]): number {
  return blobs.reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
}
