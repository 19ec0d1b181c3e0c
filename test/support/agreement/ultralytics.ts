import { analyze } from '../../../src/formats/analyze.ts';
import { ultralyticsFormat } from '../../../src/formats/ultralytics/ultralytics.ts';
import type { LayerReport } from '../../../src/model/report.ts';
import { readCorpusFile } from '../corpus.ts';
import { readOracle } from '../read-oracle.ts';
import { Comparison, outputShape, type Agreement } from './agreement.ts';

/** Every operation of one model, as PyTorch ran it: modules have a name, functions are run `by` a module. */
export interface Yolov5Run {
  readonly id: string;
  readonly params: number;
  readonly output: readonly (readonly number[])[];
  readonly ops: readonly Yolov5Operation[];
}

interface Yolov5Operation {
  readonly name?: string;
  readonly fn?: string;
  readonly by?: string;
  readonly type?: string;
  readonly in: readonly (readonly number[])[];
  readonly out: readonly (readonly number[])[];
}

export function yolov5Runs(): readonly Yolov5Run[] {
  return (readOracle('shapes-yolov5.json.gz') as { models: readonly Yolov5Run[] }).models;
}

/** Names, shapes and parameters, in order. Which activation runs is left out: it stays set from file to file there. */
export function compareYolov5(folder: string, run: Yolov5Run): Agreement {
  const path = run.id.replace(/^yolov5\//, 'models/');
  const text = readCorpusFile(folder, path);
  const context = { inputs: [], readFile: () => null };
  const [model] = analyze({ path, text }, [ultralyticsFormat()], context).models;
  const layers = model?.layers.filter(({ operation }) => operation.kind !== 'input') ?? [];
  const comparison = new Comparison();
  comparison.equal('layers', layers.length, run.ops.length);
  for (const [place, row] of run.ops.entries()) {
    const layer = layers[place];
    const name = row.name ?? `${row.by ?? ''}.${(row.fn ?? '').replace(/^.*\./, '')}()`;
    comparison.equal(`${place} name`, layer?.id.replace(/#\d+$/, ''), name);
    if (row.type && !isActivation(layer)) comparison.equal(`${name} type`, layer?.type, row.type);
    comparison.equal(`${name} input`, layer?.inputShapes, row.in);
    comparison.equal(`${name} output`, outputShape(layer), row.out[0]);
  }
  comparison.equal('parameters', model?.totals.params, run.params);
  return comparison.result(path);
}

const isActivation = (layer: LayerReport | undefined): boolean =>
  layer?.operation.kind === 'elementwise' && layer.operation.role === 'activation';
