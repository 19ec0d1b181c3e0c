import type { ComponentProps } from 'preact';
import { useState } from 'preact/hooks';
import { words } from '../app/words.ts';
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
  readonly absent: readonly AbsentTab[];
}

interface AbsentTab {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
}

export const tabId = (id: string): string => `tab-${id}`;
const reasonId = (id: string): string => `why-${id}`;

/**
 * One stop for the Tab key: arrows, Home and End go from tab to tab and select, as what a tab shows is there already
 * (WAI-ARIA Authoring Practices, tabs with automatic activation). Absent tabs are walked too, and say why they are.
 */
export function Tabs({ tabs, controls, absent }: TabsProps) {
  const current = tabs.findIndex(({ selected }) => selected);
  const row = useScrolledRow(tabs[current]?.id);
  const [asked, ask] = useState<string | null>(null);
  const reason = absent.find(({ id }) => id === asked)?.reason;
  const onKey = (event: KeyboardEvent) => {
    const ids = [...tabs, ...absent].map(({ id }) => id);
    const focused = ids.findIndex((id) => tabId(id) === document.activeElement?.id);
    const place = placeAfter(event, focused < 0 ? current : focused, ids.length);
    const id = place === null ? undefined : ids[place];
    if (id === undefined) return;
    // The same keys step through the lesson elsewhere.
    event.preventDefault();
    event.stopPropagation();
    tabs.find((tab) => tab.id === id)?.select();
    document.getElementById(tabId(id))?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" ref={row} onKeyDown={onKey}>
        {tabs.map(({ id, title, selected, select }, place) => (
          <TabButton
            key={id}
            id={id}
            aria-selected={selected}
            aria-controls={selected ? controls : undefined}
            tabIndex={place === Math.max(0, current) ? 0 : -1}
            onClick={select}
          >
            {title}
          </TabButton>
        ))}
        {absent.map(({ id, title, reason: why }) => (
          <TabButton
            key={id}
            id={id}
            class="absent"
            aria-selected={false}
            aria-disabled="true"
            aria-describedby={reasonId(id)}
            tabIndex={-1}
            title={why}
            onFocus={() => ask(id)}
            onBlur={() => ask(null)}
          >
            {title}
          </TabButton>
        ))}
      </div>
      {absent.map(({ id, title, reason: why }) => (
        <span key={id} id={reasonId(id)} hidden>
          {words.lesson.absentTab(title, why)}
        </span>
      ))}
      {reason !== undefined && (
        <p class="why-absent" aria-hidden="true">
          {reason}
        </p>
      )}
    </>
  );
}

type TabButtonProps = Omit<ComponentProps<'button'>, 'id' | 'class'> & {
  readonly id: string;
  readonly class?: string;
};

const TabButton = ({ id, class: kind = '', ...rest }: TabButtonProps) => (
  <button {...rest} id={tabId(id)} type="button" role="tab" class={`tab ${kind}`} />
);

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
