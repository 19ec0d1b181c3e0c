import {
  Diagnostic,
  DiagnosticRelatedInformation,
  DiagnosticSeverity,
  languages,
  Location,
  Uri,
  type TextDocument,
} from 'vscode';
import type { Severity } from '../../model/problems/problem.ts';
import type { ProblemData } from '../../protocol/analysis.ts';
import { DisposableStore, type Disposable } from '../../util/disposable.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { toRange } from '../positions.ts';

/** Shows the problems of every model in the editor and the Problems panel. */
export function showDiagnostics(documents: ModelDocuments): Disposable {
  const store = new DisposableStore();
  const collection = store.add(languages.createDiagnosticCollection('convlens'));
  store.add(
    documents.onDidAnalyze(({ document, analysis }) => {
      if (!analysis) collection.delete(document.uri);
      else
        collection.set(
          document.uri,
          analysis.problems.map((problem) => diagnosticOf(document, problem)),
        );
    }),
  );
  return store;
}

function diagnosticOf({ uri }: TextDocument, problem: ProblemData): Diagnostic {
  const diagnostic = new Diagnostic(toRange(problem.range), problem.message, severityOf(problem.severity));
  diagnostic.source = 'ConvLens';
  diagnostic.code = { value: problem.code, target: explanationOf(problem.code) };
  diagnostic.relatedInformation = problem.related.map(
    ({ range, message }) => new DiagnosticRelatedInformation(new Location(uri, toRange(range)), message),
  );
  return diagnostic;
}

/** The code links to its paragraph in docs/problems.md, which comes with the extension and needs no network. */
function explanationOf(code: string): Uri {
  return Uri.from({
    scheme: 'command',
    path: 'convlens.explainProblem',
    query: JSON.stringify([code]),
  });
}

function severityOf(severity: Severity): DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return DiagnosticSeverity.Error;
    case 'warning':
      return DiagnosticSeverity.Warning;
    case 'information':
      return DiagnosticSeverity.Information;
    case 'hint':
      return DiagnosticSeverity.Hint;
  }
}
