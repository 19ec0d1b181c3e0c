/** A coordinate, to a tenth. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/** A tenth is much of a scale or an opacity: what is scaled would miss its place by pixels. */
export const exactly = (value: number): number => Math.round(value * 1e4) / 1e4;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
