import { closestWord } from '../../util/closest.ts';
import { layerNames, layerType } from './layer-types.ts';
import { shortened, type SectionReader } from './section-reader.ts';

/** What a section is: its long name, or the name as written where no Darknet knows it. */
export interface SectionType {
  readonly type: string;
  readonly known: boolean;
}

/** Reads a section's header, and reports what darknet makes of one that is not exactly `[name]`. */
export function sectionType(reader: SectionReader): SectionType {
  const { header, title } = reader.section;
  const name = /^\[([^\]]*)\]/.exec(header)?.[1];
  if (name === undefined) {
    reader.problem('syntax', 'error', 'The name of a section ends with `]`; it is missing here.', title);
    return { type: shortened(header.slice(1)), known: false };
  }
  const exact = layerType(name);
  if (header.length > name.length + 2) {
    const message = `Darknet takes this whole line as the section's name, and does not know it. Move what follows \`]\` to a line of its own.`;
    reader.problem('syntax', 'error', message, title);
  } else if (exact === null) reportUnknown(reader, name);
  return { type: exact ?? shortened(name), known: exact !== null };
}

function reportUnknown(reader: SectionReader, name: string): void {
  const meant = name.length < 3 ? null : closestWord(name, layerNames);
  const shown = shortened(name);
  if (meant === null) {
    const message = `ConvLens does not know the layer [${shown}]: its output is unknown.`;
    reader.problem('unknown-layer', 'hint', message, reader.section.title);
  } else {
    const message = `Darknet does not know [${shown}]. Did you mean [${meant}]?`;
    reader.problem('unknown-layer', 'warning', message, reader.section.title);
  }
}
