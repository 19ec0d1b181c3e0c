import type { CancellationToken } from '../../util/cancellation.ts';

/**
 * A channel is an interface whose methods take one argument: `analyze(request: Request): Answer`. Everything that
 * a conversation needs derives from it: what may be called, what is handed over, what comes back.
 */
export type Method<Channel> = keyof Channel & string;

export type Argument<Channel, M extends Method<Channel>> = Channel[M] extends (argument: infer A) => unknown
  ? A
  : never;

export type Answer<Channel, M extends Method<Channel>> = Channel[M] extends (argument: never) => infer R
  ? R
  : never;

export interface CallContext {
  /** Requested when the caller gives up; long work looks at it and stops. */
  readonly token: CancellationToken;
}

/** One function per method. It may answer later, and may hand its buffers over instead of copying them. */
export type Handlers<Channel> = {
  readonly [M in Method<Channel>]: (
    argument: Argument<Channel, M>,
    context: CallContext,
  ) =>
    | Answer<Channel, M>
    | Transfer<Answer<Channel, M>>
    | Promise<Answer<Channel, M> | Transfer<Answer<Channel, M>>>;
};

export type Guard<T> = (value: unknown) => value is T;

/** Checks of what the other side sends, for a side that is not trusted. */
export interface Guards<Local, Remote> {
  readonly arguments?: { readonly [M in Method<Local>]: Guard<Argument<Local, M>> };
  readonly answers?: { readonly [M in Method<Remote>]: Guard<Answer<Remote, M>> };
}

/** A value whose `buffers` move to the other thread: they are empty here afterwards. */
export class Transfer<T> {
  readonly value: T;
  readonly buffers: readonly ArrayBuffer[];

  constructor(value: T, buffers: readonly ArrayBuffer[]) {
    this.value = value;
    this.buffers = buffers;
  }
}

/** The channel of a side that answers nothing. */
export type NoMethods = object;
