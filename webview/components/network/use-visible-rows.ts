import {
  defaultRangeExtractor,
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** So few rows are made whole: what searches in the page finds them all. */
const wholeTable = 100;

/** Heights in pixels before they are measured: of a row in one line, and of a window that shows some twenty. */
const usualRow = 28;
const usualWindow = 520;

/** Rows that are made before and after those in view. */
const beyond = 8;

/** What of a table is made. */
export interface VisibleRows {
  readonly items: readonly VirtualItem[];
  /** Where rows begin and end, in pixels from the top of what is scrolled. */
  readonly start: number;
  readonly end: number;
  readonly isWhole: boolean;
  /** For each row that is made, which has its place as `data-index`. */
  readonly measure: (row: HTMLTableRowElement | null) => void;
}

interface Rows {
  readonly count: number;
  /** What a row keeps its height by, wherever it is sorted to. */
  readonly keyOf: (place: number) => string;
  /** The row to be in view, when it becomes another one; −1: none. */
  readonly selected: number;
  /** How far the table was scrolled when it was left, and the key of the row that was selected then. */
  readonly before: { readonly top: number; readonly layer: string | null } | null;
}

/** Of thousands of rows only those in view are made, and those around the keyboard. */
export function useVisibleRows({ count, keyOf, selected, before }: Rows) {
  const scroll = useRef<HTMLDivElement>(null);
  const [, redraw] = useState(0);
  const [{ head, foot }, setEdges] = useState({ head: usualRow, foot: usualRow });
  const isWhole = count <= wholeTable;
  const options = {
    count,
    getItemKey: keyOf,
    getScrollElement: () => scroll.current,
    estimateSize: () => usualRow,
    initialOffset: before?.top ?? 0,
    initialRect: { width: 0, height: usualWindow },
    overscan: isWhole ? count : beyond,
    // Head and foot stay in view, over the rows.
    scrollMargin: head,
    scrollPaddingStart: head,
    scrollPaddingEnd: foot,
    rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
      const places = defaultRangeExtractor(range);
      const row = scroll.current?.querySelector<HTMLElement>('tr:focus-within')?.dataset['index'];
      if (row === undefined) return places;
      // With the rows before and after it, to which Tab goes.
      const around = [-1, 0, 1].map((by) => Number(row) + by).filter((at) => at >= 0 && at < range.count);
      return [...new Set([...places, ...around])].sort((a, b) => a - b);
    },
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    measureElement,
    onChange: () => redraw((times) => times + 1),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLTableRowElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => {
    virtualizer._willUpdate();
    const heightOf = (part: string) =>
      scroll.current?.querySelector<HTMLElement>(part)?.offsetHeight ?? usualRow;
    const edges = { head: heightOf('thead'), foot: heightOf('tfoot') };
    if (edges.head !== head || edges.foot !== foot) setEdges(edges);
  });
  const selectedKey = selected < 0 ? null : keyOf(selected);
  const shown = useRef(before?.layer ?? null);
  useEffect(() => {
    if (selected >= 0 && selectedKey !== shown.current)
      virtualizer.scrollToIndex(selected, { align: 'auto' });
    shown.current = selectedKey;
  }, [virtualizer, selectedKey]);
  const rows: VisibleRows = {
    items: virtualizer.getVirtualItems(),
    start: head,
    end: head + virtualizer.getTotalSize(),
    isWhole,
    measure: virtualizer.measureElement,
  };
  return { scroll, rows };
}
