import type { TextDocument } from 'vscode';
import type { Analysis } from '../../protocol/analysis.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import type { ModelDocuments } from '../documents/model-documents.ts';

/**
 * Asks about the document as it is now; undefined where it is no model, or where the answer came too late to matter:
 * VS Code asks again after the next change.
 */
export async function ask<T>(
  documents: ModelDocuments,
  document: TextDocument,
  question: (analysis: Analysis, of: { readonly uri: string; readonly version: number }) => Promise<T>,
): Promise<T | undefined> {
  const analysis = await documents.current(document);
  if (!analysis) return undefined;
  try {
    return await question(analysis, { uri: document.uri.toString(), version: analysis.version });
  } catch (error) {
    if (error instanceof RpcError && isPassing(error)) return undefined;
    throw error;
  }
}

function isPassing({ code }: RpcError): boolean {
  switch (code) {
    case 'cancelled':
    case 'superseded':
    case 'outdated':
    case 'timeout':
    case 'disposed':
    case 'worker-lost':
      return true;
    case 'unknown-method':
    case 'invalid-message':
    case 'refused':
    case 'failed':
      return false;
  }
}
