import type { Lesson, TensorName } from '../../src/engine/trace/lesson.ts';
import { editableIn, type GivenFile } from '../../src/protocol/panel.ts';

/** Larger files are no tensors of a layer that can be shown. */
const mostBytes = 64 * 2 ** 20;

/**
 * A file that was dropped onto a tensor of the picture, ready to be sent; null for what is neither NumPy's nor a
 * picture. Pictures are always of the input.
 */
export async function droppedFile(
  file: File,
  pointed: TensorName | null,
  lesson: Lesson | null,
): Promise<GivenFile | null> {
  if (file.size > mostBytes) return null;
  if (/\.npy$/i.test(file.name)) {
    const takes = lesson ? editableIn(lesson.operation) : [];
    const tensor = takes.find((name) => name === pointed) ?? 'X';
    return { kind: 'npy', tensor, name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) };
  }
  if (!file.type.startsWith('image/')) return null;
  const shape = lesson?.passes[0]?.stages[0]?.planes[0]?.shape ?? [];
  const size = { width: shape.at(-1) ?? 1, height: shape.length > 3 ? (shape.at(-2) ?? 1) : 1 };
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (!context) return null;
  // The middle of the picture, as large as it can be without being stretched.
  const scale = Math.max(size.width / bitmap.width, size.height / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, (size.width - width) / 2, (size.height - height) / 2, width, height);
  bitmap.close();
  const { data } = context.getImageData(0, 0, size.width, size.height);
  const cells = size.width * size.height;
  const bytes = new Uint8Array(3 * cells);
  for (let cell = 0; cell < cells; cell++) {
    for (let channel = 0; channel < 3; channel++)
      bytes[channel * cells + cell] = data[4 * cell + channel] ?? 0;
  }
  return { kind: 'picture', tensor: 'X', name: file.name, ...size, bytes };
}
