/** Why a call failed. Callers branch on the code, never on the message. */
export type RpcErrorCode =
  /** The caller no longer wants the answer. */
  | 'cancelled'
  /** A newer request of the same kind took its place. */
  | 'superseded'
  /** No answer in time. */
  | 'timeout'
  /** This side of the conversation has ended. */
  | 'disposed'
  /** The thread that was to answer has ended; the next call gets a new one. */
  | 'worker-lost'
  | 'unknown-method'
  /** Arguments or results that their guard refuses, or that cannot be copied between threads. */
  | 'invalid-message'
  /** The request names a version, layer or problem that no longer exists. */
  | 'outdated'
  /** The request is understood and cannot be met; the message says why, for the user. */
  | 'refused'
  /** The handler threw: a fault of ours. */
  | 'failed';

const codes: ReadonlySet<string> = new Set<RpcErrorCode>([
  'cancelled',
  'superseded',
  'timeout',
  'disposed',
  'worker-lost',
  'unknown-method',
  'invalid-message',
  'outdated',
  'refused',
  'failed',
]);

export const isRpcErrorCode = (value: unknown): value is RpcErrorCode =>
  typeof value === 'string' && codes.has(value);

export class RpcError extends Error {
  override readonly name = 'RpcError';
  readonly code: RpcErrorCode;
  /** Data that goes along, for callers who say it in their own words. */
  readonly reason: unknown;

  constructor(code: RpcErrorCode, message: string, reason?: unknown) {
    super(message);
    this.code = code;
    this.reason = reason;
  }
}

/** What is thrown by others is a fault of ours. */
export const asRpcError = (error: unknown): RpcError =>
  error instanceof RpcError
    ? error
    : new RpcError('failed', error instanceof Error ? error.message : String(error));
