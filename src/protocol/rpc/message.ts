import { isRpcErrorCode, type RpcErrorCode } from './error.ts';

/** What travels over a port. A notice is a call that nobody waits for. */
export type Message =
  | { readonly type: 'call'; readonly id: number; readonly method: string; readonly argument: unknown }
  | { readonly type: 'notice'; readonly method: string; readonly argument: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  /** Answered by the endpoint itself: is anybody there? */
  | { readonly type: 'probe'; readonly id: number }
  | { readonly type: 'reply'; readonly id: number; readonly ok: unknown }
  | { readonly type: 'reply'; readonly id: number; readonly err: Failure };

export interface Failure {
  readonly code: RpcErrorCode;
  readonly message: string;
  readonly reason?: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

const isFailure = (value: unknown): value is Failure =>
  isFields(value) && isRpcErrorCode(value['code']) && typeof value['message'] === 'string';

/** Whether a value from the wire is a message of this protocol; other extensions and pages may post there too. */
export function isMessage(value: unknown): value is Message {
  if (!isFields(value)) return false;
  const hasId = Number.isSafeInteger(value['id']);
  switch (value['type']) {
    case 'call':
      return hasId && typeof value['method'] === 'string';
    case 'notice':
      return typeof value['method'] === 'string';
    case 'cancel':
    case 'probe':
      return hasId;
    case 'reply':
      // `ok: undefined` is the answer of a method without one; some wires drop the key.
      return hasId && (!('err' in value) || isFailure(value['err']));
    default:
      return false;
  }
}
