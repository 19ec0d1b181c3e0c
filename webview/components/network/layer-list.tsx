import { useEffect, useMemo, useRef } from 'preact/hooks';
import { describeRemoved } from '../../../src/scene/network/compare.ts';
import { visibleLayer } from '../../../src/scene/network/fold.ts';
import { describeLayer, networkItems } from '../../../src/scene/network/network-item.ts';
import type { Controller } from '../../app/controller.ts';
import type { GraphState } from '../../app/state.ts';
import { words } from '../../app/words.ts';

interface ListProps {
  readonly graph: GraphState | null;
  /** The chosen layer, by its id. */
  readonly layer: string | null;
  readonly controller: Controller;
  readonly onOpen: (layer: string) => void;
}

/** The picture's layers in words, to walk with the keyboard. */
export function LayerList({ graph, layer, controller, onOpen }: ListProps) {
  const items = useMemo(() => (graph ? networkItems(graph.network, words, graph.changes) : []), [graph]);
  const list = useRef<HTMLUListElement>(null);
  const selected = layer === null || !graph ? null : visibleLayer(graph.network, layer);
  const place = items.findIndex((item) => item.layer.id === selected);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const move = (by: number) => {
    const next = items[Math.max(0, Math.min(items.length - 1, place + by))];
    if (next) controller.network.mark(next.layer.fold?.members[0] ?? next.layer.id);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'ArrowRight' || event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowLeft' || event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Home') move(-items.length);
    else if (event.key === 'End') move(items.length);
    else if (event.key === 'Enter' && selected !== null) onOpen(selected);
    else if (event.key === '-' && layer !== null) controller.network.foldAround(layer);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const removed = graph?.changes ? describeRemoved(graph.changes, words) : null;
  return (
    <>
      <ul
        ref={list}
        class="spoken"
        role="listbox"
        tabIndex={0}
        aria-label={words.panel.layerList}
        aria-describedby={removed === null ? undefined : removedId}
        aria-activedescendant={place < 0 ? undefined : optionId(place)}
        onKeyDown={onKey}
      >
        {items.map((item, index) => (
          <li
            key={item.layer.id}
            id={optionId(index)}
            role="option"
            aria-selected={item.layer.id === selected}
            onClick={() => onOpen(item.layer.id)}
          >
            {describeLayer(item, words)}
          </li>
        ))}
      </ul>
      {removed !== null && (
        <p id={removedId} class="spoken">
          {removed}
        </p>
      )}
    </>
  );
}

/** What is gone has no place in the list. */
const removedId = 'removed-layers';

/** By its place: a layer's own name may hold what an id may not. */
const optionId = (place: number): string => `layer-${place}`;
