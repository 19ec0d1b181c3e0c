import { afterAttribute } from '../syntax/word-places.ts';

/** Behind an attribute that is given a value. */
export const isSet = /^\s*(?::[^=\n]+)?=[^=]/;

export const isQuoted = (text: string, name: string): boolean =>
  text.includes(`'${name}'`) || text.includes(`"${name}"`);

/** Whether the text speaks of an attribute other than where it is set. */
export function mentions(text: string, name: string): boolean {
  if (isQuoted(text, name)) return true;
  for (const rest of afterAttribute(text, name)) if (!isSet.test(rest)) return true;
  return false;
}
