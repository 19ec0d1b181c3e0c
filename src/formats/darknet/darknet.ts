import type { TextProblem } from '../../model/problems/problem.ts';
import { placedProblem } from '../../model/problems/placed-problem.ts';
import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { buildGraph } from './build-graph.ts';
import { listedLines } from './read-sections.ts';
import { isDarknet } from './recognize.ts';
import { SectionMemory } from './section-memory.ts';

/**
 * Darknet's `.cfg` files, as pjreddie's and AlexeyAB's Darknet read them. The format remembers the sections that it read
 * lately.
 */
export function darknetFormat(): Format {
  const memory = new SectionMemory();
  return {
    id: 'darknet',
    comments: ['#', ';'],
    recognizes: ({ text }) => isDarknet(text),
    parse: (document, context) => parse(document, context, memory),
  };
}

function parse({ path, text }: SourceDocument, context: FormatContext, memory: SectionMemory): FormatResult {
  const sections = memory.sectionsOf(text);
  const skipped: TextProblem[] = [];
  for (const { section, at } of sections) {
    if (section.problems.length === 0) continue;
    skipped.push(...section.problems.map((problem) => placedProblem(problem, at)));
  }
  const { graphs, problems } = buildGraph(text, modelName(path), sections, context);
  return { graphs, problems: [...skipped.slice(0, listedLines), ...problems] };
}

/** The file's name without folder and extension. */
function modelName(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(?<=.)\.[^.]*$/, '');
}
