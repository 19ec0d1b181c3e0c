import type { Analysis } from '../../protocol/analysis.ts';
import { RpcError } from '../../protocol/rpc/error.ts';
import type { CancellationToken } from '../../util/cancellation.ts';

/** As much of a document as is asked with; `Document` is VS Code's. */
interface Addressed {
  readonly uri: { toString(): string };
}
type Analyzed<Document> = (document: Document) => Promise<Analysis | null>;
type Question<T> = (analysis: Analysis, of: { readonly uri: string; readonly version: number }) => Promise<T>;
type Token = Pick<CancellationToken, 'isCancellationRequested'>;

/**
 * Asks about the document as it is now, and again where it has changed before the answer: VS Code keeps what it shows
 * until it cancels or has an answer, and an empty one in the meantime would make code lenses vanish and lines jump with
 * every key. Undefined where it is no model, or nobody waits any more.
 */
export const ask = <Document extends Addressed, T>(
  documents: { readonly current: Analyzed<Document> },
  document: Document,
  token: Token,
  question: Question<T>,
): Promise<T | undefined> => askOf(() => documents.current(document), document, token, question);

/** The same for what may be there a little later than a panel's picture. */
export const askAfterPicture = <Document extends Addressed, T>(
  documents: { readonly afterPicture: Analyzed<Document> },
  document: Document,
  token: Token,
  question: Question<T>,
): Promise<T | undefined> => askOf(() => documents.afterPicture(document), document, token, question);

async function askOf<T>(
  current: () => Promise<Analysis | null>,
  { uri }: Addressed,
  token: Token,
  question: Question<T>,
): Promise<T | undefined> {
  let asked: number | null = null;
  for (;;) {
    const analysis = await current();
    if (!analysis || token.isCancellationRequested || analysis.version === asked) return undefined;
    asked = analysis.version;
    try {
      return await question(analysis, { uri: uri.toString(), version: asked });
    } catch (error) {
      if (!(error instanceof RpcError && isPassing(error))) throw error;
      if (error.code !== 'outdated') return undefined;
    }
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
