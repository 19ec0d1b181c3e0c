import { useEffect, useRef } from 'preact/hooks';
import type { Controller } from '../app/controller.ts';
import { words } from '../app/words.ts';

/** The list of keys. */
export function Help({ controller }: { readonly controller: Controller }) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  return (
    <div
      class="overlay"
      role="dialog"
      aria-modal="true"
      aria-labelledby="help-title"
      onClick={() => controller.toggleHelp(false)}
    >
      <div class="sheet" onClick={(event) => event.stopPropagation()}>
        <header>
          <h2 id="help-title">{words.panel.keys}</h2>
          <button ref={close} type="button" class="button" onClick={() => controller.toggleHelp(false)}>
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
    </div>
  );
}
