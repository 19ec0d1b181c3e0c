/** Elements that reach beyond the page, where nothing scrolls them in. Runs in the panel's page. */
export function misplaced(): string[] {
  const scrolling = '.spoken, .tabs, .listing ol, .table-scroll, .equations, .with-code .mistakes, svg';
  return [...document.querySelectorAll('#root *')]
    .filter((element) => !element.closest(scrolling))
    .flatMap((element) => {
      const { left, right, width, height } = element.getBoundingClientRect();
      const inside = left >= -0.5 && right <= innerWidth + 0.5;
      return inside || width === 0 || height === 0
        ? []
        : [`${element.tagName}.${element.getAttribute('class') ?? ''} ${left} … ${right}`];
    });
}
