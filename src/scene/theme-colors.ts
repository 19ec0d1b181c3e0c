import { legible, mix, parseColor, type Rgb } from './color.ts';
import type { ThemeColors, ThemeKind } from './palette.ts';

/**
 * What a theme of VS Code says, by the name of its colour (without `--vscode-`); undefined where it says nothing.
 * Transparent colours are given as they lie over the editor's background.
 */
export type ThemeLookup = (name: string) => string | undefined;

interface Defaults {
  readonly surface: string;
  readonly ink: string;
  readonly muted: string;
  readonly accent: string;
  readonly activation: string;
  readonly kernel: string;
  readonly gradient: string;
  readonly lit: string;
  readonly error: string;
  readonly warning: string;
  readonly info: string;
  readonly success: string;
  readonly negative: string;
  readonly zero: string;
  readonly positive: string;
}

/** VS Code's own default themes, and what they have no name for: gradients, and the two ends of the value scale. */
const defaults: Readonly<Record<ThemeKind, Defaults>> = {
  dark: {
    surface: '#1f1f1f',
    ink: '#cccccc',
    muted: '#9d9d9d',
    accent: '#2b8ae0',
    activation: '#5aa9f0',
    kernel: '#7cc48d',
    gradient: '#dd8ad1',
    lit: '#f0c24b',
    error: '#f85149',
    warning: '#cca700',
    info: '#4daafc',
    success: '#73c991',
    negative: '#e5762a',
    zero: '#2b2d31',
    positive: '#3a94e8',
  },
  light: {
    surface: '#ffffff',
    ink: '#3b3b3b',
    muted: '#616161',
    accent: '#005fb8',
    activation: '#1a73c4',
    kernel: '#2e7d3c',
    gradient: '#a3308f',
    lit: '#b07a00',
    error: '#c72e0f',
    warning: '#9a6c00',
    info: '#0063d3',
    success: '#388a34',
    negative: '#d2691e',
    zero: '#f4f4f4',
    positive: '#2c7fcf',
  },
  'high-contrast-dark': {
    surface: '#000000',
    ink: '#ffffff',
    muted: '#d4d4d4',
    accent: '#f38518',
    activation: '#62b6ff',
    kernel: '#89d185',
    gradient: '#ff9ef0',
    lit: '#ffd60a',
    error: '#ff6b60',
    warning: '#ffd60a',
    info: '#62b6ff',
    success: '#89d185',
    negative: '#ff8a1f',
    zero: '#101010',
    positive: '#2f9bff',
  },
  'high-contrast-light': {
    surface: '#ffffff',
    ink: '#292929',
    muted: '#404040',
    accent: '#0f4a85',
    activation: '#0f4a85',
    kernel: '#1e5c25',
    gradient: '#7a1169',
    lit: '#8a5300',
    error: '#b5200d',
    warning: '#6f4d00',
    info: '#0f4a85',
    success: '#1e5c25',
    negative: '#b85000',
    zero: '#ffffff',
    positive: '#0f5fae',
  },
};

/** The panel's colours in a theme: the theme's own where it names them and they can be read, else the defaults. */
export function themeColors(kind: ThemeKind, lookup: ThemeLookup): ThemeColors {
  const own = defaults[kind];
  const rgb = (text: string | undefined, fallback: string, under?: Rgb): Rgb =>
    (text === undefined ? null : parseColor(text, under)) ?? parseColor(fallback) ?? [128, 128, 128];
  const surface = rgb(lookup('editor-background'), own.surface);
  const ink = legible(
    rgb(lookup('foreground'), own.ink, surface),
    surface,
    kind.endsWith('dark') ? [255, 255, 255] : [0, 0, 0],
    7,
  );
  const named = (name: string, fallback: string, ratio: number): Rgb =>
    legible(rgb(lookup(name), fallback, surface), surface, ink, ratio);
  const fixed = (fallback: string, ratio: number): Rgb =>
    legible(rgb(undefined, fallback), surface, ink, ratio);
  const contrastLine = lookup('contrastBorder');
  const highContrast = kind !== 'dark' && kind !== 'light';
  return {
    kind,
    roles: {
      surface,
      ink,
      muted: named('descriptionForeground', own.muted, 4.5),
      faint: mix(surface, ink, highContrast ? 0.65 : 0.45),
      line: contrastLine === undefined ? mix(surface, ink, 0.2) : rgb(contrastLine, own.ink, surface),
      accent: named('focusBorder', own.accent, 3),
      activation: fixed(own.activation, 4.5),
      kernel: fixed(own.kernel, 4.5),
      gradient: fixed(own.gradient, 4.5),
      lit: fixed(own.lit, 4.5),
      error: named('editorError-foreground', own.error, 4.5),
      warning: named('editorWarning-foreground', own.warning, 4.5),
      info: named('editorInfo-foreground', own.info, 4.5),
      success: fixed(own.success, 4.5),
    },
    negative: rgb(undefined, own.negative),
    zero: mix(surface, ink, highContrast ? 0.16 : 0.07),
    positive: rgb(undefined, own.positive),
  };
}
