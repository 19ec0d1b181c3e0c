import type { ModelReport } from '../../../src/model/report.ts';
import { agreementOf, type OracleModel } from '../module-oracle.ts';
import { analyzeFile, fixture } from '../python.ts';
import { readOracle } from '../read-oracle.ts';
import type { Agreement } from './agreement.ts';

/** How a model of PyTorch compares, in what its users look at. */
export interface TorchAgreement extends Agreement {
  /** Leaf modules whose name, type, place, input and outputs are PyTorch's. */
  readonly equalLeaves: number;
  readonly leaves: number;
  readonly sameParams: boolean;
}

const modelsOf = (name: string): readonly OracleModel[] =>
  (readOracle(name) as { readonly models: readonly OracleModel[] }).models;

export const torchvisionModels = (): readonly OracleModel[] => modelsOf('shapes-torchvision.json.gz');

export const smallModels = (): readonly OracleModel[] => modelsOf('shapes-small.json.gz');

const torchvisionFiles: Readonly<Record<string, string>> = {
  alexnet: 'alexnet',
  googlenet: 'googlenet',
  mobilenet_v2: 'mobilenetv2',
  resnet18: 'resnet',
  resnet50: 'resnet',
  squeezenet1_0: 'squeezenet',
  vgg16: 'vgg',
};

/** Files of the same architectures as those of pytorch/examples, written for this comparison. */
const smallFiles: Readonly<Record<string, readonly [file: string, model: string]>> = {
  'examples/mnist': ['digits.py', 'Net'],
  'examples/dcgan-G': ['adversaries.py', 'Generator'],
  'examples/dcgan-D': ['adversaries.py', 'Discriminator'],
  'examples/super_resolution': ['upscaler.py', 'Upscaler'],
};

/** A model of torchvision, read from its sources in `folder`, with what PyTorch ran. */
export function compareTorchvision(folder: string, model: OracleModel): TorchAgreement {
  const name = model.id.replace(/^torchvision\/|@.*/g, '');
  const path = `${folder}/models/${torchvisionFiles[name] ?? name}.py`;
  return compared(analyzeFile(path, name, model.input).models[0], model);
}

/** A model of a few layers with what PyTorch ran. */
export function compareSmall(model: OracleModel): TorchAgreement {
  const [file, name] = smallFiles[model.id.replace(/@.*/, '')] ?? ['', ''];
  return compared(analyzeFile(fixture(file), name, model.input).models[0], model);
}

/** Leaf modules with their shapes, the parameters, and where PyTorch refuses. */
function compared(report: ModelReport | undefined, model: OracleModel): TorchAgreement {
  if (!report) {
    const differences = ['There is no model.'];
    return {
      model: model.id,
      compared: 1,
      differences,
      equalLeaves: 0,
      leaves: model.ops.filter(({ name }) => name !== undefined).length,
      sameParams: false,
    };
  }
  const { known, total, sameParams, wrong, unknown } = agreementOf(report, model);
  const refusedAt = report.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ node }) => report.layers[node ?? -1]?.id);
  const expected = model.error ? [model.error.at] : [];
  const errors =
    JSON.stringify(refusedAt) === JSON.stringify(expected)
      ? []
      : [`refused at ${JSON.stringify(refusedAt)} instead of ${JSON.stringify(expected)}`];
  const differences = [...wrong, ...unknown, ...errors];
  return { model: model.id, compared: total + 1, differences, equalLeaves: known, leaves: total, sameParams };
}
