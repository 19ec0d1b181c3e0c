import type { SourceDocument } from '../format.ts';

/** `[-1, 3, C2f, [128, True]]`: from, repeats, module, and the bracket that opens its arguments. */
const flowRow = /\[\s*(?:-?\d+|\[[-\d,\s]*\])\s*,\s*\d+\s*,\s*(["']?)[A-Za-z_][\w.]*\1\s*,\s*\[/;

/** The same as PyYAML writes it out, one value a line. */
const blockRow =
  /^[ \t]*- -(?: (?:-?\d+)| -.*(?:\n[ \t]+- -?\d+)*)\n[ \t]+- \d+\n[ \t]+- ["']?[A-Za-z_][\w.]*["']?\n[ \t]+- [-[]/m;

/**
 * Whether a text is a model of Ultralytics' YAML: a list named `backbone` at the top level, and rows of
 * [from, repeats, module, arguments], which no other YAML has.
 */
export function isUltralytics({ path, text }: SourceDocument): boolean {
  if (/\.[^./\\]*$/.test(path) && !/\.ya?ml$/i.test(path)) return false;
  if (!/^(?:backbone|"backbone"|'backbone')[ \t]*:/m.test(text)) return false;
  return flowRow.test(text) || blockRow.test(text.replaceAll('\r\n', '\n'));
}
