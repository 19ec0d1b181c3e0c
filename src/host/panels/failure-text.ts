import { l10n } from 'vscode';
import { RpcError } from '../../protocol/rpc/error.ts';

/** Why a panel has no network to show, in the language of VS Code; the log has it in the words of the error. */
export function failureText(error: unknown): string {
  if (!(error instanceof RpcError)) return failed(error instanceof Error ? error.message : String(error));
  switch (error.code) {
    case 'worker-lost':
      return l10n.t('The analysis has stopped. ConvLens starts it again.');
    case 'timeout':
      return l10n.t('No answer came in time. Try again, or a smaller input.');
    case 'refused':
      return error.message;
    default:
      return failed(error.message);
  }
}

const failed = (message: string): string => l10n.t('ConvLens failed ({0}). Please report it.', message);
