import type { Format } from '../../formats/format.ts';
import type { LayerReport, ModelReport } from '../../model/report.ts';
import type {
  AnalysisWorker,
  AnalyzeAnswer,
  AnalyzeRequest,
  OfModel,
  OfVersion,
} from '../../protocol/analysis.ts';
import type { Handlers } from '../../protocol/rpc/channel.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import { networkView } from '../../scene/network/network-view.ts';
import { AnalyzedDocument } from './analyzed-document.ts';
import { analysisAnswer } from './answers.ts';
import { DocumentCopies } from './document-copies.ts';

/** Answers of the analysis worker, from its own copies of the documents. */
export function analysisHandlers(formats: readonly Format[]): Handlers<AnalysisWorker> {
  const copies = new DocumentCopies();
  const analyzed = new Map<string, AnalyzedDocument>();

  const analyzeText = (request: AnalyzeRequest): AnalyzeAnswer => {
    const { uri, path, version, content, inputs, severities } = request;
    const text = content.kind === 'too-large' ? content.head : copies.update(uri, version, content);
    if (text === null) return { kind: 'resend' };
    const source = { path, text, ...(content.kind === 'too-large' && { size: content.length }) };
    const sizeLimit = content.kind === 'too-large' ? content.limit : Infinity;
    const context = { inputs, readFile: () => null };
    const document = new AnalyzedDocument(version, source, formats, context, { severities, sizeLimit });
    if (document.analysis.format === null) {
      analyzed.delete(uri);
      return { kind: 'unrecognized' };
    }
    analyzed.set(uri, document);
    return analysisAnswer(document);
  };

  const documentOf = ({ uri, version }: OfVersion): AnalyzedDocument => {
    const document = analyzed.get(uri);
    if (document?.version === version) return document;
    throw new RpcError('outdated', `Version ${version} of ${uri} is not at hand.`);
  };

  const modelOf = (request: OfModel): ModelReport => {
    const model = documentOf(request).model(request.model);
    if (model) return model;
    throw new RpcError('outdated', `There is no model ${request.model} in ${request.uri}.`);
  };

  const layerOf = (request: OfModel & { readonly layer: string }): LayerReport => {
    const layer = modelOf(request).layers.find(({ id }) => id === request.layer);
    if (layer) return layer;
    throw new RpcError('outdated', `There is no layer ${request.layer} in ${request.uri}.`);
  };

  return {
    analyze: analyzeText,
    forget: ({ uri }) => {
      copies.delete(uri);
      analyzed.delete(uri);
      return null;
    },
    hover: () => null,
    hints: () => [],
    lenses: () => [],
    fixes: () => [],
    modelFixes: () => [],
    network: (request) => {
      const { lines } = documentOf(request);
      return networkView(modelOf(request), ({ start }) => lines.position(start).line);
    },
    layer: layerOf,
    layerAt: (request) => {
      const document = documentOf(request);
      const found = document.layerAt(request.position);
      return (
        found && {
          model: found.model,
          layer: found.layer.id,
          range: document.lines.range(found.layer.source.span),
        }
      );
    },
  };
}
