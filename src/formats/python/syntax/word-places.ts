/**
 * Where a name stands in a text as a word of its own. It is looked for as it is and not as a pattern: the names of a file
 * may be longer than a pattern can be.
 */
export function* wordPlaces(text: string, name: string): Generator<number> {
  if (name === '') return;
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    if (!isWord(text.charAt(at - 1)) && !isWord(text.charAt(at + name.length))) yield at;
}

/** What follows each `.name`. */
export function* afterAttribute(text: string, name: string): Generator<string> {
  for (const at of wordPlaces(text, name))
    if (text.charAt(at - 1) === '.') yield text.slice(at + name.length);
}

export function hasWord(text: string, name: string): boolean {
  return wordPlaces(text, name).next().done !== true;
}

const isWord = (character: string): boolean => /^\w/.test(character);
