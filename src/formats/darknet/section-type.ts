import { closestWord } from '../../util/closest.ts';
import { layerNames, layerType } from './layer-types.ts';
import type { SectionReader } from './section-reader.ts';
import { shortened } from '../../util/shortened.ts';

/** What a section is. */
export interface SectionType {
  /** The long name of its type, or the name as written where no Darknet knows it. */
  readonly type: string;
  readonly known: boolean;
  /** The known name that is nearest to one that is not known. */
  readonly meant?: string;
}

/** Reads a section's header, and reports one that is not exactly `[name]`: darknet takes the whole line as the name. */
export function sectionType(reader: SectionReader): SectionType {
  const { header, title } = reader.section;
  const name = /^\[([^\]]*)/.exec(header)?.[1] ?? '';
  if (header.length === name.length + 1) {
    reader.problem('syntax', 'error', 'The name of a section ends with `]`; it is missing here.', title);
  } else if (header.length > name.length + 2) {
    const message =
      "Darknet takes this whole line as the section's name, and does not know it. Move what follows `]` to a line of its own.";
    reader.problem('syntax', 'error', message, title);
  }
  const exact = layerType(name);
  if (exact !== null) return { type: exact, known: true };
  const meant = name.length < 3 ? null : closestWord(name, layerNames);
  return { type: shortened(name), known: false, ...(meant === null ? {} : { meant: `[${meant}]` }) };
}
