/** Lines, trimmed, that are in a text and were in none of the text's before. */
export function changedLines(before: string, after: string): readonly string[] {
  const known = new Set(before.split('\n'));
  return after
    .split('\n')
    .filter((line) => !known.has(line))
    .map((line) => line.trim());
}
