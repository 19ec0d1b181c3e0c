import type { SourceFile } from '../syntax/parse.ts';

/** Spatial sizes that the file's own data preparation leads to, and where it says so. */
export interface PreparedSize {
  readonly sizes: readonly [number, number];
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

const crop =
  /\b(CenterCrop|RandomCrop|RandomResizedCrop)\s*\(\s*(?:size\s*=\s*)?[([]?\s*(\d+)(?:\s*,\s*(\d+))?/g;
const resize = /\bResize\s*\(\s*(?:size\s*=\s*)?[([]?\s*(\d+)(?:\s*,\s*(\d+))?/g;
/** Image sizes of the data sets that torchvision loads under these names (torchvision/datasets/*.py). */
const dataset = /\b(?:datasets\.)(MNIST|FashionMNIST|KMNIST|QMNIST|EMNIST|CIFAR10|CIFAR100|SVHN|STL10)\s*\(/g;
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
export function preparedSize({ text, comments }: SourceFile): PreparedSize | null {
  const inComment = (offset: number): boolean =>
    comments.some(({ start, end }) => offset >= start && offset < end);
  const first = (pattern: RegExp): RegExpMatchArray | undefined =>
    [...text.matchAll(pattern)].find(({ index }) => !inComment(index));
  const cropped = first(crop);
  if (cropped) return sized(cropped.index ?? 0, cropped[1] ?? '', cropped[2], cropped[3]);
  const resized = first(resize);
  if (resized) return sized(resized.index ?? 0, 'Resize', resized[1], resized[2]);
  const data = first(dataset);
  const size = datasetSizes[data?.[1] ?? ''];
  if (!data || size === undefined) return null;
  return {
    sizes: [size, size],
    start: data.index ?? 0,
    end: (data.index ?? 0) + data[0].length,
    reason: `the images of ${data[1] ?? ''}`,
  };
}

/** One number is a height (and a width where the images are square). */
function sized(start: number, name: string, height = '', width?: string): PreparedSize {
  const sizes = [Number(height), Number(width ?? height)] as const;
  return {
    sizes,
    start,
    end: start + name.length,
    reason: `${name}(${width === undefined ? height : `${height}, ${width}`})`,
  };
}
