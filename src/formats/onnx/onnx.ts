import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { buildNodes } from './graph.ts';
import { readModel } from './proto.ts';
import { withoutWeights } from './without-weights.ts';
import { said } from '../../model/text/text.ts';

const start = { start: 0, end: 0 };

/** ONNX models (`.onnx`), read-only: protobuf, of which only what shapes need is read. */
export const onnxFormat: Format = {
  id: 'onnx',
  followsInputSize: true,
  recognizes: ({ path, bytes }) => bytes !== undefined && path.toLowerCase().endsWith('.onnx'),
  condensed(bytes) {
    try {
      return withoutWeights(bytes);
    } catch {
      return bytes;
    }
  },
  parse: parseOnnx,
};

function parseOnnx({ bytes }: SourceDocument, context: FormatContext): FormatResult {
  try {
    const model = readModel(bytes ?? new Uint8Array());
    const nodes = buildNodes(model, context);
    const name = model.graph.name || 'model';
    return {
      graphs: [{ name, framework: 'onnx', layout: 'channels-first', span: start, nodes }],
      problems: [],
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = said('This is not a readable ONNX file: {0}. Export the model again.', reason);
    return {
      graphs: [],
      problems: [{ code: 'syntax', severity: 'error', message, span: start, related: [] }],
    };
  }
}
