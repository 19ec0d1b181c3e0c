import type { Disposable } from '../../src/util/disposable.ts';
import { Palette, type ThemeKind } from '../../src/scene/palette.ts';
import type { SvgFonts } from '../../src/scene/svg/svg-writer.ts';
import { themeColors } from '../../src/scene/theme-colors.ts';

export interface Theme {
  readonly palette: Palette;
  readonly fonts: SvgFonts;
}

/** The editor's theme as it is now: VS Code writes its colours on the page and its kind on the body. */
export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const lookup = (name: string): string | undefined =>
    style.getPropertyValue(`--vscode-${name}`).trim() || undefined;
  return {
    palette: new Palette(themeColors(themeKind(document.body.classList), lookup)),
    fonts: {
      ui: lookup('font-family') ?? 'system-ui, sans-serif',
      mono: lookup('editor-font-family') ?? 'monospace',
    },
  };
}

function themeKind(classes: DOMTokenList): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'high-contrast-light';
  if (classes.contains('vscode-high-contrast')) return 'high-contrast-dark';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

/** Calls back when the theme has changed under the page. */
export function watchTheme(listener: () => void): Disposable {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return { dispose: () => observer.disconnect() };
}
