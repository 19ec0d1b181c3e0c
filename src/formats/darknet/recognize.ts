import { layerType } from './layer-types.ts';
import { keysOf } from './known-keys.ts';

/**
 * Whether a text is a Darknet cfg: its first section is [net] or [network], and what follows it is known to Darknet,
 * since other programs have a [network] section too. Reads no further than the first lines that decide.
 */
export function isDarknet(text: string): boolean {
  let sections = 0;
  let options = 0;
  for (const line of lines(text)) {
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const name = /^\[([^\]]*)\]/.exec(line)?.[1];
    if (sections === 0) {
      if (name !== 'net' && name !== 'network') return false;
      sections = 1;
    } else if (name !== undefined) return layerType(name) !== null;
    else {
      const [key = ''] = line.split('=', 1);
      if (netKeys?.has(key)) return true;
      options++;
    }
  }
  return sections === 1 && options === 0;
}

const netKeys = keysOf('net');

/** The lines of a text without white space, as they are asked for. */
function* lines(text: string): Generator<string> {
  for (let start = 0; start <= text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    yield text.slice(start, end).replace(/\s+/g, '');
    start = end + 1;
  }
}
