import { useEffect, useRef } from 'preact/hooks';

/**
 * A row that is scrolled where it is too long: what is selected stays in view, also when the row becomes narrower, and
 * `data-more` says at which ends there is more, for the style sheet. `selected` names what is selected.
 */
export function useScrolledRow(selected: string | undefined) {
  const row = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = row.current;
    if (!element) return;
    const mark = () => {
      const { scrollLeft, scrollWidth, clientWidth } = element;
      const ends = [scrollLeft > 1 && 'before', scrollLeft + clientWidth < scrollWidth - 1 && 'after'];
      element.dataset['more'] = ends.filter(Boolean).join(' ');
    };
    const show = () => {
      element
        .querySelector('[aria-selected="true"]')
        ?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      mark();
    };
    const resize = new ResizeObserver(show);
    resize.observe(element);
    element.addEventListener('scroll', mark, { passive: true });
    show();
    return () => {
      resize.disconnect();
      element.removeEventListener('scroll', mark);
    };
  }, [selected]);
  return row;
}
