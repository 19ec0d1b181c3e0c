import { afterAll, describe, expect, test } from 'vitest';
import type { Agreement } from '../support/agreement/agreement.ts';
import { caffeTables, compareCaffe } from '../support/agreement/caffe.ts';
import { compareDarknet, darknetTables } from '../support/agreement/darknet.ts';
import { compareKerasCase, kerasCases } from '../support/agreement/keras.ts';
import { compareOnnx, onnxFiles } from '../support/agreement/onnx.ts';
import { compareTorchGrid } from '../support/agreement/torch-grid.ts';
import {
  compareSmall,
  compareTorchvision,
  smallModels,
  type TorchAgreement,
  torchvisionModels,
} from '../support/agreement/torch-models.ts';
import { compareYolov5, yolov5Runs } from '../support/agreement/ultralytics.ts';
import { corpusFolder } from '../support/corpus.ts';
import { torchvision } from '../support/python.ts';

/** Everything that a framework computed and ConvLens is compared with; null where the models are not at hand. */
interface Source {
  readonly name: string;
  readonly compare: (() => readonly Agreement[]) | null;
  /** What to set where the models are not at hand. */
  readonly needs: string;
}

const inCorpus = (
  format: string,
  name: string,
  compare: (folder: string) => readonly Agreement[],
): Source => {
  const folder = corpusFolder(format);
  return { name, compare: folder === null ? null : () => compare(folder), needs: 'CONVLENS_CORPUS' };
};

/** The models of PyTorch, each of which gets a line of its own. */
const torchModels: TorchAgreement[] = [];

function listed(agreements: readonly TorchAgreement[]): readonly TorchAgreement[] {
  torchModels.push(...agreements);
  return agreements;
}

const sources: readonly Source[] = [
  inCorpus('darknet', 'Darknet: libdarknet', (folder) =>
    darknetTables().map((table) => compareDarknet(folder, table)),
  ),
  inCorpus('caffe', 'Caffe: BVLC Caffe', (folder) =>
    caffeTables().map((table) => compareCaffe(folder, table)),
  ),
  inCorpus('yolov5', 'Ultralytics: yolov5', (folder) =>
    yolov5Runs().map((run) => compareYolov5(folder, run)),
  ),
  {
    name: 'Keras: single layers',
    compare: () => kerasCases().flatMap((one) => [compareKerasCase(one, 3), compareKerasCase(one, 2)]),
    needs: '',
  },
  { name: 'ONNX: torchvision exported', compare: () => onnxFiles().map(compareOnnx), needs: '' },
  { name: 'PyTorch: single layers', compare: () => [compareTorchGrid()], needs: '' },
  {
    name: 'PyTorch: small models',
    compare: () => listed(smallModels().map(compareSmall)),
    needs: '',
  },
  {
    name: 'PyTorch: torchvision',
    compare: torchvision
      ? () => listed(torchvisionModels().map((model) => compareTorchvision(torchvision ?? '', model)))
      : null,
    needs: 'CONVLENS_TORCHVISION',
  },
];

const lines: string[] = [];

function row(name: string, ...cells: readonly string[]): string {
  return [name.padEnd(28), ...cells.map((cell) => cell.padStart(9))].join('  ');
}

function modelRow({ model, equalLeaves, leaves, sameParams }: TorchAgreement): string {
  return row(model, `${leaves}`, `${equalLeaves}`, sameParams ? 'equal' : 'DIFFER');
}

function report(name: string, agreements: readonly Agreement[]): void {
  const values = agreements.reduce((sum, { compared }) => sum + compared, 0);
  const different = agreements.reduce((sum, { differences }) => sum + differences.length, 0);
  const share = values === 0 ? 0 : Math.floor((1000 * (values - different)) / values) / 10;
  lines.push(row(name, `${agreements.length}`, `${values}`, `${values - different}`, `${share} %`));
}

describe('agreement with what the frameworks compute', () => {
  for (const { name, compare, needs } of sources) {
    test.skipIf(compare === null)(compare ? name : `${name} (needs ${needs})`, () => {
      const agreements = compare?.() ?? [];
      report(name, agreements);
      const different = agreements.filter(({ differences }) => differences.length > 0);
      expect(different.map(({ model, differences }) => [model, ...differences])).toEqual([]);
    });
  }

  afterAll(() => {
    for (const { name, compare, needs } of sources) {
      if (compare === null) lines.push(`${name.padEnd(28)}  not compared: set ${needs}`);
    }
    const tables = [
      [row('', 'models', 'values', 'agree', ''), ...lines],
      [row('PyTorch, model by model', 'leaves', 'agree', 'params'), ...torchModels.map(modelRow)],
    ];
    process.stdout.write(`\n${tables.map((table) => table.join('\n')).join('\n\n')}\n\n`);
  });
});
