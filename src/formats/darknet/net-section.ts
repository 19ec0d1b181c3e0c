import type { GraphNode } from '../../model/graph/graph.ts';
import type { Shape } from '../../model/graph/shape.ts';
import type { FormatContext } from '../format.ts';
import { chosenInput } from '../input-choice.ts';
import type { Read, SectionReader } from './section-reader.ts';
import { said } from '../../model/text/text.ts';

/**
 * The input of a network: [N, channels, height, width], or [N, inputs] where the file has no image size
 * (pjreddie/darknet: src/parser.c parse_net_options). N is 1: `batch` belongs to training. A detector's image should be
 * a multiple of 32 (AlexeyAB/darknet: src/parser.c parse_network_cfg_custom).
 */
export function inputNode(reader: SectionReader, context: FormatContext, isDetector: boolean): GraphNode {
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
  const chosen = chosenInput(ofFile, context.inputs, 'input', 0);
  const axes = [height, width].flatMap(({ source }) => (source ? [source.span] : []));
  const isImage = chosen.shape?.length === 4;
  const isFromFile = chosen.origin === null && axes.length === 2 && isImage;
  return {
    id: 'input',
    type: 'net',
    operation: {
      kind: 'input',
      shape: chosen.shape,
      origin: chosen.origin ?? 'file',
      ...(isDetector && isImage ? { multipleOf: 32 } : {}),
    },
    inputs: [],
    source: {
      span: reader.section.span,
      title,
      fields: isFromFile ? { input: { span: title, axes } } : {},
    },
  };
}

function reportMissing(reader: SectionReader, sizes: Readonly<Record<string, Read>>): void {
  const missing = Object.entries(sizes).flatMap(([key, read]) => (read.value === 0 ? [`${key}=`] : []));
  const message = said(
    "Darknet needs the input's size: add {0}, or inputs= for a network without images.",
    missing.join(', '),
  );
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
  const message = said(
    'policy=steps needs `steps` and `scales`; darknet stops without {0}.',
    missing.map((key) => `\`${key}\``).join(', '),
  );
  reader.problem('missing-field', 'error', message, span);
}
