import type { Controller } from '../app/controller.ts';
import type { AppState } from '../app/state.ts';
import { words } from '../app/words.ts';

interface PinProps {
  readonly state: AppState;
  readonly controller: Controller;
}

/** Keeps the panel on what it shows. Nothing moves in a binary file: there is no cursor to follow. */
export function PinButton({ state: { content, pinned }, controller }: PinProps) {
  if (content?.state !== 'network' || !content.hasText) return null;
  const name = pinned ? words.panel.unpin : words.panel.pin;
  return (
    <button
      type="button"
      class="icon pin"
      title={pinned ? words.panel.unpin : words.panel.pinWhy}
      aria-label={name}
      aria-pressed={pinned}
      onClick={() => controller.pin(!pinned)}
    >
      <svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M5 1.5h6v1.4l-1 .9v3.1l2.2 2v1.6H8.7v4L8 15.5l-.7-1v-4H3.8V8.9l2.2-2V3.8l-1-.9z" />
      </svg>
    </button>
  );
}
