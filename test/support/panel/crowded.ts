/**
 * Texts of the page that lie over each other, and texts that their element cuts off without an ellipsis, a title or a way
 * to scroll to the rest. Runs in the panel's page.
 */
export function crowded(): string[] {
  // Asked for by every text inside of it: a table has thousands.
  const styles = new Map<Element, { readonly style: CSSStyleDeclaration; readonly clip: DOMRect }>();
  const looks = (element: Element) => {
    const known = styles.get(element);
    if (known) return known;
    const found = { style: getComputedStyle(element), clip: element.getBoundingClientRect() };
    styles.set(element, found);
    return found;
  };
  /** What is cut off at a side is scrolled to sideways only. */
  const scrolls = (element: Element): boolean => ['auto', 'scroll'].includes(looks(element).style.overflowX);
  const hidden = '.spoken, script, style, option, svg, math';
  const texts: { readonly text: string; readonly box: DOMRect; readonly element: Element }[] = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!element || element.closest(hidden) || !element.checkVisibility({ visibilityProperty: true }))
      continue;
    if ((node.textContent ?? '').trim() === '') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects())
      if (box.width > 1 && box.height > 1)
        texts.push({ text: (node.textContent ?? '').trim().slice(0, 40), box, element });
  }
  /** What is seen of a box: its part inside of all that clips it. */
  const seen = ({ box, element }: (typeof texts)[number]) => {
    let [left, top, right, bottom] = [box.left, box.top, box.right, box.bottom];
    for (let around: Element | null = element; around; around = around.parentElement) {
      const { style, clip } = looks(around);
      if (style.overflow === 'visible') continue;
      [left, top] = [Math.max(left, clip.left), Math.max(top, clip.top)];
      [right, bottom] = [Math.min(right, clip.right), Math.min(bottom, clip.bottom)];
    }
    return { left, top, right, bottom };
  };
  const found: string[] = [];
  for (const item of texts) {
    let cut = false;
    let excused = item.element.closest('[title]') !== null;
    for (let around: Element | null = item.element; around; around = around.parentElement) {
      const { style, clip } = looks(around);
      if (scrolls(around)) break;
      excused ||= style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
      if (style.overflowX === 'visible') continue;
      cut ||= item.box.right > clip.right + 1 || item.box.left < clip.left - 1;
    }
    if (cut && !excused) found.push(`cut off: ${item.text}`);
  }
  const layered = (element: Element): boolean =>
    element.closest(
      'dialog, .help-list, .check, .cell-input, [role="dialog"], .transport, thead, tfoot, tbody th',
    ) !== null;
  const boxes = texts
    .map((item) => ({ ...item, part: seen(item) }))
    .filter(({ part, element }) => part.right > part.left && part.bottom > part.top && !layered(element))
    .sort((one, other) => one.part.top - other.part.top);
  for (const [place, one] of boxes.entries()) {
    for (let next = place + 1; next < boxes.length; next++) {
      const other = boxes[next];
      // All others begin further down.
      if (!other || other.part.top >= one.part.bottom) break;
      if (one.element === other.element) continue;
      const width = Math.min(one.part.right, other.part.right) - Math.max(one.part.left, other.part.left);
      const height = Math.min(one.part.bottom, other.part.bottom) - Math.max(one.part.top, other.part.top);
      // Lines of text have some pixels of air above and below their letters.
      if (width > 2 && height > 5) found.push(`“${one.text}” lies over “${other.text}”`);
    }
  }
  return [...new Set(found)];
}
