import { RpcError } from '../../src/protocol/rpc/error.ts';
import { isLayerRefusal, refusalText } from '../../src/scene/layer-refusal.ts';
import { words } from './words.ts';

/** Why a call failed, in the panel's language where it is known. */
export function errorText(error: unknown): string {
  if (!(error instanceof RpcError)) return error instanceof Error ? error.message : String(error);
  if (isLayerRefusal(error.reason)) return refusalText(error.reason, words);
  switch (error.code) {
    case 'worker-lost':
      return words.panel.workerLost;
    case 'timeout':
      return words.panel.noAnswer;
    case 'outdated':
      return words.panel.outdated;
    case 'refused':
      return error.message;
    default:
      return words.panel.failed(error.message);
  }
}
