import type { Controller } from '../app/controller.ts';
import { words } from '../app/words.ts';

/** Shows the keys, and hides them. */
export function HelpButton({ controller }: { readonly controller: Controller }) {
  return (
    <button
      type="button"
      class="icon help"
      title={words.panel.keys}
      aria-label={words.panel.keys}
      onClick={() => controller.toggleHelp()}
    >
      ?
    </button>
  );
}
