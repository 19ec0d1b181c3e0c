import {
  CodeAction,
  CodeActionKind,
  l10n,
  languages,
  WorkspaceEdit,
  type Diagnostic,
  type TextDocument,
} from 'vscode';
import type { Disposable } from '../../util/disposable.ts';
import type { AnalysisWorker, FixData, ProblemData } from '../../protocol/analysis.ts';
import { candidates } from '../documents/candidates.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';
import { toRange } from '../positions.ts';
import type { WorkerClient } from '../workers/supervisor.ts';
import { ask } from './ask.ts';

/** Fixes of the problems at the cursor; the worker checks each by analysing the changed text before it is offered. */
export function offerQuickFixes(documents: ModelDocuments, worker: WorkerClient<AnalysisWorker>): Disposable {
  return languages.registerCodeActionsProvider(
    candidates,
    {
      async provideCodeActions(document, range, { diagnostics, only }, token) {
        if (only && !only.contains(CodeActionKind.QuickFix)) return [];
        const actions = await ask(documents, document, token, async ({ problems }, of) => {
          const touched = [...problems.entries()].filter(([, problem]) =>
            toRange(problem.range).intersection(range),
          );
          const offers = touched.map(async ([index, problem]) => {
            const fixes = await worker.call('fixes', { ...of, problem: index }, { token });
            const shown = diagnostics.filter((diagnostic) => isOf(diagnostic, problem));
            const { layerType } = problem;
            return [
              ...fixes.map((fix) => actionOf(document, fix, shown)),
              ...(layerType === undefined ? [] : [declaring(document, layerType, shown)]),
            ];
          });
          return (await Promise.all(offers)).flat();
        });
        return actions;
      },
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix] },
  );
}

function actionOf(document: TextDocument, fix: FixData, diagnostics: Diagnostic[]): CodeAction {
  const action = new CodeAction(fix.title, CodeActionKind.QuickFix);
  action.edit = editOf(document, fix);
  action.isPreferred = fix.preferred;
  action.diagnostics = diagnostics;
  return action;
}

/** Asks what a layer does that ConvLens does not know. */
function declaring({ uri }: TextDocument, type: string, diagnostics: Diagnostic[]): CodeAction {
  const title = l10n.t('Declare the rule of {0}…', type);
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.command = { command: 'convlens.declareLayer', title, arguments: [uri, type] };
  action.diagnostics = diagnostics;
  return action;
}

/** A fix as an edit that VS Code can apply. */
export function editOf({ uri }: TextDocument, { edits }: FixData): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const { range, newText } of edits) edit.replace(uri, toRange(range), newText);
  return edit;
}

const isOf = ({ code, range }: Diagnostic, problem: ProblemData) =>
  typeof code === 'object' && code.value === problem.code && range.isEqual(toRange(problem.range));
