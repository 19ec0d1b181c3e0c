/** Red, green, blue in 0 … 255. */
export type Rgb = readonly [number, number, number];

type Lab = readonly [number, number, number];

const linear = (channel: number): number => {
  const c = channel / 255;
  return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
};

const gamma = (channel: number): number => {
  const c = channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
  return Math.round(Math.min(1, Math.max(0, c)) * 255);
};

/** OKLab, in which equal distances look equally far (B. Ottosson, "A perceptual color space for image processing"). */
function toLab([red, green, blue]: Rgb): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function fromLab([lightness, a, b]: Lab): Rgb {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** The colour that looks `share` of the way from `from` to `to`. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const [a, b] = [toLab(from), toLab(to)];
  return fromLab([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]);
}

/** A colour of this hue (0 … 1 around the circle) and lightness, as strong as screens show it everywhere. */
export function hueColor(hue: number, lightness: number): Rgb {
  const angle = hue * 2 * Math.PI + 0.5;
  return fromLab([lightness, 0.13 * Math.cos(angle), 0.13 * Math.sin(angle)]);
}

const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);

/** WCAG contrast ratio, 1 … 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** `color` moved towards `ink` until it stands out from `background` by at least `ratio`. */
export function legible(color: Rgb, background: Rgb, ink: Rgb, ratio: number): Rgb {
  for (let share = 0; share < 1; share += 0.1) {
    const candidate = mix(color, ink, share);
    if (contrast(candidate, background) >= ratio) return candidate;
  }
  return ink;
}

export const css = ([r, g, b]: Rgb, alpha = 1): string =>
  alpha >= 1 ? `rgb(${r} ${g} ${b})` : `rgb(${r} ${g} ${b} / ${Math.round(alpha * 1000) / 1000})`;

/** `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` and `rgba(…)`; the alpha is laid over `under`. Null for anything else. */
export function parseColor(text: string, under: Rgb = [0, 0, 0]): Rgb | null {
  const value = text.trim();
  const parts = value.startsWith('#') ? hexParts(value.slice(1)) : functionParts(value);
  if (parts === null) return null;
  const [r, g, b, alpha] = parts;
  const over = (channel: number, below: number): number => Math.round(channel * alpha + below * (1 - alpha));
  return [over(r, under[0]), over(g, under[1]), over(b, under[2])];
}

type Parts = readonly [number, number, number, number];

function hexParts(hex: string): Parts | null {
  const digits = hex.length <= 4 ? hex.replace(/./g, '$&$&') : hex;
  if (!/^([0-9a-f]{6}|[0-9a-f]{8})$/i.test(digits)) return null;
  const byte = (place: number): number => Number.parseInt(digits.slice(place, place + 2), 16);
  return [byte(0), byte(2), byte(4), digits.length === 8 ? byte(6) / 255 : 1];
}

function functionParts(text: string): Parts | null {
  const inside = /^rgba?\(([^)]+)\)$/.exec(text)?.[1];
  const [r, g, b, alpha = 1] = (inside ?? '').split(/[\s,/]+/).map(Number);
  if (r === undefined || g === undefined || b === undefined) return null;
  return [r, g, b, alpha].every(Number.isFinite) ? [r, g, b, alpha] : null;
}
