import { readNpy } from '../engine/numpy/npy-reader.ts';
import type { LayerTensors } from '../engine/trace/layer-lesson.ts';
import type { LessonOperation } from '../engine/trace/lesson.ts';
import type { Tensor } from '../engine/tensor.ts';
import { editableIn, type CellEdit, type GivenFile, type LayerOptions } from '../protocol/panel.ts';
import { refused } from './refuse.ts';

/**
 * A layer's tensors with the files that were dropped in, and with the cells that were written over. Values that were
 * given to tensors by other names are left alone.
 */
export function withGivenValues(
  tensors: LayerTensors,
  { given, edits }: Pick<LayerOptions, 'given' | 'edits'>,
  operation: LessonOperation,
): LayerTensors {
  const takes = editableIn(operation);
  const isTaken = ({ tensor }: CellEdit | GivenFile): boolean => takes.includes(tensor);
  return edits.filter(isTaken).reduce(withEdit, given.filter(isTaken).reduce(withFile, tensors));
}

function withEdit(tensors: LayerTensors, { tensor, index, value }: CellEdit): LayerTensors {
  const edited = tensorOf(tensors, tensor);
  // The file has changed meanwhile: what was written over is no more.
  if (!edited || index >= edited.data.length) return tensors;
  const data = edited.data.slice();
  data[index] = value;
  return replaced(tensors, tensor, { shape: edited.shape, data });
}

function withFile(tensors: LayerTensors, file: GivenFile): LayerTensors {
  const target = tensorOf(tensors, file.tensor);
  if (!target) return tensors;
  return replaced(
    tensors,
    file.tensor,
    file.kind === 'npy' ? fromNpy(target, file) : fromPicture(target, file),
  );
}

/** All values, or those of one sample, which all others then have too. */
function fromNpy(target: Tensor, { name, tensor, bytes }: Extract<GivenFile, { kind: 'npy' }>): Tensor {
  const result = readNpy(bytes);
  if (!result.ok) throw refused({ kind: 'npy-unread', file: name });
  const { shape, data } = result.array;
  const one = target.shape.slice(1);
  const fits = [target.shape, one, [1, ...one], one.length > 2 && one[0] === 1 ? one.slice(1) : one].some(
    (expected) => expected.join() === shape.join(),
  );
  if (!fits) {
    throw refused({ kind: 'npy-shape', file: name, shape, tensor, expected: target.shape });
  }
  return { shape: target.shape, data: target.data.map((_, i) => data[i % data.length] ?? 0) };
}

/** Red, green and blue as three channels, 0 … 1; grey for any other number of channels. */
function fromPicture(
  target: Tensor,
  { width, height, bytes }: Extract<GivenFile, { kind: 'picture' }>,
): Tensor {
  const [, channels = 1, ...spatial] = target.shape;
  const size = width * height;
  if (spatial.at(-1) !== width || (spatial.at(-2) ?? 1) !== height) return target;
  const value = (channel: number, cell: number): number => (bytes[channel * size + cell] ?? 0) / 255;
  return {
    shape: target.shape,
    data: target.data.map((_, i) => {
      const [channel, cell] = [Math.floor(i / size) % channels, i % size];
      if (channels === 3) return value(channel, cell);
      // ITU-R BT.601's weights of luma.
      return 0.299 * value(0, cell) + 0.587 * value(1, cell) + 0.114 * value(2, cell);
    }),
  };
}

const tensorOf = ({ x, w, dz }: LayerTensors, name: CellEdit['tensor']): Tensor | null =>
  name === 'X' ? x : name === 'W' ? w : dz;

const replaced = (tensors: LayerTensors, name: CellEdit['tensor'], tensor: Tensor): LayerTensors =>
  name === 'X'
    ? { ...tensors, x: tensor }
    : name === 'W'
      ? { ...tensors, w: tensor }
      : { ...tensors, dz: tensor };
