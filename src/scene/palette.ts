import { contrast, css, legible, mix, type Rgb, hueColor } from './color.ts';
import type { Paint, Role } from './draw-list.ts';

export type ThemeKind = 'dark' | 'light' | 'high-contrast-dark' | 'high-contrast-light';

/** The colours of one theme. `negative`, `zero` and `positive` span the diverging scale. */
export interface ThemeColors {
  readonly kind: ThemeKind;
  readonly roles: Readonly<Record<Role, Rgb>>;
  readonly negative: Rgb;
  readonly zero: Rgb;
  readonly positive: Rgb;
}

const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];

/** How much of a line's tint is left in high contrast themes. */
const highContrastLine = 0.4;

/** What is left of an equal weight that is faded, at least: paler ones vanish where there is no shade between. */
const highContrastFaded = 0.5;

/** Steps of the diverging scale on each side of 0. */
const levels = 96;

/** Turns paints into CSS colours of one theme, each computed once. */
export class Palette {
  readonly kind: ThemeKind;
  readonly #colors: ThemeColors;
  readonly #tints = new Map<string, Rgb>();
  /** Marks stay while their picture does, and so do their paints. */
  readonly #css = new WeakMap<Paint, string>();
  readonly #lines = new WeakMap<Paint, string>();
  readonly #inks = new WeakMap<Rgb, Rgb>();
  readonly #scale: readonly Rgb[];

  constructor(colors: ThemeColors) {
    this.kind = colors.kind;
    this.#colors = colors;
    this.#scale = Array.from({ length: 2 * levels + 1 }, (_, place) => {
      const value = (place - levels) / levels;
      // A root opens the scale near 0, where most values of a trained or seeded layer lie.
      return mix(colors.zero, value < 0 ? colors.negative : colors.positive, Math.abs(value) ** 0.75);
    });
  }

  get highContrast(): boolean {
    return this.kind === 'high-contrast-dark' || this.kind === 'high-contrast-light';
  }

  css(paint: Paint): string {
    const known = this.#css.get(paint);
    if (known !== undefined) return known;
    const color = css(this.rgb(paint), this.#alpha(paint));
    this.#css.set(paint, color);
    return color;
  }

  #alpha(paint: Paint): number | undefined {
    return this.highContrast && 'hue' in paint && paint.alpha !== undefined
      ? Math.max(highContrastFaded, paint.alpha)
      : paint.alpha;
  }

  /** A colour to draw with, not to fill: high contrast themes tell shapes by their outlines. */
  line(paint: Paint): string {
    if (!this.highContrast || !('role' in paint) || paint.tint === undefined) return this.css(paint);
    const known = this.#lines.get(paint);
    if (known !== undefined) return known;
    const color = this.css({ ...paint, tint: paint.tint * highContrastLine });
    this.#lines.set(paint, color);
    return color;
  }

  rgb(paint: Paint): Rgb {
    if ('value' in paint) return this.value(paint.value);
    if ('hue' in paint) return this.#hue(paint.hue);
    if ('onHue' in paint) return this.inkOn(this.#hue(paint.onHue));
    if ('on' in paint) return this.inkOn(this.value(paint.on));
    return paint.over === undefined
      ? this.#tinted(paint.role, paint.tint ?? 0)
      : this.#over(paint.role, this.value(paint.over));
  }

  /** The diverging scale at −1 … 1; beyond, its ends. What is no number, or the −∞ that max pools pad with, is on no side. */
  value(value: number): Rgb {
    const clamped = Number.isNaN(value) || value === -Infinity ? 0 : Math.max(-1, Math.min(1, value));
    return this.#scale[Math.round(clamped * levels) + levels] ?? this.#colors.zero;
  }

  /** Black or white, whichever reads better; the theme's own ink where that is enough. */
  inkOn(background: Rgb): Rgb {
    const known = this.#inks.get(background);
    if (known) return known;
    const ink = readableOn(background, this.#colors.roles.ink);
    this.#inks.set(background, ink);
    return ink;
  }

  /** A role's colour as lines on a fill have it: 3 : 1 against it. */
  #over(role: Role, background: Rgb): Rgb {
    const key = `${role} over ${background.join()}`;
    const known = this.#tints.get(key);
    if (known) return known;
    const color = legible(this.#colors.roles[role], background, this.inkOn(background), 3);
    this.#tints.set(key, color);
    return color;
  }

  /** Neighbours differ in lightness too, for eyes that tell few hues apart. */
  #hue(place: number): Rgb {
    const key = `hue${place}`;
    const known = this.#tints.get(key);
    if (known) return known;
    const isDark = this.kind === 'dark' || this.kind === 'high-contrast-dark';
    const lightness = (isDark ? 0.66 : 0.62) + 0.1 * Math.sin(place * Math.PI * 6);
    const color = hueColor(place, lightness);
    this.#tints.set(key, color);
    return color;
  }

  #tinted(role: Role, tint: number): Rgb {
    const { roles } = this.#colors;
    if (tint === 0) return roles[role];
    const key = `${role}${tint}`;
    const known = this.#tints.get(key);
    if (known) return known;
    // Where outlines tell shapes, fills all but vanish.
    const share = this.highContrast && tint > 0.3 ? 1 - (1 - tint) * 0.4 : tint;
    const color = mix(roles[role], roles.surface, share);
    this.#tints.set(key, color);
    return color;
  }
}

function readableOn(background: Rgb, ink: Rgb): Rgb {
  if (contrast(ink, background) >= 5.5) return ink;
  return contrast(black, background) > contrast(white, background) ? black : white;
}
