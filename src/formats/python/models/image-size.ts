import { rememberLast } from '../../../util/remember-last.ts';
import type { SourceFile } from '../syntax/parse.ts';
import { asWritten, said, type Filled } from '../../../model/text/text.ts';

/** Spatial sizes that the file's own data preparation leads to, and where it says so. */
export interface PreparedSize {
  readonly sizes: readonly [number, number];
  readonly start: number;
  readonly end: number;
  readonly reason: Filled;
  /** Whether every image has surely this size: all that the file says of it agrees. */
  readonly isSure: boolean;
}

const crop =
  /\b(CenterCrop|RandomCrop|RandomResizedCrop)\s*\(\s*(?:size\s*=\s*)?[([]?\s*(\d+)(?:\s*,\s*(\d+))?/g;
const resize = /\bResize\s*\(\s*(?:size\s*=\s*)?[([]?\s*(\d+)(?:\s*,\s*(\d+))?/g;
/** Image sizes of the data sets that torchvision loads under these names (torchvision/datasets/*.py). */
const dataset =
  /(\bdatasets\.|(?<![\w.]|class[ \t]+))(MNIST|FashionMNIST|KMNIST|QMNIST|EMNIST|CIFAR10|CIFAR100|SVHN|STL10)\s*\(/g;
const datasetSizes: Readonly<Record<string, number>> = {
  MNIST: 28,
  FashionMNIST: 28,
  KMNIST: 28,
  QMNIST: 28,
  EMNIST: 28,
  CIFAR10: 32,
  CIFAR100: 32,
  SVHN: 32,
  STL10: 96,
};

/** A crop decides over a resize, and either over the data set. Null where the file prepares no images. */
export const preparedSize = rememberLast(sizeIn);

function sizeIn({ text, comments }: SourceFile): PreparedSize | null {
  const inComment = (offset: number): boolean =>
    comments.some(({ start, end }) => offset >= start && offset < end);
  const all = (pattern: RegExp): readonly RegExpMatchArray[] =>
    [...text.matchAll(pattern)].filter(({ index }) => !inComment(index));
  const [crops, resizes] = [all(crop), all(resize)];
  const isChanged = /\b(Pad|interpolate|resize|FiveCrop|TenCrop)\s*\(/.test(text);
  const [cropped] = crops;
  if (cropped) {
    const isSure = !isChanged && agree(crops.map(([, , height, width = height]) => [height, width]));
    return sized(cropped.index ?? 0, cropped[1] ?? '', isSure, cropped[2], cropped[3]);
  }
  const [resized] = resizes;
  if (resized) {
    // One number alone is the shorter side's.
    const isSure = !isChanged && agree(resizes.map(([, height, width]) => [height, width]));
    return sized(resized.index ?? 0, 'Resize', isSure, resized[1], resized[2]);
  }
  const data = all(dataset).find(([, module, name = '']) => module !== '' || isImported(text, name));
  const size = datasetSizes[data?.[2] ?? ''];
  if (!data || size === undefined) return null;
  return {
    sizes: [size, size],
    start: data.index ?? 0,
    end: (data.index ?? 0) + data[0].length,
    reason: said('the images of {0}', data[2] ?? ''),
    isSure: false,
  };
}

/** `from torchvision.datasets import CIFAR10, MNIST`; in brackets over several lines, too. */
function isImported(text: string, name: string): boolean {
  const imports = text.matchAll(/\bfrom[ \t]+torchvision\.datasets[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/g);
  return [...imports].some(([, names = '']) => new RegExp(`\\b${name}\\b(?!\\s+as\\b)`).test(names));
}

/** One number is a height (and a width where the images are square). */
function sized(start: number, name: string, isSure: boolean, height = '', width?: string): PreparedSize {
  const sizes = [Number(height), Number(width ?? height)] as const;
  return {
    sizes,
    start,
    end: start + name.length,
    isSure,
    reason: asWritten(`${name}(${width === undefined ? height : `${height}, ${width}`})`),
  };
}

function agree(sizes: readonly (readonly (string | undefined)[])[]): boolean {
  const [first, ...others] = sizes;
  return first?.includes(undefined) === false && others.every((other) => other.join() === first.join());
}
