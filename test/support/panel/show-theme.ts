import type { Page } from 'playwright-core';
import type { Theme } from '../../vscode/workbench.mjs';
import { themeClasses, themeStyle } from './harness-page.ts';

/** Changes the theme of a page with a panel as VS Code does: variables on its root, classes on its body. */
export const showTheme = (page: Page, theme: Theme): Promise<void> =>
  page.evaluate(
    ({ style, classes }) => {
      document.documentElement.setAttribute('style', style);
      document.body.setAttribute('class', classes);
    },
    { style: themeStyle(theme), classes: themeClasses(theme) },
  );
