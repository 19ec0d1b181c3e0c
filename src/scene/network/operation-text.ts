/** What a layer is, in a few words, and said once where its kind says all: `Conv2d 3×3, padding 1`, `concat`. */
export const operationText = (type: string, summary: string): string =>
  summary.toLowerCase() === type.toLowerCase() ? type : [type, summary].filter(Boolean).join(' ');
