import type { Code } from '../interpreter/body.ts';

/** Whether the text of a constructor speaks of that of its base. */
export function speaksOfBase({ definition, file }: Code): boolean {
  const start = definition.kind === 'function' ? definition.nameEnd : definition.start;
  return /\bsuper\b|__init__/.test(file.text.slice(start, definition.end));
}
