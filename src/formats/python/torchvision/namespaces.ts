import { native } from '../interpreter/native.ts';
import { PyNamespace, type Value } from '../interpreter/values.ts';
import { namespace } from '../interpreter/namespace.ts';
import { torchFunctions } from '../torch/declare.ts';
import { silent } from '../library/argparse.ts';
import { blocks } from './blocks.ts';
import { boxFunctions } from './boxes.ts';
import { deformableFunctions, deformableLayers } from './deformable.ts';
import { pyramids } from './pyramid.ts';
import { regionFunctions, regionLayers } from './regions.ts';
import { imageFunctions, imageLayers } from './transforms.ts';

/** Drops cells or samples: sizes stay. */
const drops = Object.fromEntries(
  ['stochastic_depth', 'drop_block2d', 'drop_block3d'].map((name) => [
    name,
    native(name, 'input, *args, **kwargs', (args) => args.value('input'), { takesUnknown: true }),
  ]),
);

const { ExtraFPNBlock, LastLevelMaxPool, LastLevelP6P7, FeaturePyramidNetwork } = pyramids;
const members: Readonly<Record<string, Value>> = {
  ...blocks,
  ...regionLayers,
  ...deformableLayers,
  ...torchFunctions({ ...boxFunctions, ...regionFunctions, ...deformableFunctions }),
  ...drops,
  FeaturePyramidNetwork: FeaturePyramidNetwork ?? null,
};

/** Files of torchvision.ops that models import from, each with all that the package has. */
const files = [
  'misc',
  'boxes',
  'poolers',
  'roi_align',
  'roi_pool',
  'stochastic_depth',
  'deform_conv',
  'focal_loss',
];
const inner = Object.fromEntries(
  files.map((name) => [name, namespace(`torchvision.ops.${name}`, members)] as const),
);

// A function hides the file of its name, as it does in the package.
const ops = namespace('torchvision.ops', {
  ...inner,
  ...members,
  feature_pyramid_network: namespace('torchvision.ops.feature_pyramid_network', {
    ...members,
    ExtraFPNBlock: ExtraFPNBlock ?? null,
    LastLevelMaxPool: LastLevelMaxPool ?? null,
    LastLevelP6P7: LastLevelP6P7 ?? null,
  }),
});

const interpolation = silent('InterpolationMode');
const functional = namespace('torchvision.transforms.functional', {
  ...torchFunctions(imageFunctions),
  InterpolationMode: interpolation,
});
const transforms = namespace('torchvision.transforms', {
  ...imageLayers,
  InterpolationMode: interpolation,
  functional,
});

const root = namespace('torchvision', { ops, transforms });

/** What is declared of torchvision, for files that lie where its sources do not. */
export const torchvisionNamespaces: ReadonlyMap<string, PyNamespace> = new Map(
  [root, ops, transforms, functional, ...Object.values(inner)]
    .concat([...ops.scope.names.values()].filter((each) => each instanceof PyNamespace))
    .map((each) => [each.name, each]),
);
