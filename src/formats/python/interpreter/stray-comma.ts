import type { Repair } from '../../../model/problems/problem.ts';
import type { Text } from '../../../model/text/text.ts';
import { wordPlaces } from '../syntax/word-places.ts';

/** Takes away the comma at the end of the only line that sets a name, which makes a tuple of what it is set to. */
export function withoutComma(text: string, target: string): readonly Repair<Text>[] {
  const commas: number[] = [];
  for (const at of wordPlaces(text, target)) {
    const isFirst = /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
    const [rest = ''] = text.slice(at + target.length).split('\n', 1);
    const set = /^[ \t]*=(?!=)[^#]*(?=,[ \t\r]*(?:#.*)?$)/.exec(rest);
    if (isFirst && set) commas.push(at + target.length + set[0].length);
  }
  const [start] = commas;
  if (start === undefined || commas.length > 1) return [];
  return [{ title: 'Remove the comma', edits: [{ span: { start, end: start + 1 }, newText: '' }] }];
}
