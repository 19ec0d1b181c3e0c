import type { Role } from '../../src/scene/draw-list.ts';
import type { Disposable } from '../../src/util/disposable.ts';
import { currentTheme, watchTheme } from './theme.ts';

/** Roles that style sheets name, as `--error` and so on: the theme's colours where they can be read, else made so. */
const roles = [
  'ink',
  'muted',
  'accent',
  'activation',
  'gradient',
  'lit',
  'error',
  'warning',
  'info',
  'success',
] as const satisfies readonly Role[];

/** Gives the page the colours that the pictures have, and keeps them in step with the theme. */
export function colorPage(): Disposable {
  const apply = () => {
    const { palette } = currentTheme();
    for (const role of roles) document.body.style.setProperty(`--${role}`, palette.css({ role }));
  };
  apply();
  return watchTheme(apply);
}
