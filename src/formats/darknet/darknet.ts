import type { Format, FormatContext, FormatResult, SourceDocument } from '../format.ts';
import { buildGraph } from './build-graph.ts';
import { readSections } from './read-sections.ts';
import { isDarknet } from './recognize.ts';

/** Darknet's `.cfg` files, as pjreddie's and AlexeyAB's Darknet read them. */
export const darknet: Format = {
  id: 'darknet',
  comments: ['#', ';'],
  recognizes: ({ text }) => isDarknet(text),
  parse: parseDarknet,
};

function parseDarknet(document: SourceDocument, context: FormatContext): FormatResult {
  const { sections, problems } = readSections(document.text);
  const result = buildGraph(document.text, modelName(document.path), sections, context);
  return { graphs: result.graphs, problems: [...problems, ...result.problems] };
}

/** The file's name without folder and extension. */
function modelName(path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? path;
  return file.replace(/(?<=.)\.[^.]*$/, '');
}
