/** A value of the file as messages show it. */
export const shortened = (text: string, length = 40): string =>
  text.length > length ? `${text.slice(0, length - 1)}…` : text;
