import { closestWord } from '../../util/closest.ts';
import { keysOf } from './known-keys.ts';
import type { Option } from './read-sections.ts';
import type { SectionReader } from './section-reader.ts';
import { shortened } from '../../util/shortened.ts';
import { said } from '../../model/text/text.ts';

/**
 * Reports options that are written twice, of which darknet reads the first, and options that are most likely a
 * mistyped one: darknet reads over those in silence. Other unknown options belong to some fork.
 */
export function checkKeys(reader: SectionReader, type: string): void {
  const known = keysOf(type);
  const first = new Map<string, Option>();
  for (const option of reader.section.options) {
    const earlier = first.get(option.key);
    if (earlier) duplicate(reader, option, earlier);
    else first.set(option.key, option);
  }
  if (!known) return;
  for (const [key, option] of first) {
    if (known.has(key) || key.length < 4) continue;
    const meant = closestWord(key, known);
    if (meant === null || first.has(meant) || isFarther(key, meant)) continue;
    const message = said('Darknet does not read `{0}` here. Did you mean `{1}`?', shortened(key), meant);
    reader.problem('unknown-field', 'warning', message, option.keySpan);
  }
}

/** Forks add options of their own: only a slip of the pen counts, not a longer or shorter name. */
function isFarther(key: string, meant: string): boolean {
  return Math.abs(key.length - meant.length) > 1 || !meant.startsWith(key.charAt(0));
}

function duplicate(reader: SectionReader, option: Option, earlier: Option): void {
  reader.report({
    code: 'duplicate-key',
    severity: 'warning',
    message: said(
      '`{0}` is written twice here; darknet reads the first one. Remove one of them.',
      shortened(option.key),
    ),
    span: option.keySpan,
    related: [{ span: earlier.keySpan, message: 'This is the one that darknet reads.' }],
  });
}
