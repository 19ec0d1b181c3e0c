import type { GraphNode } from '../../model/graph/graph.ts';
import type { Shape } from '../../model/graph/shape.ts';
import type { FormatContext } from '../format.ts';
import { chosenInput } from '../input-choice.ts';
import type { Read, SectionReader } from './section-reader.ts';

/** Width and height as the file or the user gives them, for the check that detectors need. */
export interface NetSize {
  readonly width: Read;
  readonly height: Read;
}

/**
 * The input of a network: [N, channels, height, width], or [N, inputs] where the file has no image size
 * (pjreddie/darknet: src/parser.c parse_net_options). N is 1: `batch` belongs to training.
 */
export function inputNode(reader: SectionReader, context: FormatContext): { node: GraphNode; size: NetSize } {
  const width = reader.int('width', 0, { min: 0 });
  const height = reader.int('height', 0, { min: 0 });
  const channels = reader.int('channels', 0, { min: 0 });
  const inputs = reader.int('inputs', 0, { min: 0 });
  const { title } = reader.section;
  const hasImage = [height, width, channels].every(({ value }) => value !== 0);
  if (!hasImage && !inputs.value) reportMissing(reader, { width, height, channels });
  const known = (read: Read) => (read.value === 0 ? null : read.value);
  const ofFile: Shape =
    hasImage || !inputs.value ? [1, known(channels), known(height), known(width)] : [1, inputs.value];
  const chosen = chosenInput(ofFile, context.inputs);
  const axes = [height, width].flatMap(({ source }) => (source ? [source.span] : []));
  const isImage = chosen.shape?.length === 4;
  return {
    node: {
      id: 'input',
      type: 'net',
      operation: { kind: 'input', shape: chosen.shape, origin: chosen.origin ?? 'file' },
      inputs: [],
      source: {
        span: reader.section.span,
        title,
        fields:
          chosen.origin === null && axes.length === 2 && isImage ? { input: { span: title, axes } } : {},
      },
    },
    size: chosen.origin === null ? { width, height } : { width: { value: 0 }, height: { value: 0 } },
  };
}

function reportMissing(reader: SectionReader, sizes: Readonly<Record<string, Read>>): void {
  const missing = Object.entries(sizes).flatMap(([key, read]) => (read.value === 0 ? [`${key}=`] : []));
  const message = `Darknet needs the input's size: add ${missing.join(', ')}, or inputs= for a network without images.`;
  reader.problem('missing-field', 'error', message, reader.section.title);
}

/** Options without which darknet stops before it reads a layer. */
export function checkTraining(reader: SectionReader): void {
  reader.int('subdivisions', 1, { min: 1 });
  reader.int('batch', 1, { min: 1 });
  if (reader.word('policy') !== 'steps') return;
  const missing = ['steps', 'scales'].filter((key) => !reader.has(key));
  const span = reader.find('policy')?.valueSpan;
  if (missing.length === 0 || !span) return;
  const message = `policy=steps needs \`steps\` and \`scales\`; darknet stops without \`${missing.join('` and `')}\`.`;
  reader.problem('missing-field', 'error', message, span);
}

/** AlexeyAB/darknet: src/parser.c warns where a detector's input is not a multiple of 32. */
export function checkDetectorSize(reader: SectionReader, { width, height }: NetSize): void {
  for (const [key, read] of [
    ['width', width],
    ['height', height],
  ] as const) {
    if (read.value === null || read.value % 32 === 0 || !read.source) continue;
    const below = Math.floor(read.value / 32) * 32;
    const nearest = below === 0 ? `${below + 32}` : `${below} or ${below + 32}`;
    const message = `Darknet warns: a detector's ${key} should be a multiple of 32, and ${read.value} is not. Nearest: ${nearest}.`;
    reader.problem('yolo-input-size', 'warning', message, read.source.span);
  }
}
