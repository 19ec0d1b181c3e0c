import { PyInstance, Unknown, type PyClass, type Value } from '../interpreter/values.ts';
import { libraryClass, native, natives, type Bound } from '../interpreter/native.ts';
import { objectType } from '../library/object.ts';
import { layerClass, type FunctionTable } from '../torch/declare.ts';
import {
  cropped,
  cut,
  cuts,
  grey,
  normalized,
  padded,
  resized,
  same,
  transformed,
  type Sizes,
} from './images.ts';

/** [class or null, function or null, the class's parameters, the function's, sizes]. */
const table: readonly (readonly [layer: string | null, fn: string | null, settings: string, parameters: string, sizes: Sizes])[] = [
  ['Resize', 'resize', 'size, interpolation=None, max_size=None, antialias=None', 'size, interpolation=None, max_size=None, antialias=None', resized],
  ['CenterCrop', 'center_crop', 'size', 'output_size', cut],
  ['RandomResizedCrop', 'resized_crop', 'size, scale=(0.08, 1.0), ratio=(0.75, 1.33), interpolation=None, antialias=None', 'top, left, height, width, size, interpolation=None, antialias=None', resized],
  ['RandomCrop', null, 'size, padding=None, pad_if_needed=False, fill=0, padding_mode="constant"', '', cut],
  [null, 'crop', '', 'top, left, height, width', cropped],
  ['Pad', 'pad', 'padding, fill=0, padding_mode="constant"', 'padding, fill=0, padding_mode="constant"', padded],
  ['Grayscale', 'rgb_to_grayscale', 'num_output_channels=1', 'num_output_channels=1', grey],
  ['Normalize', 'normalize', 'mean, std, inplace=False', 'mean, std, inplace=False', normalized],
  ['ConvertImageDtype', 'convert_image_dtype', 'dtype', 'dtype=None', same],
  ['RandomHorizontalFlip', 'hflip', 'p=0.5', '', same],
  ['RandomVerticalFlip', 'vflip', 'p=0.5', '', same],
  ['ColorJitter', null, 'brightness=0, contrast=0, saturation=0, hue=0', '', same],
  ['GaussianBlur', 'gaussian_blur', 'kernel_size, sigma=(0.1, 2.0)', 'kernel_size, sigma=None', same],
  ['RandomErasing', 'erase', 'p=0.5, scale=(0.02, 0.33), ratio=(0.3, 3.3), value=0, inplace=False', 'i, j, h, w, v, inplace=False', same],
  ['RandomGrayscale', null, 'p=0.1', '', same],
  ['RandomAffine', 'affine', 'degrees, translate=None, scale=None, shear=None, interpolation=None, fill=0, center=None', 'angle, translate, scale, shear, interpolation=None, fill=None, center=None', same],
  ['RandomPerspective', 'perspective', 'distortion_scale=0.5, p=0.5, interpolation=None, fill=0', 'startpoints, endpoints, interpolation=None, fill=None', same],
  ['RandomInvert', 'invert', 'p=0.5', '', same],
  ['RandomPosterize', 'posterize', 'bits, p=0.5', 'bits', same],
  ['RandomSolarize', 'solarize', 'threshold, p=0.5', 'threshold', same],
  ['RandomAdjustSharpness', 'adjust_sharpness', 'sharpness_factor, p=0.5', 'sharpness_factor', same],
  ['RandomAutocontrast', 'autocontrast', 'p=0.5', '', same],
  ['RandomEqualize', 'equalize', 'p=0.5', '', same],
  [null, 'adjust_brightness', '', 'brightness_factor', same],
  [null, 'adjust_contrast', '', 'contrast_factor', same],
  [null, 'adjust_saturation', '', 'saturation_factor', same],
  [null, 'adjust_hue', '', 'hue_factor', same],
  [null, 'adjust_gamma', '', 'gamma, gain=1', same],
]; // prettier-ignore

/** Resized to both sizes, whatever was cut before (torchvision/transforms/transforms.py). */
const rotated: Sizes = (_, image, get) =>
  get('expand') === false ? image : [...image.slice(0, -2), null, null];
const rotation = 'interpolation=None, expand=False, center=None, fill=0';

function sizesOf(name: string | null, sizes: Sizes): Sizes {
  return name === 'RandomResizedCrop' ? cut : sizes;
}

/** `output_size` is what a class calls `size`. */
const fromArgs =
  (args: Bound) =>
  (name: string): Value =>
    args.value(name === 'size' && args.takes('output_size') ? 'output_size' : name);

function imageFunction(name: string, parameters: string, sizes: Sizes): FunctionTable[string] {
  return [
    parameters === '' ? 'img' : `img, ${parameters}`,
    (args) => transformed(args, name, sizes, fromArgs(args)),
  ];
}

export const imageFunctions: FunctionTable = {
  ...Object.fromEntries(
    table.flatMap(([, name, , parameters, sizes]) =>
      name === null ? [] : [[name, imageFunction(name, parameters, sizes)]],
    ),
  ),
  rotate: imageFunction('rotate', `angle, ${rotation}`, rotated),
  five_crop: ['img, size', (args) => cuts(args, 'five_crop', 5, fromArgs(args))],
  ten_crop: ['img, size, vertical_flip=False', (args) => cuts(args, 'ten_crop', 10, fromArgs(args))],
};

function imageLayer(name: string, settings: string, sizes: Sizes): PyClass {
  return layerClass(name, {
    varies: true,
    signature: settings,
    inputs: 'img',
    forward: (layer) => transformed(layer.args, name, sizes, (key) => layer.get(key)),
  });
}

function cutsLayer(name: string, signature: string, count: number): PyClass {
  return layerClass(name, {
    varies: true,
    signature,
    inputs: 'img',
    forward: (layer) => cuts(layer.args, name, count, (key) => layer.get(key)),
  });
}

/** One after the other; no module of PyTorch. */
const compose = libraryClass(
  'Compose',
  [objectType],
  natives(
    {
      __init__: [
        'self, transforms',
        (args) => {
          args.vm.setAttribute(args.value('self'), 'transforms', args.value('transforms'));
          return null;
        },
      ],
      __call__: [
        'self, img',
        (args) => {
          const steps = args.vm.items(args.vm.attribute(args.value('self'), 'transforms'));
          if (steps instanceof Unknown) return steps;
          return steps.reduce<Value>(
            (image, step) => args.vm.call(step, [image], undefined, args.site),
            args.value('img'),
          );
        },
      ],
    },
    { takesUnknown: true },
  ),
);

const lambda = libraryClass(
  'Lambda',
  [objectType],
  natives(
    {
      __init__: [
        'self, lambd',
        (args) => {
          args.vm.setAttribute(args.value('self'), 'lambd', args.value('lambd'));
          return null;
        },
      ],
      __call__: [
        'self, img',
        (args) => {
          const self = args.value('self');
          const given = self instanceof PyInstance ? (self.attributes.get('lambd') ?? null) : null;
          return args.vm.call(given, [args.value('img')], undefined, args.site);
        },
      ],
    },
    { takesUnknown: true },
  ),
);

/** Makes tensors of files' images: nothing that a model follows. */
const reading = Object.fromEntries(
  ['ToTensor', 'PILToTensor', 'ToPILImage'].map((name) => [
    name,
    libraryClass(name, [objectType], {
      __call__: native(
        '__call__',
        'self, pic',
        (args) => args.vm.unknown('the shape of a tensor that is not known'),
        {
          takesUnknown: true,
        },
      ),
    }),
  ]),
);

/** torchvision/transforms/transforms.py. */
export const imageLayers: Readonly<Record<string, PyClass>> = {
  ...Object.fromEntries(
    table.flatMap(([name, , settings, , sizes]) =>
      name === null ? [] : [[name, imageLayer(name, settings, sizesOf(name, sizes))]],
    ),
  ),
  RandomRotation: imageLayer('RandomRotation', `degrees, ${rotation}`, rotated),
  FiveCrop: cutsLayer('FiveCrop', 'size', 5),
  TenCrop: cutsLayer('TenCrop', 'size, vertical_flip=False', 10),
  Compose: compose,
  Lambda: lambda,
  ...reading,
};
