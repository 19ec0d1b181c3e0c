import { useState } from 'preact/hooks';
import { foundLayers } from '../../../src/scene/network/search.ts';
import type { NetworkView } from '../../../src/scene/network/view.ts';
import type { Controller } from '../../app/controller.ts';
import { words } from '../../app/words.ts';

interface SearchProps {
  readonly network: NetworkView;
  readonly controller: Controller;
}

/** Finds layers by name, type or shape; Enter goes from one to the next, Shift+Enter back. */
export function LayerSearch({ network, controller }: SearchProps) {
  const [query, setQuery] = useState('');
  const [place, setPlace] = useState(0);
  const found = foundLayers(network, query);
  const go = (to: number) => {
    const layer = found[(to + found.length) % Math.max(1, found.length)];
    setPlace(to);
    if (layer !== undefined) controller.network.find(layer);
  };
  const search = (text: string) => {
    setQuery(text);
    setPlace(0);
    const [first] = foundLayers(network, text);
    if (first !== undefined) controller.network.find(first);
  };
  const shown = found.length === 0 ? 0 : ((place + found.length) % found.length) + 1;
  return (
    <search class="search">
      <input
        type="search"
        class="field"
        placeholder={words.network.search}
        aria-label={words.network.search}
        value={query}
        onInput={(event) => search(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found.length > 0) go(place + (event.shiftKey ? -1 : 1));
          else if (event.key === 'Escape') search('');
          else return;
          event.preventDefault();
        }}
      />
      {query.trim() !== '' && (
        <span class={found.length > 0 ? 'count' : 'none'} role="status">
          {found.length > 0 ? words.network.found(shown, found.length) : words.network.notFound}
        </span>
      )}
    </search>
  );
}
