const query = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Whether things should jump instead of moving: the system's wish, or VS Code's setting. */
export const prefersReducedMotion = (): boolean =>
  query.matches || document.body.classList.contains('vscode-reduce-motion');
