import { closestWord } from '../../util/closest.ts';
import { describeTree, type Tree } from '../tree/tree.ts';
import type { ProblemList } from '../problem-list.ts';
import { isAbsent, wholeNumber } from './values.ts';
import type { WrittenLayer } from './written-layer.ts';
import { said } from '../../model/text/text.ts';

/** The keys of a block, with their descriptions for documentation and the JSON Schema. */
export const blockFields = {
  layers: 'The layers of the block, one after the other.',
  repeat: 'How many times the block stands there, one after the other. Default 1.',
} as const;

/** Layers that belong together, possibly several times over. */
export interface WrittenBlock {
  readonly name: string | null;
  readonly repeat: number;
  readonly layers: readonly Tree[];
}

export function readBlock(written: WrittenLayer, problems: ProblemList): WrittenBlock {
  for (const [name, { key }] of written.fields) {
    if (Object.hasOwn(blockFields, name)) continue;
    const closest = closestWord(name, Object.keys(blockFields));
    const advice =
      closest === null
        ? said('It has {0}.', Object.keys(blockFields).join(', '))
        : said('Did you mean `{0}`?', closest);
    problems.report('unknown-field', key, said('A block has no `{0}`. {1}', name, advice));
  }
  const name = written.shorthand ?? written.name;
  const repeat = written.fields.get('repeat')?.value;
  return {
    name: name?.kind === 'scalar' && name.value !== null ? String(name.value) : null,
    repeat: isAbsent(repeat) ? 1 : (wholeNumber(repeat, 'repeat', 1, problems) ?? 1),
    layers: layersOf(written, problems),
  };
}

function layersOf(written: WrittenLayer, problems: ProblemList): readonly Tree[] {
  const layers = written.fields.get('layers')?.value;
  if (layers?.kind === 'sequence') return layers.items;
  if (layers?.kind === 'broken') return [layers];
  if (isAbsent(layers)) problems.report('missing-field', written.title, 'A block needs `layers`.');
  else
    problems.report('invalid-value', layers, said('`layers` must be a list, not {0}.', describeTree(layers)));
  return [];
}
