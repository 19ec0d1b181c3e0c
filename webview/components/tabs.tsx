import { useScrolledRow } from './use-scrolled-row.ts';

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly selected: boolean;
  readonly select: () => void;
}

interface TabsProps {
  readonly tabs: readonly Tab[];
  /** Id of the element that shows what the selected tab names. */
  readonly controls: string;
  /** What there is elsewhere but not here: named, and why. */
  readonly absent: readonly { readonly id: string; readonly title: string; readonly reason: string }[];
}

export const tabId = (id: string): string => `tab-${id}`;

/**
 * One stop for the Tab key: arrows, Home and End go from tab to tab and select, as what a tab shows is there already
 * (WAI-ARIA Authoring Practices, tabs with automatic activation).
 */
export function Tabs({ tabs, controls, absent }: TabsProps) {
  const current = tabs.findIndex(({ selected }) => selected);
  const row = useScrolledRow(tabs[current]?.id);
  const onKey = (event: KeyboardEvent) => {
    const place = placeAfter(event, current, tabs.length);
    const tab = place === null ? undefined : tabs[place];
    if (!tab) return;
    // The same keys step through the lesson elsewhere.
    event.preventDefault();
    event.stopPropagation();
    tab.select();
    document.getElementById(tabId(tab.id))?.focus();
  };
  return (
    <div class="tabs" role="tablist" ref={row} onKeyDown={onKey}>
      {tabs.map(({ id, title, selected, select }, place) => (
        <button
          key={id}
          id={tabId(id)}
          type="button"
          role="tab"
          class="tab"
          aria-selected={selected}
          aria-controls={selected ? controls : undefined}
          tabIndex={place === Math.max(0, current) ? 0 : -1}
          onClick={select}
        >
          {title}
        </button>
      ))}
      {absent.map(({ id, title, reason }) => (
        <button
          key={id}
          type="button"
          role="tab"
          class="tab absent"
          aria-selected={false}
          aria-disabled="true"
          tabIndex={-1}
          title={reason}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** Around from the last to the first; null where the key is none of a row of tabs. */
function placeAfter(event: KeyboardEvent, current: number, count: number): number | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null;
  switch (event.key) {
    case 'ArrowRight':
      return (current + 1) % count;
    case 'ArrowLeft':
      return (current - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
