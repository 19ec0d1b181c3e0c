import { fixesForProblem } from '../../formats/fixes.ts';
import type { FileReader, Format, SourceDocument } from '../../formats/format.ts';
import { formatOf } from '../../formats/registry.ts';
import type { PlacedProblem } from '../../formats/shown-problems.ts';
import { reportAt, surveySteps } from '../../formats/size-survey.ts';
import { codeLenses } from '../../language/code-lenses.ts';
import { hoverAt } from '../../language/hover.ts';
import { inlayHints } from '../../language/inlay-hints.ts';
import { layerReport } from '../../language/layer-at.ts';
import { outline } from '../../language/symbols.ts';
import { layerWordsOf } from '../../language/words/layer-words-of.ts';
import { readLayerRules } from '../../model/rules/layer-rule.ts';
import type { ModelReport } from '../../model/report.ts';
import { InferenceMemory } from '../../model/shapes/inference-memory.ts';
import { plainLayer } from '../../model/shapes/node-report.ts';
import type {
  AnalysisWorker,
  AnalyzeAnswer,
  AnalyzeRequest,
  AtSizes,
  FixData,
  OfLayer,
  OfModel,
  OfVersion,
  RunnableLayer,
} from '../../protocol/analysis.ts';
import type { Handlers } from '../../protocol/rpc/channel.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import { sameData } from '../../util/same-data.ts';
import { compileNetwork } from '../../language/program/compile-network.ts';
import { AnalyzedDocument } from './analyzed-document.ts';
import { analysisAnswer, networkAnswer, symbolData } from './answers.ts';
import { DocumentCopies } from './document-copies.ts';
import { SentNetworks } from './sent-networks.ts';

/** Milliseconds before sizes are tried for a code lens: a change that follows makes them needless. */
const lensDelay = 100;

/**
 * Answers of the analysis worker, from its own copies of the documents. `pause` lets requests that have come meanwhile go
 * before what takes longer than an analysis: trying the sizes that a code lens or a panel names. A change makes that one
 * outdated.
 * Messages and the panel's summaries are in `language`, as VS Code names it. `clock` gives milliseconds: fixes are looked
 * for no longer than someone waits.
 */
export function analysisHandlers(
  formats: readonly Format[],
  readFile: FileReader = () => null,
  pause: (milliseconds: number) => Promise<void> = () => Promise.resolve(),
  language = 'en',
  clock?: () => number,
): Handlers<AnalysisWorker> {
  const copies = new DocumentCopies();
  // What is open in the editor counts as it stands there, saved or not.
  const read: FileReader = (path) => copies.at(path) ?? readFile(path);
  const analyzed = new Map<string, AnalyzedDocument>();
  const memory = new InferenceMemory();
  const sent = new SentNetworks();
  const words = layerWordsOf(language);

  const unrecognized = (uri: string): AnalyzeAnswer => {
    analyzed.delete(uri);
    sent.forget(uri);
    return { kind: 'unrecognized' };
  };

  const analyzeContent = (request: AnalyzeRequest): AnalyzeAnswer => {
    const { uri, version, content, choices, severities, shown = [] } = request;
    const source = sourceOf(request, copies, formats);
    if (source === null) return { kind: 'resend' };
    if (content.kind === 'head' && formatOf(source, formats)) return { kind: 'resend' };
    if (content.kind === 'head') return unrecognized(uri);
    const sizeLimit = content.kind === 'too-large' ? content.limit : Infinity;
    const { layers: _, rules, ...chosen } = choices;
    const context = { ...chosen, rules: readLayerRules(rules), readFile: read };
    const document = new AnalyzedDocument(version, source, formats, context, {
      severities,
      sizeLimit,
      memory,
      language,
    });
    if (document.analysis.format === null) return unrecognized(uri);
    analyzed.set(uri, document);
    return analysisAnswer(document, sent.updates(uri, document, shown));
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

  const modelAt = (request: AtSizes): ModelReport => {
    const { uri, model, sizes = [] } = request;
    if (sizes.length === 0) return modelOf(request);
    const report = reportAt(documentOf(request).surveyed, model, sizes);
    if (report) return report;
    throw new RpcError('refused', `Model ${model} of ${uri} has no such input.`);
  };

  const layerOf = (request: OfLayer): RunnableLayer => {
    const { layers } = modelAt(request);
    const found = layers.find(({ id }) => id === request.layer);
    if (!found) throw new RpcError('outdated', `There is no layer ${request.layer} in ${request.uri}.`);
    const place = found.inputs[0]?.node ?? -1;
    const before = layers[place]?.operation;
    // Values that the file writes down are of the size that it writes down.
    const isFileSize = sameData(layers[place]?.outputShapes, modelOf(request).layers[place]?.outputShapes);
    return {
      report: plainLayer(found),
      inputValues: before?.kind === 'input' && isFileSize ? (before.values ?? null) : null,
    };
  };

  return {
    analyze: analyzeContent,
    forget: ({ uri }) => {
      copies.delete(uri);
      analyzed.delete(uri);
      sent.forget(uri);
      return null;
    },
    hover: (request) => {
      const { lines, analysis } = documentOf(request);
      const { models, explanations, leftOut } = analysis;
      const hover = hoverAt(models, lines.offset(request.position), explanations, leftOut, words);
      return hover && { markdown: hover.markdown, range: lines.range(hover.span) };
    },
    hints: (request) => {
      const { lines, analysis, source } = documentOf(request);
      const { start, end } = request.range;
      const span = { start: lines.offset(start), end: lines.offset(end) };
      return inlayHints(analysis.models, source.text, span, words).map(({ offset, label, tooltip }) => ({
        position: lines.position(offset),
        label,
        tooltip,
      }));
    },
    lenses: async (request) => {
      await pause(lensDelay);
      const document = documentOf(request);
      const { lines, analysis } = document;
      return codeLenses(analysis.models, document.sizeDemands, analysis.variants, words).map(
        ({ span, title, action, model }) => ({
          range: lines.range(span),
          title,
          action,
          model,
        }),
      );
    },
    symbols: (request) => {
      const { lines, analysis } = documentOf(request);
      return outline(analysis.models, words).map((symbol) => symbolData(symbol, lines));
    },
    fixes: (request) => {
      const document = documentOf(request);
      return fixesOf(document, document.problems[request.problem], clock);
    },
    modelFixes: (request) => {
      const document = documentOf(request);
      const ofModel = document.problems.filter(({ model }) => model === request.model);
      return fixesOf(document, ofModel[request.problem], clock);
    },
    network: (request) => networkAnswer(modelOf(request), documentOf(request)),
    networkAt: (request) => networkAnswer(modelAt(request), documentOf(request)),
    sizes: async (request, { token }) => {
      const { from, to } = request;
      const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
      const steps = surveySteps(documentOf(request).surveyed, request.model, range);
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        await pause(0);
        documentOf(request);
        if (token.isCancellationRequested) return [];
      }
    },
    compile: (request) => compileNetwork(modelAt(request), request.mode),
    layer: layerOf,
    layerAt: (request) => {
      const document = documentOf(request);
      const place = document.layerAt(request.position);
      const layer = place && layerReport(document.analysis.models, place);
      return layer && { model: place.model, layer: layer.id };
    },
  };
}

/** What was sent, as formats take it; null where it builds on a copy that is not at hand. */
function sourceOf(
  { uri, path: name, version, content, choices: { layers } }: AnalyzeRequest,
  copies: DocumentCopies,
  formats: readonly Format[],
): SourceDocument | null {
  const path = { path: name, ...(layers !== undefined && { layers }) };
  switch (content.kind) {
    case 'text':
    case 'edits': {
      const text = copies.update(uri, name, version, content);
      return text === null ? null : { ...path, text };
    }
    case 'head':
      return { ...path, text: content.head };
    case 'bytes':
      return condensed({ ...path, text: '', bytes: content.bytes }, formats);
    case 'too-large':
      return { ...path, text: content.head, size: content.length };
  }
}

/** Without the weights, so that it can be kept for other input sizes. */
function condensed(
  source: SourceDocument & { readonly bytes: Uint8Array },
  formats: readonly Format[],
): SourceDocument {
  const bytes = formatOf(source, formats)?.condensed?.(source.bytes) ?? source.bytes;
  return { ...source, bytes };
}

/** Each was checked by analysing the changed text. */
function fixesOf(
  document: AnalyzedDocument,
  placed: PlacedProblem | undefined,
  clock?: () => number,
): readonly FixData[] {
  if (!placed) return [];
  // A problem of the text has no model; it may have repairs of its own.
  const model = placed.model ?? -1;
  const { analysis, source, formats, context, options, lines } = document;
  const fixes = fixesForProblem(placed.problem, model, analysis, source, formats, context, options, clock);
  return fixes.map(({ title, edits, preferred = false, axes = [] }) => ({
    title,
    preferred,
    axes,
    edits: edits.map(({ span, newText }) => ({ range: lines.range(span), newText })),
  }));
}
