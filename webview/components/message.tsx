export interface MessageProps {
  readonly kind: 'loading' | 'empty' | 'error';
  readonly title: string;
  /** There is nothing else in the panel: the message is what it is called by. */
  readonly alone?: boolean;
  readonly action?: string;
  readonly onAction?: () => void;
}

/** A view that has nothing to draw: says why, and what to do. */
export function Message({ kind, title, alone = false, action, onAction }: MessageProps) {
  const Title = alone ? 'h1' : 'p';
  return (
    <div class={`message message-${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <svg class="message-figure" viewBox="0 0 96 64" aria-hidden="true">
        <path d="M10 52V20l14-10v32zM34 48V24l12-8v24zM56 45V28l10-7v17zM76 42V31l8-5v11z" />
      </svg>
      <Title class="message-title">{title}</Title>
      {action && (
        <button type="button" class="button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
