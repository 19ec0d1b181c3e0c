import { expect, test } from 'vitest';
import { Bytes } from '../../../webview/app/bytes.ts';

test.each([0, 1, 3, 70_000])(
  '%i pieces of five characters stand in their order between head and end',
  async (count) => {
    const bytes = new Bytes();
    let text = '';
    for (let piece = 0; piece < count; piece++) {
      const next = `步${String(piece % 10_000).padStart(4)}`;
      bytes.add(next);
      text += next;
    }
    expect(new TextDecoder().decode(await bytes.between('<', '>'))).toBe(`<${text}>`);
  },
);
