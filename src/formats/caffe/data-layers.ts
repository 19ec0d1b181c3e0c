import type { Shape } from '../../model/graph/shape.ts';
import type { Span } from '../../util/span.ts';
import type { MessageReader } from './message-reader.ts';

/** The shape of one top of a layer that has no bottoms, and where its spatial sizes stand. */
export interface Source {
  readonly shape: Shape;
  readonly axes: readonly Span[];
}

type DataRule = (layer: MessageReader, top: number) => Source;

/** The shapes of a layer's tops; null for a type that is not a data layer. */
export function sourceOf(type: string, layer: MessageReader, top: number): Source | null {
  return rules.get(type)?.(layer, top) ?? null;
}

const rules: ReadonlyMap<string, DataRule> = new Map<string, DataRule>([
  ['Input', (layer, top) => listedShape(layer.inner('input_param').innerAll('shape'), top)],
  ['DummyData', dummyData],
  ['Data', (layer, top) => images(layer, 'data_param', top)],
  ['ImageData', imageData],
  ['WindowData', (layer, top) => images(layer, 'window_data_param', top, 3)],
  ['AnnotatedData', (layer, top) => images(layer, 'data_param', top)],
  ['MemoryData', memoryData],
  ['HDF5Data', () => unknownSource],
]);

/** The shape for that top: each has its own, or one is for all (src/caffe/layers/input_layer.cpp). */
function listedShape(shapes: readonly MessageReader[], top: number): Source {
  const shape = shapes.length === 1 ? shapes[0] : shapes[top];
  return shape ? shapeOf(shape) : unknownSource;
}

/** A `BlobShape`. */
export function shapeOf(shape: MessageReader): Source {
  const dims = shape.ints('dim');
  return {
    shape: dims.map(({ value }) => value),
    axes: dims.slice(2).flatMap(({ source }) => (source ? [source.span] : [])),
  };
}

const unknownSource: Source = { shape: null, axes: [] };

/** src/caffe/layers/dummy_data_layer.cpp: `shape`, or the older num, channels, height and width. */
function dummyData(layer: MessageReader, top: number): Source {
  const reader = layer.inner('dummy_data_param');
  if (!reader.has('num')) return listedShape(reader.innerAll('shape'), top);
  const sizes = ['num', 'channels', 'height', 'width'].map((name) => {
    const values = reader.ints(name);
    return values.length === 1 ? values[0] : values[top];
  });
  return { shape: sizes.map((size) => size?.value ?? null), axes: spansOf(sizes.slice(2)) };
}

function spansOf(reads: readonly (ReturnType<MessageReader['int']> | undefined)[]): readonly Span[] {
  return reads.flatMap((read) => (read?.source ? [read.source.span] : []));
}

/**
 * A batch of images and, as second top, their labels. Their size is in the data, unless they are cropped or (SSD)
 * resized; the channels are, unless a colour or a mean for each is asked for (src/caffe/data_transformer.cpp).
 */
function images(layer: MessageReader, name: string, top: number, channels: number | null = null): Source {
  const parameters = layer.inner(name);
  const batch = sizeOrNull(parameters.int('batch_size', 0));
  if (top > 0)
    return { shape: name === 'data_param' && layer.has('annotated_data_param') ? null : [batch], axes: [] };
  const transform = layer.inner('transform_param');
  const crop = transform.has('crop_size') ? transform.int('crop_size', 0) : parameters.int('crop_size', 0);
  const resize = transform.inner('resize_param');
  const height = sizeOrNull(resize.int('height', 0)) ?? sizeOrNull(crop);
  const width = sizeOrNull(resize.int('width', 0)) ?? sizeOrNull(crop);
  const span = crop.source ? [crop.source.span] : [];
  return { shape: [batch, channels ?? channelsOf(transform), height, width], axes: span };
}

function channelsOf(transform: MessageReader): number | null {
  if (transform.bool('force_color', false)) return 3;
  if (transform.bool('force_gray', false)) return 1;
  const means = transform.all('mean_value').length;
  return means > 1 ? means : null;
}

/** src/caffe/layers/image_data_layer.cpp: three channels unless `is_color: false`; `new_height` and `new_width`. */
function imageData(layer: MessageReader, top: number): Source {
  const parameters = layer.inner('image_data_param');
  const source = images(layer, 'image_data_param', top, parameters.bool('is_color', true) ? 3 : 1);
  if (top > 0 || source.shape === null) return source;
  const sizes = ['new_height', 'new_width'].map((name) => parameters.int(name, 0));
  const shape = source.shape.map(
    (dim, place) => dim ?? (sizes[place - 2] ? sizeOrNull(sizes[place - 2]) : null),
  );
  return { shape, axes: source.axes.length > 0 ? source.axes : spansOf(sizes) };
}

function memoryData(layer: MessageReader, top: number): Source {
  const parameters = layer.inner('memory_data_param');
  const names = top === 0 ? ['batch_size', 'channels', 'height', 'width'] : ['batch_size'];
  const sizes = names.map((name) => parameters.int(name, 0));
  return { shape: sizes.map(sizeOrNull), axes: spansOf(sizes.slice(2)) };
}

/** A size that the file leaves out, or gives as 0, is unknown. */
function sizeOrNull(read: { readonly value: number | null } | undefined): number | null {
  return read === undefined || read.value === 0 ? null : read.value;
}
