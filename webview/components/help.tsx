import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Controller } from '../app/controller.ts';
import { words } from '../app/words.ts';

/** The list of keys. The browser's own dialog: it keeps the keyboard, closes by Escape, and gives the keyboard back. */
export function Help({ controller }: { readonly controller: Controller }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Before anything else is pressed: the keyboard is in the list as soon as it is seen.
  useLayoutEffect(() => {
    const { current } = dialog;
    current?.showModal();
    return () => current?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="overlay"
      aria-labelledby="help-title"
      onClose={() => controller.toggleHelp(false)}
      onClick={() => controller.toggleHelp(false)}
    >
      <div class="sheet" onClick={(event) => event.stopPropagation()}>
        <header>
          <h2 id="help-title">{words.panel.keys}</h2>
          <button type="button" class="button" onClick={() => controller.toggleHelp(false)}>
            {words.panel.close}
          </button>
        </header>
        <dl>
          {words.panel.keyList.map(([keys, meaning]) => (
            <div key={keys}>
              <dt>
                <kbd>{keys}</kbd>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}
