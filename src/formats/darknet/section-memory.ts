import type { NodeSource } from '../../model/graph/graph.ts';
import type { TextProblem } from '../../model/problems/problem.ts';
import { PartMemory } from '../parts/part-memory.ts';
import type { Layer } from './layers/layer.ts';
import { readSection, sectionStarts, type Section } from './read-sections.ts';
import type { SectionType } from './section-type.ts';

/** What a section says, with offsets from its own beginning. */
export interface ReadLayer {
  readonly type: SectionType;
  readonly layer: Layer;
  readonly source: NodeSource;
  readonly problems: readonly TextProblem[];
}

/** A section that was read, with its layer once that is known to follow from nothing but the section. */
export interface RememberedSection {
  readonly section: Section;
  /** By the line break of the file that it stands in, which decides how options are added. */
  readonly layers: Map<string, ReadLayer>;
}

/** A section at its place in the text. */
export interface PlacedSection extends RememberedSection {
  readonly at: number;
}

/** The sections of the cfgs that were read lately, by their text. */
export class SectionMemory {
  readonly #sections = new PartMemory<RememberedSection>();

  sectionsOf(text: string): readonly PlacedSection[] {
    this.#sections.begin(text.length);
    const starts = sectionStarts(text);
    return starts.map((at, index) => {
      const part = text.slice(at, starts[index + 1] ?? text.length);
      const { section, layers } = this.#sections.of(part, (own) => ({
        section: readSection(own),
        layers: new Map(),
      }));
      return { section, layers, at };
    });
  }
}
